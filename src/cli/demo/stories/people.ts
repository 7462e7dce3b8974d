import { ago, type Story } from '../scene.ts';

/** No tool saw it, customers did. */
export const giftCards: Story = {
  name: 'Customers call about gift cards',
  hour: 12,
  play: async (scene) => {
    const mara = scene.as('mara');
    const { id } = await mara<{ id: string }>('POST', '/incidents', {
      title: 'Gift cards are refused at checkout',
      description: 'Four calls since 11:40. The code is right, the balance is there.',
      severity: 'medium',
      service: 'checkout',
      labels: { reported_by: 'support' },
      people: [scene.cast.ids.samir],
      custom_fields: { customers_affected: true, cause: 'Not known yet' },
    });
    const text = 'Which cards? Those from the autumn campaign only?';
    await scene.as('samir')('POST', `/incidents/${id}/comment`, { text });
  },
};

/** Resolved too early, and opened again. */
export const stockDrift: Story = {
  name: 'The stock drifts once more',
  hour: 10,
  play: async (scene) => {
    const [id] = await scene.senders.scripts([
      {
        external_id: `stock-drift-${scene.day}`,
        title: 'Stock of shop and warehouse differ by 3 %',
        description: '1,204 of 39,800 articles differ. Orders may be accepted that cannot be sent.',
        severity: 'warning',
        source: 'stock-compare',
        labels: { service: 'warehouse', job: 'stock-compare' },
        started_at: ago(55),
      },
    ]);
    const samir = scene.as('samir');
    await samir('POST', `/incidents/${id}/acknowledge`, {});
    await samir('POST', `/incidents/${id}/resolve`, { resolution: 'Ran the comparison again.' });
    const reason = 'Differs again, by 2 % now';
    await scene.as('jonas')('POST', `/incidents/${id}/reopen`, { reason });
    await samir('POST', `/incidents/${id}/acknowledge`, {});
  },
};
