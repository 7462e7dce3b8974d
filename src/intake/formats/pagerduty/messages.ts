import type { AlertEvent } from '../../../alerts/alert-event.ts';
import type { AlertCommand, Translation } from '../../format.ts';
import { firstText, fitted, MAX_DESCRIPTION } from '../fields.ts';
import { incidentEvent, incidentKey, objectIn } from './incident.ts';
import type { PagerdutyMessage } from './schema.ts';
import { commandOf, nameIn, unused } from './v3.ts';

/** Webhooks versions 2 and 1: what happened in quick succession, in one request. */
export function translateMessages(messages: readonly PagerdutyMessage[]): Translation {
  const warnings: string[] = [];
  const events: AlertEvent[] = [];
  const commands: AlertCommand[] = [];
  for (const message of messages) {
    const type = firstText(message.event, message.type) ?? 'without a type';
    const incident = objectIn(message.incident ?? objectIn(message.data).incident);
    const dedupKey = incidentKey(incident);
    if (dedupKey === undefined) {
      warnings.push(unused(type));
      continue;
    }
    const resolved = type === 'incident.resolve' || incident.status === 'resolved';
    const news = { dedupKey, incident, resolved, at: message.created_on, raw: message };
    events.push(incidentEvent(news, warnings));
    const by = whoOf(message, incident);
    commands.push(...commandOf(type, dedupKey, by));
    const note = type === 'incident.annotate' ? noteIn(message) : undefined;
    if (note !== undefined) {
      const text = fitted(note, MAX_DESCRIPTION, 'The note', warnings);
      commands.push({ dedupKey, type: 'comment', text, ...by });
    }
  }
  return { events, commands, warnings };
}

function entryIn({ log_entries }: PagerdutyMessage) {
  return objectIn(Array.isArray(log_entries) ? log_entries[0] : undefined);
}

function whoOf(message: PagerdutyMessage, incident: Readonly<Record<string, unknown>>) {
  const { agent } = entryIn(message);
  return nameIn(agent ?? incident.last_status_change_by);
}

function noteIn(message: PagerdutyMessage): string | undefined {
  const { channel, note } = entryIn(message);
  const { summary, content } = objectIn(channel);
  return firstText(note, content, summary);
}
