import { expect } from 'vitest';
import { startReceiver } from '../../fake-receiver.ts';
import { openMailbox } from '../people/mailbox.ts';
import { openPeopleRig } from '../people/people-rig.ts';

/** Generous: how soon something comes is not what these tests are about. */
export const PATIENCE = { timeout: 20_000, interval: 50 };

export type NotifyRig = Awaited<ReturnType<typeof openNotifyRig>>;

/** The whole hub with a mail server and a chat on loopback. */
export async function openNotifyRig(env: Readonly<Record<string, string>> = {}) {
  const mailbox = await openMailbox();
  const chat = await startReceiver();
  const people = await openPeopleRig({
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'Tocsin <hub@shop.example>',
    OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
    TOCSIN_URL: 'https://hub.example',
    ...env,
  });
  const { store, operator } = people;

  /** A request of the operator that must work; its body. */
  const ask = async (method: string, path: string, body?: unknown) => {
    const reply = await operator(method, path, body);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  /** A member who does not sign in; the id. */
  const member = async (name: string): Promise<string> => {
    const body = { name, email: `${name.toLowerCase()}@shop.example`, role: 'responder' };
    return (await ask('POST', '/members', body)).id;
  };
  const prefer = (id: string, body: object) =>
    ask('PATCH', `/members/${id}/notification-preferences`, body);
  const opened = async (title: string, body: object = {}): Promise<string> =>
    (await ask('POST', '/incidents', { title, severity: 'high', ...body })).id;
  const assign = (id: string, ...ids: string[]) =>
    ask('POST', `/incidents/${id}/assign`, { people: ids });
  const history = async (query = '') => (await ask('GET', `/notifications?limit=200${query}`)).data;

  /** Subjects of the mails somebody got, in their order. */
  const subjects = (name: string): string[] =>
    mailbox.letters
      .filter(({ to }) => to.includes(`${name.toLowerCase()}@shop.example`))
      .map(({ text }) => /^Subject: (.*)$/m.exec(text)?.[1] ?? '');
  const messages = (): string[] => chat.requests.map(({ body }) => JSON.parse(String(body)).text);
  /** Everything that has happened was told, and nothing waits. */
  const quiet = () =>
    expect
      .poll(async () => {
        const { rows } = await store.pool.query(
          `select (select count(*) from outbox) + (select count(*) from notifications
             where status = 'pending' and next_attempt_at <= now() + interval '1 minute') as left`,
        );
        return rows[0].left;
      }, PATIENCE)
      .toBe(0);
  /** As if so much time had passed for reminders. */
  const letPass = (minutes: number) =>
    store.pool.query(`update reminders set due_at = due_at - $1 * interval '1 minute'`, [minutes]);
  const close = async () => {
    await people.close();
    await chat.close();
    await mailbox.close();
  };
  const parts = { mailbox, chat, ask, member, prefer, opened, assign, history };
  return { ...people, ...parts, subjects, messages, quiet, letPass, close };
}
