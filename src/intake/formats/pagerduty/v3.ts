import { truncate } from '../../../kernel/text.ts';
import type { AlertCommand, Translation } from '../../format.ts';
import { firstText, fitted, MAX_DESCRIPTION } from '../fields.ts';
import { incidentEvent, incidentKey, type Loose, objectIn } from './incident.ts';
import type { PagerdutyEvent } from './schema.ts';

/**
 * Webhooks version 3: one event. Events about an incident carry the whole of it, so that those of
 * types that are not known still tell how it is; notes and the like become comments.
 */
export function translateEvent(event: PagerdutyEvent): Translation {
  const warnings: string[] = [];
  const data = objectIn(event.data);
  const by = nameIn(event.agent);
  const dedupKey = incidentKey(data);
  if (data.type === 'incident' && dedupKey !== undefined) {
    const resolved = isResolved(event.event_type, data);
    const news = { dedupKey, incident: data, resolved, at: event.occurred_at, raw: event };
    const command = commandOf(event.event_type, dedupKey, by);
    return { events: [incidentEvent(news, warnings)], commands: command, warnings };
  }
  const subject = incidentKey(data.incident);
  const text = textOf(data);
  if (subject !== undefined && text !== undefined) {
    const comment = fitted(text, MAX_DESCRIPTION, 'The note', warnings);
    const command = { dedupKey: subject, type: 'comment', text: comment, ...by } as const;
    return { events: [], commands: [command], warnings };
  }
  return { events: [], warnings: [unused(event.event_type)] };
}

function isResolved(type: string, { status }: Loose): boolean {
  if (type === 'incident.resolved') return true;
  // A reopened incident says so before its status may.
  return type !== 'incident.reopened' && type !== 'incident.triggered' && status === 'resolved';
}

/** An agent's name, ready to be spread into a command. */
export function nameIn(agent: unknown): { readonly by?: string } {
  const { summary, name } = objectIn(agent);
  const by = firstText(summary, name);
  return by === undefined ? {} : { by: truncate(by, 200) };
}

const COMMANDS: Readonly<Record<string, 'acknowledge' | 'unacknowledge'>> = {
  'incident.acknowledged': 'acknowledge',
  'incident.acknowledge': 'acknowledge',
  'incident.unacknowledged': 'unacknowledge',
  'incident.unacknowledge': 'unacknowledge',
};

/** What an event of any version does besides telling how the incident is. */
export function commandOf(
  eventType: string,
  dedupKey: string,
  by: { readonly by?: string },
): AlertCommand[] {
  const type = Object.hasOwn(COMMANDS, eventType) ? COMMANDS[eventType] : undefined;
  return type === undefined ? [] : [{ dedupKey, type, ...by }];
}

/** The text that a note, a status update or a responder's request and reply stand for. */
function textOf(data: Loose): string | undefined {
  if (data.type === 'incident_note') return firstText(data.content);
  if (data.type === 'incident_status_update') return prefixed('Status update', data.message);
  if (data.type !== 'incident_responder') return undefined;
  const { by = 'A responder' } = nameIn(data.user);
  const said = `${by}: ${firstText(data.state) ?? 'asked'}`;
  const message = firstText(data.message);
  return message === undefined ? said : `${said}. ${message}`;
}

function prefixed(what: string, message: unknown): string | undefined {
  const text = firstText(message);
  return text === undefined ? undefined : `${what}: ${text}`;
}

/** Says of an event that it was received and that there is nothing in it for an alert. */
export function unused(type: string): string {
  if (type === 'pagey.ping') return 'This is PagerDuty’s test; nothing was made of it.';
  return `The event '${truncate(type, 100)}' is not about an incident: nothing was made of it.`;
}
