import { sha256Hex } from '../../kernel/hashing.ts';
import { isObject } from '../../kernel/json.ts';
import { formatInstant, type Instant, parseInstant } from '../../kernel/time.ts';

/** The tools the forwarder takes payloads of; each is a route, and a lane of its own (seed 004). */
export const ROUTES = ['alertmanager', 'pagerduty', 'grafana'] as const;

export type ForwardRoute = (typeof ROUTES)[number];

/** One accepted payload. */
export interface Entry {
  /** Sent as `Idempotency-Key` with every attempt, so that a second arrival changes nothing. */
  readonly id: string;
  readonly route: ForwardRoute;
  readonly receivedAt: Instant;
  /** The payload brings an id by which the hub knows it again, which a key of ours would hide. */
  readonly hasOwnId: boolean;
  /** The sender's exact bytes. */
  readonly body: Buffer;
}

const NEWLINE = 0x0a;

/** An entry as a file: a line of JSON about it, then its body as it came. */
export function encodeEntry({ id, route, receivedAt, hasOwnId, body }: Entry): Buffer {
  const head = {
    tocsin_forward: 1,
    id,
    route,
    received_at: formatInstant(receivedAt),
    has_own_id: hasOwnId,
    bytes: body.length,
    sha256: digest(body),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

/** Undefined for a file that is cut short, changed, or of something else. */
export function decodeEntry(file: Buffer): Entry | undefined {
  const end = file.indexOf(NEWLINE);
  const head = end < 0 ? undefined : parse(file.toString('utf8', 0, end));
  const body = file.subarray(end + 1);
  if (!isObject(head) || head.tocsin_forward !== 1) return undefined;
  if (head.bytes !== body.length || head.sha256 !== digest(body)) return undefined;
  const { id, received_at: received, has_own_id: hasOwnId } = head;
  const route = ROUTES.find((name) => name === head.route);
  const receivedAt = typeof received === 'string' ? parseInstant(received) : undefined;
  if (typeof id !== 'string' || route === undefined || receivedAt === undefined) return undefined;
  return { id, route, receivedAt, hasOwnId: hasOwnId === true, body };
}

/** What the name of a spooled file says: names sort in the order of arrival. */
export interface EntryName {
  readonly at: Instant;
  readonly route: ForwardRoute;
}

const NAME = /^(\d{15})-([a-z]+)-[\w-]+\.alert$/;

export function nameOfEntry(at: Instant, route: ForwardRoute, id: string): string {
  return `${String(at).padStart(15, '0')}-${route}-${id}.alert`;
}

/** Undefined for a file that the spool did not write. */
export function readEntryName(name: string): EntryName | undefined {
  const [, at = '', word] = NAME.exec(name) ?? [];
  const route = ROUTES.find((known) => known === word);
  return route && { at: Number(at), route };
}

const OWN_ID = /^[\x21-\x7e]{1,200}$/;

/**
 * Whether the hub knows the payload again by an id of its sender: PagerDuty's events have one, and
 * an event that PagerDuty sends twice must count once though it is spooled twice.
 */
export function hasOwnId(route: ForwardRoute, payload: unknown): boolean {
  if (route !== 'pagerduty' || !isObject(payload)) return false;
  const { event, messages } = payload;
  const sources = isObject(event) ? [event] : Array.isArray(messages) ? messages : [];
  return sources.length > 0 && sources.every((source) => isObject(source) && isOwnId(source.id));
}

function isOwnId(id: unknown): boolean {
  return typeof id === 'string' && OWN_ID.test(id);
}

function digest(body: Buffer): string {
  return sha256Hex(body.toString('latin1'));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
