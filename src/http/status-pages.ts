import type { IncomingMessage, ServerResponse } from 'node:http';
import { notFound, Problem, unavailable } from '../kernel/errors.ts';
import type { KeyRing } from '../kernel/key-ring.ts';
import type { Clock } from '../kernel/time.ts';
import type { LatePages } from '../status-page/late-pages.ts';
import { type EntryFault, renderEntry, renderError } from '../status-page/render/render-error.ts';
import type { SnapshotShelf } from '../status-page/snapshot-shelf.ts';
import { type SnapshotText, textKey } from '../status-page/snapshot-text.ts';
import type { StoreLog } from '../store/log.ts';
import { isUnreachable } from '../store/transaction.ts';
import { createStatusEntry, type StatusEntry } from './status-entry.ts';
import { sendDocument, sendFault, sendText } from './status-replies.ts';
import { createLocate, type Locate, localeFor, type StatusTarget } from './status-request.ts';

/** The public pages of all hubs, as HTTP. */
export interface StatusPages {
  /**
   * Answers at once what a snapshot in memory can: true. Else false, with the URL of a hub's own
   * domain turned into the one below this hub's, so that other routes find it.
   */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Answers everything else that is about a hub; false: there is no such hub. */
  readonly serve: (visit: StatusVisit) => Promise<boolean>;
  /** Whether the visitor has given the password of the private hub that the request is about. */
  readonly hasEntered: (request: IncomingMessage) => boolean;
  /** Answers `/readyz/status`. */
  readonly sendReadiness: (response: ServerResponse) => void;
  /** Older pages are rendered by these from now on; before, they are answered with 503. */
  readonly openLate: (late: LatePages) => void;
}

/** A request that {@link StatusPages.answer} left, with what only the server around knows. */
export interface StatusVisit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Whose attempts at passwords are counted together. */
  readonly ip: string;
  /** The form that was sent; empty for none. */
  readonly body: string;
}

/** What the public side is made of; none of it needs a database. */
export interface StatusPagesOptions {
  readonly shelf: SnapshotShelf;
  readonly ring: KeyRing;
  readonly clock: Clock;
  /** Public base URL: its host is never anybody's own domain. */
  readonly publicUrl: string;
  readonly log: StoreLog;
}

interface Parts {
  readonly shelf: SnapshotShelf;
  readonly locate: Locate;
  readonly entry: StatusEntry;
  readonly log: StoreLog;
  late: LatePages | null;
  /** What a request was found to be about, once its URL is no longer the one that came. */
  readonly targets: WeakMap<IncomingMessage, StatusTarget>;
}

/** Pages of people's subscriptions, which are made when they are asked for, by other routes. */
const SUBSCRIBERS = new Set(['subscribe', 'confirm', 'manage', 'unsubscribe']);

/** The public side over a shelf of snapshots. */
export function createStatusPages(options: StatusPagesOptions): StatusPages {
  const { shelf, ring, clock, publicUrl, log } = options;
  const ownHosts = [new URL(publicUrl).hostname, 'localhost'];
  const locate = createLocate(shelf, ownHosts);
  const entry = createStatusEntry(ring, clock);
  const parts: Parts = { shelf, locate, entry, log, late: null, targets: new WeakMap() };
  return {
    answer: (request, response) => answer(parts, request, response),
    serve: (visit) => serve(parts, visit),
    hasEntered: (request) => {
      const face = (parts.targets.get(request) ?? locate(request))?.hub.face;
      return face?.isPrivate === true && entry.hasEntered(request, face);
    },
    sendReadiness: (response) => sendReadiness(shelf, response),
    openLate: (late) => {
      parts.late = late;
    },
  };
}

function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): boolean {
  const target = parts.locate(request);
  if (!target) return false;
  const { hub, path } = target;
  const mayRead = !hub.face.isPrivate || parts.entry.hasEntered(request, hub.face);
  if (mayRead && hub.texts && (request.method === 'GET' || request.method === 'HEAD')) {
    const text = textFor(parts, target, hub.texts, request);
    if (text) {
      sendText(request, response, text, hub.face);
      return true;
    }
  }
  // Who may not read a page may not subscribe to it either.
  const isBarred = !mayRead && path.split('/')[0] === 'subscribe';
  const meant = isBarred ? { ...target, path: 'enter' } : target;
  parts.targets.set(request, meant);
  request.url = innerUrl(meant);
  return false;
}

const innerUrl = ({ hub, path, query }: StatusTarget) =>
  `/status/${hub.face.slug}${path === '' ? '' : `/${path}`}${query}`;

/** What of a snapshot is meant: in the visitor's language where it has one, else the only one. */
function textFor(
  { shelf }: Parts,
  target: StatusTarget,
  texts: ReadonlyMap<string, SnapshotText>,
  request: IncomingMessage,
): SnapshotText | undefined {
  const { hub } = target;
  const path = target.path === 'history' ? `history/${hub.face.months[0]}` : target.path;
  const single = texts.get(textKey({ path, locale: null, stale: false }));
  if (single) return single;
  const locale = localeFor(target, request.headers['accept-language']);
  const stale = path === '' && shelf.isStale(hub);
  return texts.get(textKey({ path, locale, stale }));
}

