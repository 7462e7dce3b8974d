import { type Instant, MINUTE } from '../kernel/time.ts';
import { transact } from '../store/transaction.ts';
import { audit } from './audit.ts';
import type { Context } from './caller.ts';
import type { Errands } from './errands.ts';

/** A request that its sender had no right to make. */
export interface Refusal {
  /** Method and path pattern: `DELETE /members/:id`. */
  readonly route: string;
  /** Why, in the words of the answer. */
  readonly reason: string;
}

/** Callers and routes that are remembered here; beyond that, refusals are noted more often. */
const MOST = 10_000;

/** Notes in the background that somebody was refused: once a minute for each caller and route. */
export type NoteRefusal = (context: Context, refusal: Refusal) => void;

/** Admins have to see who tries what they may not; a client that insists must not fill the log. */
export function createRefusalNotes(errands: Errands): NoteRefusal {
  const noted = new Map<string, Instant>();
  return (context, { route, reason }) => {
    const { tenantId, actor } = context.caller;
    if (tenantId === '') return;
    const actorId = 'id' in actor ? actor.id : actor.type;
    const now = context.clock();
    const key = `${tenantId} ${actorId} ${route}`;
    if (now - (noted.get(key) ?? 0) < MINUTE) return;
    if (noted.size >= MOST) noted.clear();
    noted.set(key, now);
    const record = { action: 'access.refused', targetId: actorId, after: { route, reason } };
    errands.run('noting a refusal', () =>
      transact(context.store, (tx) => audit(tx, context, record)),
    );
  };
}
