import { askHub, type HubReply, isSuccess, refusal } from '../hub-client.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Asks our own API, below `/api/v1`; throws the hub's refusal. */
export type Ask = <Body = unknown>(method: Method, path: string, body?: unknown) => Promise<Body>;

/** Asks with these headers, which say who asks. */
export function askAs(base: string, headers: Readonly<Record<string, string>>): Ask {
  return async <Body>(method: Method, path: string, body?: unknown) => {
    const reply = await askHub({
      method,
      base,
      path: `/api/v1${path}`,
      headers: {
        ...headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (isSuccess(reply)) return reply.body as Body;
    throw refusal(reply);
  };
}

/** Posts a sender's body to the path it was given; whatever the hub answers is returned. */
export function postTo(
  base: string,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<HubReply> {
  const type = { 'content-type': 'application/json' };
  return askHub({ method: 'POST', base, path, body, headers: { ...type, ...headers } });
}

/** All items of a list; our lists hold at most 200 a page. */
export async function listAll<Item>(ask: Ask, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { data: Item[]; next_cursor?: string | null } = await ask(
      'GET',
      `${path}?limit=200${after}`,
    );
    items.push(...page.data);
    cursor = page.next_cursor ?? null;
  } while (cursor !== null);
  return items;
}
