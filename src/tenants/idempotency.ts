import { badRequest, conflict } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hashing.ts';
import { isObject } from '../kernel/json.ts';
import { DAY } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import type { Context } from './caller.ts';
import { claimReplySlot, findReply, type ReplySlot, saveReply } from './idempotency-queries.ts';
import type { Sealer, SealOwner } from './sealing.ts';

/** Milliseconds for which an `Idempotency-Key` returns the first reply. */
export const REPLY_VALIDITY = DAY;

/** A write as `Idempotency-Key` sees it. */
export interface OnceRequest {
  /** Method and path pattern, or the verb's name: the same key may be used on another route. */
  readonly route: string;
  /** {@link fingerprintOf} the input: tells a repeat from a reused key. */
  readonly fingerprint: string;
  /** Given by verbs whose reply or input holds a secret: the reply is stored sealed. */
  readonly sealer?: Sealer;
}

/** A verb's request for {@link runVerb}. */
export interface VerbRequest {
  readonly route: string;
  readonly input: unknown;
  readonly sealer?: Sealer;
}

/**
 * The shape of every writing verb: one transaction, once per `Idempotency-Key`. The scope check
 * comes before it; `work` does the change and its audit row, and returns what JSON can hold.
 */
export function runVerb<T>(
  context: Context,
  request: VerbRequest,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  const { input, ...rest } = request;
  const asOnce = { ...rest, fingerprint: fingerprintOf(input) };
  return transact(context.store, (tx) => once(tx, context, asOnce, () => work(tx)));
}

/**
 * Inside a verb's transaction: runs `work`, or returns the reply it gave to the same tenant, route
 * and key within 24 hours. Without a key `work` simply runs. A failure is not kept: it may be tried
 * again. Throws 400 `invalid_idempotency_key`; 409 `idempotency_mismatch` when the key came with
 * another input.
 */
export async function once<T>(
  tx: Db,
  context: Context,
  request: OnceRequest,
  work: () => Promise<T>,
): Promise<T> {
  const { tenantId, idempotencyKey } = context.caller;
  if (idempotencyKey === undefined) return work();
  requireUsableKey(idempotencyKey);
  const slot = { route: request.route, key: idempotencyKey };
  const claimed = await claimReplySlot(tx, tenantId, slot, {
    // A fingerprint of a weak secret could be guessed from, so it is sealed with the reply.
    fingerprint: request.sealer ? 'sealed' : request.fingerprint,
    now: new Date(context.clock()),
    validSince: new Date(context.clock() - REPLY_VALIDITY),
  });
  if (!claimed) return replay<T>(tx, tenantId, slot, request);
  const value = await work();
  await saveReply(tx, tenantId, slot, pack(request, replyOwner(tenantId, slot), value));
  return value;
}

/** Equal for equal JSON, whatever the order of its keys. */
export function fingerprintOf(input: unknown): string {
  const sorted = (_key: string, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).sort(byKey)) : value;
  return sha256Hex(JSON.stringify(input, sorted) ?? '');
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function requireUsableKey(key: string): void {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return;
  throw badRequest('invalid_idempotency_key', 'The Idempotency-Key cannot be used.', [
    {
      pointer: 'Idempotency-Key',
      expected: '1 to 255 visible ASCII characters',
      received: `${key.length} characters`,
    },
  ]);
}

async function replay<T>(
  tx: Db,
  tenantId: string,
  slot: ReplySlot,
  request: OnceRequest,
): Promise<T> {
  const row = await findReply(tx, tenantId, slot);
  const stored = unpack(request, replyOwner(tenantId, slot), row?.reply);
  if ((stored.fingerprint ?? row?.fingerprint) !== request.fingerprint) {
    throw conflict(
      'idempotency_mismatch',
      'This Idempotency-Key was used with another request. Use a new key for a new request.',
    );
  }
  return stored.value as T;
}

interface StoredReply {
  readonly fingerprint?: string;
  readonly value?: unknown;
}

/** What a stored reply is sealed for. */
export function replyOwner(tenantId: string, slot: ReplySlot): SealOwner {
  return { tenantId, ownerId: `reply ${slot.route} ${slot.key}` };
}

function pack(request: OnceRequest, owner: SealOwner, value: unknown): string {
  if (request.sealer === undefined) return JSON.stringify({ value });
  const text = JSON.stringify({ fingerprint: request.fingerprint, value });
  return JSON.stringify({ sealed: request.sealer.seal(text, owner).toString('base64') });
}

function unpack(request: OnceRequest, owner: SealOwner, reply: unknown): StoredReply {
  if (!isObject(reply)) return {};
  if (typeof reply.sealed !== 'string' || request.sealer === undefined) return reply;
  return JSON.parse(request.sealer.open(Buffer.from(reply.sealed, 'base64'), owner));
}
