import { SEALED_COLUMNS } from '../sealed-columns.ts';
import type { ArchivedTable } from '../store/archive/manifest.ts';
import { fullName } from '../store/archive/manifest.ts';
import { rewriteRows, type TextRow } from '../store/archive/rewrite-rows.ts';
import type { Rewrite } from '../store/archive/write-archive.ts';
import type { SealedColumn } from '../tenants/sealed-columns.ts';
import type { Sealer } from '../tenants/sealing.ts';

const SENT_THERE = 'what waits to be sent is sent by the hub that it waits in';

/** Tables with rows of tenants that do not go along, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'public.alert_outbox': SENT_THERE,
  'public.deliveries': SENT_THERE,
  'public.hub_snapshots': 'rendered anew',
  'public.idempotency_keys': 'replies to repeated requests, of one day',
  'public.lanes': SENT_THERE,
  'public.live_tenants': 'who watches at the moment',
  'public.outbox': SENT_THERE,
  'public.remediation_subjects': 'recipes are looked for by the hub that the incident came to',
  'public.subscription_confirmations': SENT_THERE,
};

/** Rows that only wait to be sent. */
const NOT_PENDING: Readonly<Record<string, string>> = {
  'public.notifications': ` and status <> 'pending'`,
  'public.status_messages': ` and status <> 'pending'`,
};

/** States of what goes on at the hub the tenant leaves, and what they are on another. */
const LEFT_UNDONE: Readonly<Record<string, { states: readonly string[]; become: TextRow }>> = {
  'public.proposals': {
    states: ['proposed'],
    become: { state: 'expired', decision_reason: 'The tenant moved to another hub.' },
  },
  'public.runs': {
    states: ['queued', 'running', 'rolling_back'],
    become: { state: 'cancelled', reason: 'The tenant moved to another hub.', due_at: null },
  },
  'public.run_steps': {
    states: ['waiting', 'ready', 'running'],
    become: { state: 'cancelled', leased_until: null },
  },
};

/** Columns that are of the hub the tenant leaves: what they begin with on another. */
const BEGIN_WITH: Readonly<Record<string, TextRow>> = {
  'public.hubs': {
    version: '0',
    rendered_at: null,
    render_due_at: null,
    rendered_change: null,
    rendered_services: null,
    rendering_until: null,
  },
  'public.subscribers': { confirm_due_at: null },
};

const OF_MEMBERS = (literal: string) =>
  `(select user_id from public.members where tenant_id = ${literal})`;

/** Why a table has no part in the archive of one tenant; undefined: it has. */
export function reasonToLeave(table: ArchivedTable): string | undefined {
  const name = fullName(table);
  if (name === 'auth.users' || name === 'auth.accounts') return undefined;
  if (table.columns.includes('tenant_id')) return LEFT_OUT[name];
  return 'of the hub, not of a tenant';
}

/** Which rows of a table are the tenant's; `literal` is its id as SQL. */
export function conditionFor(table: ArchivedTable, literal: string): string {
  const name = fullName(table);
  if (name === 'auth.users') return `id in ${OF_MEMBERS(literal)}`;
  if (name === 'auth.accounts') return `user_id in ${OF_MEMBERS(literal)}`;
  return `tenant_id = ${literal}${NOT_PENDING[name] ?? ''}`;
}

/** Rows as they leave a hub: secrets in the clear, what is about that hub alone taken out. */
export function leaving(table: ArchivedTable, sealer: Sealer, now: Date): Rewrite | undefined {
  const name = fullName(table);
  const began = BEGIN_WITH[name];
  const sealed = sealedIn(table);
  const isNotice = name === 'public.status_notices';
  const undone = LEFT_UNDONE[name];
  if (!began && !isNotice && !undone && sealed.length === 0) return undefined;
  return rewriteRows(table.columns, (row) => {
    // The hub that the tenant leaves tells of it; the other one must not tell again.
    const told = isNotice && { expanded_at: row.expanded_at ?? now.toISOString() };
    const left = undone?.states.includes(row.state ?? '') && undone.become;
    return { ...row, ...began, ...told, ...left, ...withValues(row, sealed, opened(sealer)) };
  });
}

/** Rows as they come to a hub: secrets sealed under its key. */
export function arriving(table: ArchivedTable, sealer: Sealer): Rewrite | undefined {
  const sealed = sealedIn(table);
  if (sealed.length === 0) return undefined;
  return rewriteRows(table.columns, (row) => {
    return { ...row, ...withValues(row, sealed, sealedAgain(sealer)) };
  });
}

type Conversion = (bytes: Buffer, column: SealedColumn, row: TextRow) => Buffer;

function opened(sealer: Sealer): Conversion {
  return (bytes, column, row) => Buffer.from(sealer.open(bytes, ownerOf(column, row)));
}

function sealedAgain(sealer: Sealer): Conversion {
  return (bytes, column, row) => sealer.seal(bytes.toString('utf8'), ownerOf(column, row));
}

function sealedIn({ schema, name }: ArchivedTable): SealedColumn[] {
  return SEALED_COLUMNS.filter(
    ({ table, form }) => schema === 'public' && table === name && form === 'bytes',
  );
}

function withValues(
  row: TextRow,
  columns: readonly SealedColumn[],
  convert: Conversion,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const column of columns) {
    const text = row[column.column];
    const { except } = column;
    if (text == null || (except && row[except.column] === except.value)) continue;
    const bytes = convert(Buffer.from(text.slice(2), 'hex'), column, row);
    values[column.column] = `\\x${bytes.toString('hex')}`;
  }
  return values;
}

function ownerOf({ key, ownerOf: owner }: SealedColumn, row: TextRow) {
  return owner(row.tenant_id ?? '', Object.fromEntries(key.map((name) => [name, row[name] ?? ''])));
}
