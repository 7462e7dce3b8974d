import { conflict } from '../kernel/errors.ts';
import type { IncidentState } from './rules/incident.ts';
import type { Refusal } from './rules/lifecycle.ts';

/** A refusal as a 409: its code, what is allowed instead, and where a merged incident went. */
export function refused(refusal: Refusal, state: Pick<IncidentState, 'mergedInto'>) {
  const { code, detail, allowed, source, sourceMergedInto } = refusal;
  const mergedInto = sourceMergedInto ?? state.mergedInto;
  return conflict(code, detail, {
    allowed_commands: allowed,
    ...(source !== undefined && { source }),
    ...(mergedInto !== null && { merged_into: mergedInto }),
  });
}
