import { invalid, notFound, unauthenticated } from '../kernel/errors.ts';
import { isObject } from '../kernel/json.ts';
import type { Endpoint } from '../tenants/directory.ts';
import { DEFAULT_SLUG } from '../tenants/ensure-default-tenant.ts';
import { countGuess, limitSender, readable } from './door.ts';
import type { Asked, KeyPlace } from './format.ts';
import type { Progress } from './notes.ts';
import { payloadOf } from './payload.ts';
import type { IntakeDeps, IntakeRequest, IntakeRoute } from './receive.ts';

// Who is meant: by the URL, or by a key that the request carries.

/** A request whose integration is known, or known to be unknown. */
export interface Located {
  readonly body: Buffer;
  readonly endpoint: Endpoint | undefined;
  /** The payload, where it had to be read to know the integration. */
  readonly early?: unknown;
}

/** Asks the limits, reads what must be read, and finds the integration; notes both in `progress`. */
export async function locate(deps: IntakeDeps, progress: Progress): Promise<Located> {
  const { format } = progress;
  const place = placeOf(progress);
  if (place && place.in !== 'body') progress.request = carrying(progress.request, place);
  await limitSender(deps, progress.request);
  const body = readable(progress.request, format);
  if (place?.in !== 'body') return { body, endpoint: await found(deps, progress, place) };
  // Failures before the key is known count for the URL, all others for the key.
  const early = payloadOf(format, progress.request, body);
  progress.request = carrying(progress.request, place, early);
  await limitSender(deps, progress.request);
  return { body, endpoint: await found(deps, progress, place), early };
}

/** The same for a question, which has no body. */
export async function locateAsking(deps: IntakeDeps, progress: Progress): Promise<Endpoint> {
  const place = placeOf(progress);
  if (place) progress.request = carrying(progress.request, place);
  await limitSender(deps, progress.request);
  const endpoint = await found(deps, progress, place);
  if (!endpoint) throw new Error('Questions are asked of integrations that have a key.');
  return endpoint;
}

function placeOf({ format, request }: Progress): KeyPlace | undefined {
  if (request.route.addressedBy !== 'carried') return undefined;
  if (format.auth.kind !== 'key') throw new Error(`Nothing says where ${format.name} has its key.`);
  return format.auth.place;
}

/** What a key looks like. Limits are counted by keys, so nothing longer is kept for one. */
const KEY = /^[\w-]{43}$/;

/** The request with the key that it carries as its address; what could be no key is an empty one. */
function carrying(request: IntakeRequest, place: KeyPlace, payload?: unknown): IntakeRequest {
  const key = carriedKey(request, place, payload);
  return { ...request, address: KEY.test(key) ? key : '' };
}

function carriedKey(
  { headers, query = {} }: IntakeRequest,
  place: KeyPlace,
  payload: unknown,
): string {
  if (place.in === 'authorization') {
    const [scheme = '', key = ''] = (headers.authorization ?? '').trim().split(/ +/, 2);
    return scheme.toLowerCase() === place.scheme.toLowerCase() ? key : '';
  }
  const [members, names] =
    place.in === 'query' ? [query, [place.name]] : [isObject(payload) ? payload : {}, place.names];
  const name = names.find((one) => Object.hasOwn(members, one));
  const key = name === undefined ? '' : members[name];
  return typeof key === 'string' ? key : '';
}

async function found(
  deps: IntakeDeps,
  progress: Progress,
  place: KeyPlace | undefined,
): Promise<Endpoint | undefined> {
  const endpoint = await endpointOf(deps, progress.request, place);
  progress.endpoint = endpoint;
  return endpoint;
}

/** Unknown key: refused. Unknown tenant: undefined, which no signature satisfies. */
async function endpointOf(
  deps: IntakeDeps,
  request: IntakeRequest,
  place: KeyPlace | undefined,
): Promise<Endpoint | undefined> {
  const { directory } = deps;
  const { route, address } = request;
  if (route.addressedBy === 'default')
    return directory.implicitEndpoint(DEFAULT_SLUG, route.format);
  if (route.addressedBy === 'tenant') return directory.implicitEndpoint(address, route.format);
  const endpoint = await directory.endpointByKey(address);
  if (endpoint?.integration.format === route.format) return endpoint;
  await countGuess(deps, request);
  throw place ? unknownKey(place, route) : notFound('An integration with this URL');
}

/** One text for a key that is missing, malformed, of another format or nobody's. */
function unknownKey(place: KeyPlace, { action }: IntakeRoute) {
  if (place.in === 'authorization') {
    return unauthenticated(`Send the integration's key: Authorization: ${place.scheme} <key>.`);
  }
  if (place.in === 'query') {
    return unauthenticated(`Send the integration's key: ?${place.name}=<key>.`);
  }
  // The first version of an API has the older name of it.
  const pointer = `/${place.names.at(action === 'v1' ? -1 : 0) ?? ''}`;
  return invalid('The key of the integration is missing or not known.', [
    { pointer, expected: 'the key of an integration', received: 'none that is known' },
  ]);
}

/** What the URL asks for; an alert that it names by an id must be one of the integration's. */
export async function askedOf(
  { findAlert }: Pick<IntakeDeps, 'findAlert'>,
  { route, alert, query = {} }: IntakeRequest,
  endpoint: Endpoint,
): Promise<Asked | undefined> {
  const { action } = route;
  if (action === undefined || alert === undefined)
    return action === undefined ? action : { action };
  const by = query.identifierType ?? 'id';
  if (by === 'alias') return { action, dedupKey: alert };
  if (by !== 'id') throw unknownIdentifierType(by);
  const known = await findAlert?.(endpoint, alert);
  if (!known) throw notFound('The alert');
  return { action, dedupKey: known.dedupKey };
}

function unknownIdentifierType(received: unknown) {
  const given = typeof received === 'string' ? received.slice(0, 60) : 'a list';
  return invalid('An alert is named by its alias or its id.', [
    { pointer: '/identifierType', expected: 'alias or id', received: given },
  ]);
}
