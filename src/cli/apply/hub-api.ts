import { askHub, type HubReply, isSuccess } from '../hub-client.ts';
import { CommandFailure, EXIT } from '../outcomes.ts';

/** A request to our own API, `path` below `/api/v1`. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** Asks a hub in one tenant's name; throws its refusal. */
export type Ask = <Body>(request: ApiRequest) => Promise<Body>;

/** Asks with a token; `tenant` (a slug) is who the operator acts for. */
export function askingWith(base: string, token: string, tenant?: string): Ask {
  return async <Body>({ method, path, body }: ApiRequest) => {
    const reply = await askHub({
      method,
      base,
      path: `/api/v1${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(tenant !== undefined && { 'x-tenant': tenant }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (isSuccess(reply)) return reply.body as Body;
    throw new CommandFailure(EXIT.refused, refusalWords(reply));
  };
}

/** What the hub says, with the fields it names. */
function refusalWords({ status, body }: HubReply): string {
  const { code, detail, errors } = (body ?? {}) as {
    code?: string;
    detail?: string;
    errors?: readonly { pointer: string; expected: string; received: string }[];
  };
  const fields = (errors ?? []).map(
    ({ pointer, expected, received }) => `\n    ${pointer}: must be ${expected}, not ${received}`,
  );
  const words = [code, detail].filter((word) => word !== undefined).join(': ');
  return `The hub refused with ${status}${words ? `: ${words}` : ''}${fields.join('')}`;
}

interface Page<Item> {
  readonly data: readonly Item[];
  readonly next_cursor?: string | null;
}

/** All items of a list that comes in pages. */
export async function listPages<Item>(ask: Ask, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page<Item> = await ask({ method: 'GET', path: `${path}?limit=200${after}` });
    items.push(...page.data);
    cursor = page.next_cursor ?? null;
  } while (cursor !== null);
  return items;
}
