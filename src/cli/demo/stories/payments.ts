import { ago, type Scene, type Story } from '../scene.ts';

/** A provider has a bad half hour. A rule gathers what fails; all recovers, and a person decides. */
export const paymentProvider: Story = {
  name: 'A payment provider has a bad half hour',
  hour: 11,
  play: async (scene) => {
    const alerts = alertsOf(scene);
    const [id] = await scene.senders.uptime(alerts);
    const noor = scene.as('noor');
    await noor('POST', `/incidents/${id}/acknowledge`, {});
    const text = 'The provider confirms it: https://status.payfast.example. Nothing of ours to do.';
    await noor('POST', `/incidents/${id}/comment`, { text });
    const custom_fields = { customers_affected: true, regions: ['EU', 'MENA'], cause: 'Provider' };
    await noor('PATCH', `/incidents/${id}`, { custom_fields });
    const over = alerts.map((alert) => ({
      ...alert,
      status: 'resolved' as const,
      ended_at: ago(2),
    }));
    await scene.senders.uptime(over);
  },
};

function alertsOf({ day }: Scene) {
  const facts = { service: 'payments', provider: 'payfast', environment: 'production' };
  const texts = [
    ['card', 'Card payments time out at PayFast', 'critical'],
    ['refund', 'Refunds are not accepted by PayFast', 'warning'],
    ['webhook', 'No payment notifications from PayFast for 10 minutes', 'warning'],
    ['3ds', '3-D Secure challenges do not load', 'critical'],
  ] as const;
  return texts.map(([key, title, severity]) => ({
    external_id: `payfast-${key}-${day}`,
    title,
    severity,
    description: 'Checked every 30 seconds from Frankfurt, London and Dubai.',
    source: 'uptime',
    labels: { ...facts, check: key },
    annotations: { dashboard_url: 'https://uptime.meadow.example/payfast' },
    started_at: ago(33),
  }));
}
