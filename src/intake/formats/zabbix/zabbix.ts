import { truncate } from '../../../kernel/text.ts';
import type { AlertCommand, Format, Translation } from '../../format.ts';
import { countersReply } from '../counters.ts';
import { problemEvent, problemKey } from './event.ts';
import { expanded, macroWarnings } from './macros.ts';
import { type ZabbixPayload, zabbixSchema } from './schema.ts';

/**
 * Zabbix through the webhook media type that this hub ships (contracts, "Native sources"). What
 * people do to a problem over there (an update) becomes commands, not events: it may be over.
 */
export const zabbix: Format = {
  name: 'zabbix',
  title: 'Zabbix',
  auth: { kind: 'none' },
  schema: zabbixSchema,
  policy: {
    onRecovery: 'close',
    opens: ['critical', 'high', 'medium', 'low'],
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  toEvents,
  toReply: countersReply,
};

function toEvents(payload: ZabbixPayload): Translation {
  const warnings = macroWarnings(payload);
  if (expanded(payload.event_update_status) === '1') {
    return { ...updateOf(payload, warnings), warnings };
  }
  const status = expanded(payload.event_value) === '0' ? 'resolved' : 'firing';
  return { events: [problemEvent(payload, status, warnings)], warnings };
}

function updateOf(payload: ZabbixPayload, warnings: string[]): Omit<Translation, 'warnings'> {
  const action = expanded(payload.event_update_action)?.toLowerCase() ?? '';
  const isOver = expanded(payload.event_recovery_id) !== undefined;
  // Only a changed severity changes the alert, and only while the problem lasts.
  const changes = action.includes('severity') && !isOver;
  const events = changes ? [problemEvent(payload, 'firing', warnings)] : [];
  const commands = commandsOf(payload, action);
  if (events.length + commands.length === 0) {
    warnings.push('The update says nothing that changes an alert or an incident.');
  }
  return { events, commands };
}

function commandsOf(payload: ZabbixPayload, action: string): AlertCommand[] {
  const by = expanded(payload.event_update_user);
  const target = { dedupKey: problemKey(payload), ...(by && { by: truncate(by, 200) }) };
  const acknowledged = expanded(payload.event_ack_status)?.toLowerCase() === 'yes';
  const commands: AlertCommand[] = [];
  if (action.includes('unacknowledged')) commands.push({ ...target, type: 'unacknowledge' });
  else if (acknowledged) commands.push({ ...target, type: 'acknowledge' });
  const text = expanded(payload.event_update_message);
  if (text !== undefined)
    commands.push({ ...target, type: 'comment', text: truncate(text, 5_000) });
  return commands;
}
