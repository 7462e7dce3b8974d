import type { EventAction, Outcome, Reply } from '../format.ts';

const COMMANDS: ReadonlySet<EventAction> = new Set<EventAction>([
  'acknowledged',
  'unacknowledged',
  'snoozed',
  'commented',
  'ignored',
]);

/** 200 with what was done, for senders that read the status alone and people who read the rest. */
export function countersReply({ events, warnings }: Outcome): Reply {
  const alerts = events.filter(({ action }) => !COMMANDS.has(action));
  const commands = events.length - alerts.length;
  return {
    status: 200,
    body: {
      received: alerts.length,
      created: alerts.filter((event) => event.created).length,
      updated: alerts.filter((event) => !event.created).length,
      incidents_opened: alerts.filter((event) => event.opened).length,
      ...(commands > 0 && { commands }),
      ...(warnings.length > 0 && { warnings }),
    },
  };
}
