import { type Clock, MINUTE } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { PERSON_PLACES, type PersonPlace } from '../store/person-columns.ts';
import {
  columnsOf,
  keyOf,
  lockRowsWith,
  type PlaceRow,
  rewriteRow,
} from '../store/rewrite-rows.ts';
import { transact } from '../store/transaction.ts';
import {
  deleteMemberErasure,
  forgetAddresses,
  listMemberErasures,
  type MemberErasureRow,
  noteSwept,
  takeMemberErasure,
} from './member-erasure-queries.ts';
import { type ForgottenPerson, forgetInJson, forgetInText } from './rules/forget-person.ts';

/**
 * Milliseconds after which nobody writes the person's name any more: replicas believe in them for
 * five seconds, what they did last is dispatched and rendered by then.
 */
const ERASURE_SETTLES = MINUTE;

/** Rows locked at a time. */
const BATCH = 200;

/** What erasing is done with; `isStopping` ends it between two batches. */
export interface EraseMembersDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly isStopping?: () => boolean;
}

/**
 * Takes members who are being erased out of the history: once at once, and once more when nothing of
 * them is under way. Each batch is a transaction; after a crash a sweep begins anew and finds what is
 * left. Replicas take turns.
 */
export async function eraseMembers(deps: EraseMembersDeps): Promise<void> {
  const { store, clock } = deps;
  for (const erasure of await listMemberErasures(store.db)) {
    const settled = erasure.requested_at.getTime() + ERASURE_SETTLES <= clock();
    if (erasure.swept_at !== null && !settled) continue;
    if (!(await sweep(deps, erasure))) continue;
    if (settled) await deleteMemberErasure(store.db, erasure);
    else await noteSwept(store.db, erasure, new Date(clock()));
  }
}

/** False when it was stopped, or another replica is at it. */
async function sweep(deps: EraseMembersDeps, erasure: MemberErasureRow): Promise<boolean> {
  for (const place of PERSON_PLACES) {
    let after: string[] | null | 'busy' = null;
    do {
      if (deps.isStopping?.()) return false;
      after = await sweepBatch(deps, erasure, place, after);
      if (after === 'busy') return false;
    } while (after !== null);
  }
  await forgetAddresses(deps.store.db, erasure.tenant_id, erasure.member_id);
  return true;
}

/** The key to go on after; null: that was the last of the place. */
function sweepBatch(
  { store }: EraseMembersDeps,
  erasure: MemberErasureRow,
  place: PersonPlace,
  after: string[] | null,
): Promise<string[] | null | 'busy'> {
  const { tenant_id: tenantId } = erasure;
  const person = personOf(erasure);
  const also = place.about ? [place.about.column] : [];
  const portion = { needles: needlesOf(person), also, after, limit: BATCH };
  return transact(store, async (tx) => {
    if (!(await takeMemberErasure(tx, erasure))) return 'busy';
    const rows = await lockRowsWith(tx, tenantId, place, portion);
    for (const row of rows) {
      const values = changesOf(row, place, person);
      if (Object.keys(values).length > 0) await rewriteRow(tx, tenantId, place, row, values);
    }
    const last = rows.at(-1);
    return last && rows.length === BATCH ? keyOf(place, last) : null;
  });
}

function personOf({ member_id: id, person_id: personId, name, email }: MemberErasureRow) {
  return { id, personId, name, email };
}

/** As they are, and as they are inside of JSON. */
function needlesOf({ id, personId, name, email }: ForgottenPerson): string[] {
  const texts = [id, name, email, ...(personId === null ? [] : [String(personId)])];
  return [...new Set([...texts, ...texts.map((text) => JSON.stringify(text).slice(1, -1))])];
}

/** The columns of a row that name the person, without it. */
function changesOf(row: PlaceRow, place: PersonPlace, person: ForgottenPerson): PlaceRow {
  const isAbout = place.about !== undefined && row[place.about.column] === person.id;
  const changes: Record<string, unknown> = {};
  for (const column of columnsOf(place)) {
    const value = row[column];
    const about = isAbout && place.about?.of.includes(column) === true;
    const reading = { about, words: place.words?.includes(column) === true };
    const without =
      typeof value === 'string' && place.text?.includes(column)
        ? forgetInText(value, person, reading)
        : forgetInJson(value, person, reading);
    if (JSON.stringify(without) !== JSON.stringify(value)) changes[column] = without;
  }
  return changes;
}
