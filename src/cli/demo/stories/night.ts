import { ago, type Story } from '../scene.ts';

/** Not worth a night's sleep: taken and snoozed until the next day. */
export const nightBackup: Story = {
  name: 'The nightly backup does not finish',
  hour: 3,
  play: async (scene) => {
    const [id] = await scene.senders.scripts([
      {
        external_id: `backup-orders-${scene.day}`,
        title: 'Nightly backup of orders-db did not finish',
        description: 'pg_basebackup stopped at 71 %: could not write to /backup: No space left.',
        severity: 'warning',
        source: 'cron@db-01',
        labels: { service: 'inventory', host: 'db-01', job: 'backup-orders' },
        annotations: { runbook_url: 'https://wiki.meadow.example/runbooks/backups' },
        started_at: ago(38),
      },
    ]);
    const samir = scene.as('samir');
    await samir('POST', `/incidents/${id}/acknowledge`, {});
    const text = 'Yesterday’s backup is good. I make room before the next one.';
    await samir('POST', `/incidents/${id}/comment`, { text });
    await samir('POST', `/incidents/${id}/snooze`, { minutes: 20 * 60 });
  },
};

/** Resolved by a person, who says what it was. */
export const lateMail: Story = {
  name: 'Order confirmations come late',
  hour: 8,
  play: async (scene) => {
    const [id] = await scene.senders.scripts([
      {
        external_id: `mail-queue-${scene.day}`,
        title: 'Order confirmations are 20 minutes late',
        description: '4,812 mails wait; the oldest since 20 minutes.',
        severity: 'warning',
        source: 'mail-queue',
        labels: { service: 'mail', queue: 'transactional' },
        started_at: ago(47),
      },
    ]);
    const noor = scene.as('noor');
    await noor('POST', `/incidents/${id}/acknowledge`, {});
    await noor('POST', `/incidents/${id}/resolve`, {
      root_cause: 'The newsletter went through the queue of the order confirmations.',
      resolution: 'Newsletters have a queue of their own again; the backlog is sent.',
    });
  },
};
