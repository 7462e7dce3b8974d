import { MINUTE } from '../../kernel/time.ts';
import type { TriageChange, TriageInput } from './triage-input.ts';
import type { RankedChange } from './triage-result.ts';

/** What began longer before the incident is not suspected. */
const LOOKED_BACK = 60;
const SHOWN = 10;

/** A change of another service counts for less, but services break each other. */
const WEIGHTS = { near: 0.5, same: 0.5, unknown: 0.2 } as const;

/**
 * Changes that began within the hour before the incident, most suspicious first: those of its own
 * services and those nearest to its start.
 */
export function rankChanges(input: TriageInput): RankedChange[] {
  const own = new Set(
    [input.incident.service, ...input.alerts.map(({ service }) => service)]
      .filter((name) => name !== null)
      .map((name) => name.toLowerCase()),
  );
  return input.changes
    .map((change) => rank(change, input.incident.started_at, own))
    .filter(({ minutes_before: minutes }) => minutes >= 0 && minutes <= LOOKED_BACK)
    .sort((a, b) => b.score - a.score || (a.change_id < b.change_id ? -1 : 1))
    .slice(0, SHOWN);
}

function rank(change: TriageChange, startedAt: number, own: ReadonlySet<string>): RankedChange {
  const minutes = (startedAt - change.started_at) / MINUTE;
  const same = change.service !== null && own.has(change.service.toLowerCase());
  const near = WEIGHTS.near * (1 - minutes / LOOKED_BACK);
  const share = same ? WEIGHTS.same : change.service === null ? WEIGHTS.unknown : 0;
  const score = Math.round((near + share) * 100) / 100;
  return { ...change, minutes_before: Math.floor(minutes), same_service: same, score };
}
