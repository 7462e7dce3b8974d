import { sha256Hex } from '../../kernel/hashing.ts';
import { isObject } from '../../kernel/json.ts';

/** What an entry of the remediation log says, beside the hashes that chain it. */
export interface LogContent {
  /** From 1, without gaps within a tenant. */
  readonly seq: number;
  /** UTC ISO 8601 with milliseconds. */
  readonly at: string;
  /** Ids only: names would have to change when a person is erased. */
  readonly actor: { readonly type: string; readonly id: string | null };
  readonly action: string;
  readonly subject_id: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An entry with its place in the chain; hashes as hex, the first previous one empty. */
export interface LogEntry extends LogContent {
  readonly previous_hash: string;
  readonly entry_hash: string;
}

/** JSON with the keys of every object in order: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${fields.join(',')}}`;
}

/** SHA-256 of the previous hash and the canonical JSON of the entry, in hex. */
export function entryHash(previousHash: string, content: LogContent): string {
  const { seq, at, actor, action, subject_id, detail } = content;
  return sha256Hex(previousHash + canonicalJson({ seq, at, actor, action, subject_id, detail }));
}

/** How far a chain holds. */
export type ChainCheck =
  | { readonly ok: true; readonly entries: number; readonly lastHash: string }
  | { readonly ok: false; readonly seq: number; readonly reason: string };

/** A chain as far as it was walked; {@link CHAIN_START} before its first entry. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

export const CHAIN_START: ChainEnd = { seq: 0, hash: '' };

/**
 * Walks entries in their order from where a walk ended: each has the next number, the hash of the one
 * before it, and its own. What was changed, left out, added or moved is found at the first such place.
 */
export function verifyChain(entries: Iterable<LogEntry>, from: ChainEnd = CHAIN_START): ChainCheck {
  let { seq, hash } = from;
  for (const entry of entries) {
    if (entry.seq !== seq + 1) {
      return { ok: false, seq: seq + 1, reason: `entry ${seq + 1} is missing` };
    }
    if (entry.previous_hash !== hash) {
      return { ok: false, seq: entry.seq, reason: 'it does not follow the entry before it' };
    }
    if (entryHash(hash, entry) !== entry.entry_hash) {
      return { ok: false, seq: entry.seq, reason: 'its content is not what was recorded' };
    }
    seq = entry.seq;
    hash = entry.entry_hash;
  }
  return { ok: true, entries: seq, lastHash: hash };
}
