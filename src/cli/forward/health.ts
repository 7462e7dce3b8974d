import { type Instant, MINUTE } from '../../kernel/time.ts';
import type { SpoolFigures } from './spool.ts';

/** Filled to this part, the spool has too little room left for the night. */
const NEARLY_FULL = 0.9;

/** What readiness follows from. */
export interface HealthFacts {
  readonly figures: SpoolFigures;
  /** How long (ms) a payload may wait. */
  readonly staleAfter: number;
  /** What lanes say that the hub takes nothing of. */
  readonly barred: readonly string[];
  readonly stopping: boolean;
  readonly now: Instant;
}

/** Why somebody should look after the forwarder; empty while all is well. */
export function complaintsOf(facts: HealthFacts): readonly string[] {
  const { figures, staleAfter, barred, stopping, now } = facts;
  const complaints = [...barred];
  const { oldestAt, bytes, maxBytes } = figures;
  if (oldestAt !== null && now - oldestAt > staleAfter) {
    const waited = Math.floor((now - oldestAt) / MINUTE);
    complaints.push(`a payload has waited for the hub for ${waited} minutes`);
  }
  if (bytes >= maxBytes * NEARLY_FULL) {
    complaints.push(`the spool is filled to ${Math.floor((100 * bytes) / maxBytes)} %`);
  }
  if (stopping) complaints.push('the forwarder is stopping');
  return complaints;
}
