import type { AlertEventType, EventType } from '../incidents/rules/incident.ts';

/** What a webhook can ask for about incidents (seed 003 and the two types added since). */
export const INCIDENT_EVENT_TYPES = [
  'i_new',
  'i_assign',
  'i_a_rspd',
  'i_snooze',
  'i_wake',
  'i_ack',
  'i_unack',
  'i_storm',
  'i_custom',
  'i_rslv',
  'i_reopen',
  'i_merge',
  'i_comm',
  'i_r_title',
  'i_r_desc',
  'i_r_impact',
  'i_r_rc',
  'i_r_rsltn',
  'i_r_severity',
  'i_r_field',
] as const satisfies readonly EventType[];

/** What it can ask for about single alerts (research, flashduty-openremedy §2). */
const ALERT_EVENT_TYPES = [
  'a_new',
  'a_update',
  'a_merge',
  'a_close',
] as const satisfies readonly AlertEventType[];

export type PushedType = EventType | AlertEventType;

export const PUSHED_TYPES: readonly PushedType[] = [...INCIDENT_EVENT_TYPES, ...ALERT_EVENT_TYPES];

/** Whether an event is about an incident or about a single alert; Flashduty's `webhook_type`. */
export function subjectOf(eventType: string): 'incident' | 'alert' {
  return eventType.startsWith('a_') ? 'alert' : 'incident';
}

export function isPushedType(text: string): text is PushedType {
  return PUSHED_TYPES.some((type) => type === text);
}
