import type { Translation } from '../../format.ts';
import { firstText, fitted, MAX_DESCRIPTION } from '../fields.ts';
import { objectIn } from './event.ts';
import { byOf, issueKey } from './issue.ts';
import type { SentryPayload } from './schema.ts';

/** Resource `comment`: what somebody wrote to an issue, once; later changes are not followed. */
export function commented({ action, data, actor }: SentryPayload): Translation | undefined {
  const { issue_id, comment } = objectIn(data);
  const dedupKey = issueKey(issue_id);
  const said = firstText(comment);
  if (dedupKey === undefined || said === undefined || action !== 'created') return undefined;
  const warnings: string[] = [];
  const text = fitted(said, MAX_DESCRIPTION, 'The comment', warnings);
  return { events: [], commands: [{ dedupKey, type: 'comment', text, ...byOf(actor) }], warnings };
}
