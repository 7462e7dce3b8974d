import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Problem } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { PROBLEM_TYPE, problemDocument } from '../kernel/problem-document.ts';
import { HTML_TYPE, policyOf } from '../status-page/make-snapshot.ts';
import type { HtmlDocument } from '../status-page/render/shell.ts';
import type { SnapshotFace } from '../status-page/snapshot-bundle.ts';
import type { SnapshotText } from '../status-page/snapshot-text.ts';
import { type Encoding, encodingFor } from './status-request.ts';

/**
 * Fifteen seconds without asking; proxies half a minute, and another half while they ask anew: there
 * is nobody to tell them of a change (research/statuspage.md §4, "Design"). When this hub fails they
 * show what they have for a day.
 */
const PUBLIC = 'public, max-age=15, s-maxage=30, stale-while-revalidate=30, stale-if-error=86400';
const PRIVATE = 'private, no-store';

/** A text in one encoding, with the heads of both answers to it. */
interface Prepared {
  readonly digest: string;
  readonly body: Buffer;
  readonly ok: readonly string[];
  readonly notModified: readonly string[];
}

const SUFFIX: Readonly<Record<Encoding, string>> = { br: '-br', gzip: '-gz', identity: '' };

/** Texts never change; what is sent of them is made once, with the first request. */
const PREPARED = new WeakMap<SnapshotText, Partial<Record<Encoding, Prepared>>>();

/** Sends a text of a snapshot, or 304. */
export function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  text: SnapshotText,
  face: SnapshotFace,
): void {
  const accepted = encodingFor(headerText(request.headers['accept-encoding']));
  const encoding = accepted === 'br' && text.br === null ? 'gzip' : accepted;
  const prepared = preparedFor(text, encoding, face);
  const known = request.headers['if-none-match'];
  if (known !== undefined && names(known, prepared.digest)) {
    response.writeHead(304, prepared.notModified as string[]);
    response.end();
    return;
  }
  response.writeHead(200, prepared.ok as string[]);
  response.end(request.method === 'HEAD' ? undefined : prepared.body);
}

const headerText = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value?.join(',') ?? '');

/** Weak comparison: the same text in another encoding is the same. */
function names(ifNoneMatch: string, digest: string): boolean {
  return ifNoneMatch.includes(digest) || ifNoneMatch.trim() === '*';
}

function preparedFor(text: SnapshotText, encoding: Encoding, face: SnapshotFace): Prepared {
  let all = PREPARED.get(text);
  if (all === undefined) {
    all = {};
    PREPARED.set(text, all);
  }
  all[encoding] ??= prepare(text, encoding, face);
  return all[encoding];
}

function prepare(text: SnapshotText, encoding: Encoding, face: SnapshotFace): Prepared {
  const body = bodyIn(text, encoding);
  const isHtml = text.type === HTML_TYPE;
  const both: [string, string][] = [
    ['ETag', `"${text.digest}${SUFFIX[encoding]}"`],
    ['Cache-Control', face.isPrivate ? PRIVATE : PUBLIC],
    ['Vary', text.locale === null ? 'Accept-Encoding' : 'Accept-Encoding, Accept-Language'],
    ...securityHeaders(face, text.policy),
  ];
  if (!isHtml && !face.isPrivate) both.push(['Access-Control-Allow-Origin', '*']);
  if (!isHtml || isUnlisted(face)) both.push(['X-Robots-Tag', 'noindex']);
  const sized: [string, string][] = [
    ['Content-Type', text.type],
    ['Content-Length', String(body.length)],
  ];
  if (text.locale !== null) sized.push(['Content-Language', text.locale]);
  if (encoding !== 'identity') sized.push(['Content-Encoding', encoding]);
  const ok = [...sized, ...both].flat();
  return { digest: text.digest, body, ok, notModified: both.flat() };
}

const isUnlisted = ({ isPrivate, settings }: SnapshotFace) =>
  isPrivate || settings.indexed === false;

function bodyIn(text: SnapshotText, encoding: Encoding): Buffer {
  if (encoding === 'br' && text.br) return text.br;
  if (encoding === 'gzip') return text.gzip;
  return text.identity ?? gunzipSync(text.gzip);
}

function securityHeaders({ url }: SnapshotFace, policy: string | null): [string, string][] {
  const headers: [string, string][] = [
    ['Content-Security-Policy', policy ?? "default-src 'none'"],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ];
  if (url.startsWith('https:')) headers.push(['Strict-Transport-Security', 'max-age=15552000']);
  return headers;
}

/** Sends a page that is made for this visitor or this moment. */
export function sendDocument(
  request: IncomingMessage,
  response: ServerResponse,
  document: HtmlDocument,
  { face, status = 200, headers = {} }: DocumentReply,
): void {
  const body = Buffer.from(document.html);
  const policy = policyOf(document.style, new URL(face.url).origin, "'none'");
  response.writeHead(status, {
    'Content-Type': HTML_TYPE,
    'Content-Length': body.length,
    'Cache-Control': face.isPrivate || status !== 200 ? PRIVATE : PUBLIC,
    Vary: 'Accept-Language',
    ...Object.fromEntries(securityHeaders(face, policy)),
    ...(isUnlisted(face) || status !== 200 ? { 'X-Robots-Tag': 'noindex' } : {}),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Whose page it is, and how it is answered. */
export interface DocumentReply {
  readonly face: SnapshotFace;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem document, straight to the socket. */
export function sendFault(
  response: ServerResponse,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): void {
  const id = newId('req');
  const text = JSON.stringify(problemDocument(problem, id));
  response.writeHead(problem.status, {
    'Content-Type': PROBLEM_TYPE,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': id,
    ...(problem.retryAfter === undefined ? {} : { 'Retry-After': String(problem.retryAfter) }),
    ...headers,
  });
  response.end(text);
}
