import { invalid } from '../../../kernel/errors.ts';
import { truncate } from '../../../kernel/text.ts';
import { type Instant, MINUTE } from '../../../kernel/time.ts';
import type { AlertCommand } from '../../format.ts';
import { fitted, MAX_DESCRIPTION, senderInstant, textIn } from '../fields.ts';
import type { OpsgeniePayload } from './schema.ts';

/** The longest that an incident is quiet (domain, command table), minutes. */
const LONGEST = 7 * 24 * 60;

/** What is done with an alert. */
export interface Deed {
  readonly action: string;
  readonly dedupKey: string;
  readonly payload: OpsgeniePayload;
  readonly now: Instant;
}

/** The commands of a deed: itself, unless it is to create or close, and its note as a comment. */
export function commandsOf(deed: Deed, warnings: string[]): AlertCommand[] {
  const { action, dedupKey, payload } = deed;
  const user = textIn(payload.user);
  const target = { dedupKey, ...(user !== undefined && { by: truncate(user, 200) }) };
  const commands: AlertCommand[] = [];
  if (action === 'acknowledge' || action === 'unacknowledge') {
    commands.push({ ...target, type: action });
  }
  if (action === 'snooze') {
    const minutes = minutesOf(deed, warnings);
    if (minutes > 0) commands.push({ ...target, type: 'snooze', minutes });
  }
  const note = textIn(payload.note);
  if (note === undefined && action === 'notes') throw missing('note', 'what is to be noted');
  if (note !== undefined) {
    const text = fitted(note, MAX_DESCRIPTION, 'The note', warnings);
    const closing = action === 'close' && ({ onClosed: true } as const);
    commands.push({ ...target, type: 'comment', text, ...closing });
  }
  return commands;
}

function minutesOf({ payload, now }: Deed, warnings: string[]): number {
  const until = senderInstant(payload.endTime, '/endTime');
  if (until === undefined) throw missing('endTime', 'when the snooze ends');
  const minutes = Math.ceil((until - now) / MINUTE);
  if (minutes <= 0) warnings.push('The snooze ends before now: nothing was made of it.');
  if (minutes > LONGEST) warnings.push('The snooze was cut to seven days.');
  return Math.min(minutes, LONGEST);
}

/** 422 for a field that this URL needs. */
export function missing(field: string, expected: string) {
  const errors = [{ pointer: `/${field}`, expected, received: 'nothing' }];
  return invalid(`${field} is missing.`, errors);
}
