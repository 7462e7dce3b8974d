import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { sendTo } from '../people/people-rig.ts';

/** What the senders of signed alerts sign with. */
export const SECRET = 'a-secret-of-the-sender';

/** The title of the alert of this id. */
export const titleOf = (id: string) => `Alert\t${id} \\ "é"`;

/** Signed alerts without a pause, two at a time; which were acknowledged. */
export function startLoad(base: string, path: string) {
  const acknowledged: string[] = [];
  let stopped = false;
  const run = async (name: string) => {
    for (let count = 1; !stopped; count++) {
      const id = `${name}-${count}`;
      const reply = await postSigned(base, path, id);
      if (reply.status === 200) acknowledged.push(id);
    }
  };
  const running = Promise.all([run('a'), run('b')]);
  const stop = async () => {
    stopped = true;
    await running;
  };
  return { acknowledged, stop };
}

/** One alert, signed with {@link SECRET}; its title has what COPY has to escape. */
export async function postSigned(base: string, path: string, id: string) {
  const alert = { external_id: id, title: titleOf(id), severity: 'critical' };
  const body = JSON.stringify({ alerts: [alert] });
  const signature = createHmac('sha256', SECRET).update(body).digest('hex');
  const type = { 'content-type': 'application/json' };
  const headers = { ...type, 'x-regen-signature': `sha256=${signature}` };
  return fetch(base + path, { method: 'POST', headers, body });
}

/** Titles of all alerts that the caller sees. */
export async function titlesOn(base: string, authorization: string): Promise<string[]> {
  const titles: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path: string = `/api/v1/alerts?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const { status, body } = await sendTo(base, 'GET', path, undefined, { authorization });
    expect(status).toBe(200);
    titles.push(...body.data.map(({ title }: { title: string }) => title));
    cursor = body.next_cursor;
  }
  return titles;
}
