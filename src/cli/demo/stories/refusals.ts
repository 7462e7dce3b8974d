import type { Story } from '../scene.ts';

/** What the hub turns away; the receipts of the integrations say why. */
export const refusals: Story = {
  name: 'Requests that the hub refuses',
  hour: 15,
  play: async ({ senders, day }) => {
    const alert = { external_id: `forged-${day}`, title: 'All is well', status: 'resolved' };
    const body = JSON.stringify({ alerts: [alert] });
    // The secret of last year is still in a script somewhere.
    for (let time = 0; time < 3; time++) await senders.raw('uptime', body, 'the-secret-of-2025');
    await senders.raw('uptime', '{"alerts": [{"title": "Cut off in the mid');
    await senders.raw('uptime', JSON.stringify({ alerts: [{ severity: 'urgent' }] }));
    const host = JSON.stringify({ hostname: 'web-09', incident_type: 'cpu_high' });
    await senders.raw('openremedy', host, 'not-the-secret');
    await senders.raw('openremedy', JSON.stringify({ incident_type: 'cpu_high' }));
  },
};