async function serve(parts: Parts, visit: StatusVisit): Promise<boolean> {
  const { request, response } = visit;
  const target = parts.targets.get(request) ?? parts.locate(request);
  if (!target) return false;
  const { hub, path } = target;
  const { face } = hub;
  if (request.method === 'OPTIONS') {
    sendPreflight(response);
    return true;
  }
  if (path === 'enter') {
    await serveEntry(parts, visit, target);
    return true;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const problem = new Problem(405, 'method_not_allowed', 'This URL takes GET, HEAD.');
    sendFault(response, problem, { Allow: 'GET, HEAD' });
    return true;
  }
  if (face.isPrivate && !parts.entry.hasEntered(request, face)) {
    refuse(visit, target);
    return true;
  }
  const texts = await parts.shelf.textsOf(hub);
  const text = texts && textFor(parts, target, texts, request);
  if (text) sendText(request, response, text, face);
  else await serveLate(parts, visit, target);
  return true;
}

/** Any page of elsewhere may ask for what is public; there is nothing that a header could change. */
function sendPreflight(response: ServerResponse): void {
  response.writeHead(204, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, HEAD',
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Max-Age': '86400',
  });
  response.end();
}

async function serveLate(
  { late, log }: Parts,
  visit: StatusVisit,
  target: StatusTarget,
): Promise<void> {
  const { request, response } = visit;
  const { face } = target.hub;
  const locale = localeFor(target, request.headers['accept-language']);
  if (isForMachines(target.path) || SUBSCRIBERS.has(target.path)) {
    sendFault(response, notFound('The file'));
    return;
  }
  try {
    const found = late ? await late.render(face, target.path, locale) : null;
    const document = found ?? renderError(face, late ? 'not_found' : 'unavailable', locale);
    const status = found ? 200 : late ? 404 : 503;
    sendDocument(request, response, document, { face, status });
  } catch (error) {
    if (!isUnreachable(error)) log.error({ err: error }, 'a status page could not be rendered');
    const headers = { 'Retry-After': '5' };
    const document = renderError(face, 'unavailable', locale);
    sendDocument(request, response, document, { face, status: 503, headers });
  }
}

const isForMachines = (path: string) => /\.(json|atom|rss|ics|svg)$/.test(path);

/** 401: the form for people, a problem document for programs. */
function refuse(visit: StatusVisit, target: StatusTarget): void {
  if (isForMachines(target.path)) {
    const problem = new Problem(401, 'unauthenticated', 'This status page is private.');
    sendFault(visit.response, problem);
    return;
  }
  sendEntry(visit, target, 401, null);
}

function sendEntry(
  { request, response }: StatusVisit,
  target: StatusTarget,
  status: number,
  fault: EntryFault | null,
): void {
  const { face } = target.hub;
  const locale = localeFor(target, request.headers['accept-language']);
  sendDocument(request, response, renderEntry(face, locale, fault), { face, status });
}

async function serveEntry(parts: Parts, visit: StatusVisit, target: StatusTarget): Promise<void> {
  const { request, response, ip, body } = visit;
  const { face } = target.hub;
  const home = target.mount === '' ? '/' : target.mount;
  if (!face.isPrivate || parts.entry.hasEntered(request, face)) {
    redirect(response, home);
    return;
  }
  if (request.method !== 'POST') {
    sendEntry(visit, target, 401, null);
    return;
  }
  const password = new URLSearchParams(body).get('password') ?? '';
  const result = await parts.entry.enter(face, password.slice(0, 200), ip).catch(() => null);
  if (result?.kind === 'entered') {
    const isSecure = target.mount === '' || face.url.startsWith('https:');
    const cookie = `${result.cookie}; Path=${home}; HttpOnly; SameSite=Lax`;
    redirect(response, home, { 'Set-Cookie': isSecure ? `${cookie}; Secure` : cookie });
  } else if (result?.kind === 'wrong') sendEntry(visit, target, 403, 'wrong');
  else sendEntry(visit, target, 429, 'too_many');
}

/** Always to this very page, on the host that it was asked from. */
function redirect(
  response: ServerResponse,
  home: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(303, { Location: home, 'Cache-Control': 'private, no-store', ...headers });
  response.end();
}

function sendReadiness(shelf: SnapshotShelf, response: ServerResponse): void {
  const { ready, hubs, confirmedAt } = shelf.readiness();
  if (!ready) {
    sendFault(response, unavailable('not_ready', 'No status page was found yet.', 2));
    return;
  }
  const confirmed_at = confirmedAt === null ? null : new Date(confirmedAt).toISOString();
  const body = JSON.stringify({ status: 'ok', hubs, confirmed_at });
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(body);
}
