import { setTimeout as sleep } from 'node:timers/promises';

/** Incidents with a number of events each, written through the API by people who insist. */
export interface Story {
  readonly url: () => string;
  readonly rootToken: string;
  readonly incidents: number;
  /** Of each incident: one opens it, the others are comments. */
  readonly events: number;
}

/** People at work at once. */
const WRITERS = 8;
const PAUSE = 100;

/**
 * Writes it, over crashes of the hub: what was not answered with 2xx is asked again under the same
 * `Idempotency-Key`. Resolves to the number of acknowledged events of each incident.
 */
export async function tell(story: Story): Promise<ReadonlyMap<string, number>> {
  const acknowledged = new Map<string, number>();
  let begun = 0;
  const write = async () => {
    while (begun < story.incidents) {
      const number = ++begun;
      const title = `Incident ${number}`;
      const opened = await insist(story, '/incidents', `open-${number}`, { title });
      const { id } = opened as { id: string };
      acknowledged.set(id, 1);
      for (let event = 2; event <= story.events; event++) {
        const body = { text: `Note ${event}` };
        await insist(story, `/incidents/${id}/comment`, `comment-${number}-${event}`, body);
        acknowledged.set(id, event);
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  return acknowledged;
}

async function insist(story: Story, path: string, key: string, body: object): Promise<unknown> {
  for (;;) {
    const answer = await ask(story, path, body, { 'idempotency-key': key });
    if (answer !== null) return answer;
    await sleep(PAUSE);
  }
}

/** Null: not now. Throws where asking again would not help. */
export async function ask(
  { url, rootToken }: Pick<Story, 'url' | 'rootToken'>,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  try {
    const response = await fetch(`${url()}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${rootToken}`,
        'x-tenant': 'default',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    if (response.status === 503) return null;
    throw new Refused(`POST ${path}: ${response.status} ${text}`);
  } catch (error) {
    // Refused and broken connections are what these rounds are about.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

class Refused extends Error {}
