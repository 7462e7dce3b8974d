/** What a webhook can be told of, in our words; the wire's words are Flashduty's. */
export const EVENT_TYPES: readonly (readonly [type: string, words: string])[] = [
  ['i_new', 'Incident opened'],
  ['i_assign', 'Assigned'],
  ['i_a_rspd', 'Responders added'],
  ['i_snooze', 'Snoozed'],
  ['i_wake', 'Woken'],
  ['i_ack', 'Acknowledged'],
  ['i_unack', 'Acknowledgement taken back'],
  ['i_storm', 'Alert storm'],
  ['i_custom', 'Custom action run'],
  ['i_rslv', 'Resolved'],
  ['i_reopen', 'Reopened'],
  ['i_merge', 'Merged'],
  ['i_comm', 'Comment'],
  ['i_r_title', 'Title changed'],
  ['i_r_desc', 'Description changed'],
  ['i_r_impact', 'Impact changed'],
  ['i_r_rc', 'Root cause changed'],
  ['i_r_rsltn', 'Resolution changed'],
  ['i_r_severity', 'Severity changed'],
  ['i_r_field', 'Custom field changed'],
  ['a_new', 'Alert: new'],
  ['a_update', 'Alert: updated'],
  ['a_merge', 'Alert: joined an incident'],
  ['a_close', 'Alert: closed'],
];

/** A type in words; as it is where it is not known here. */
export function nameOfType(type: string): string {
  return EVENT_TYPES.find(([name]) => name === type)?.[1] ?? type;
}
