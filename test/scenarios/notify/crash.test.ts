import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../harness-database.ts';
import { startHubProcess } from '../../hub-process.ts';
import { PATIENCE } from './notify-rig.ts';

const ROOT_TOKEN = 'root-token-of-the-crash';

/** A mail server that takes every mail and keeps its answer to itself while it is told to. */
async function openSlowServer() {
  const ids: string[] = [];
  let silent = true;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (part: Buffer) => {
        text += part.toString();
      });
      stream.on('end', () => {
        ids.push(/^Message-ID: (\S+)/im.exec(text)?.[1] ?? '');
        if (!silent) done();
      });
    },
  });
  // A hub that is killed leaves its connections behind.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const answer = () => {
    silent = false;
  };
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { ids, url: `smtp://127.0.0.1:${port}`, answer, close };
}

test('a hub that is killed in the middle of a mail loses nothing: sent again, once, recognizably', async () => {
  const server = await openSlowServer();
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-crash-'));
  const env = {
    DATABASE_URL: database.url,
    TOCSIN_DATA: folder,
    TOCSIN_ROOT_TOKEN: ROOT_TOKEN,
    TOCSIN_URL: 'https://hub.example',
    SMTP_URL: server.url,
    MAIL_FROM: 'hub@shop.example',
    PORT: '0',
  };
  const fate = () =>
    database.store.db
      .selectFrom('notifications')
      .select(['lease', 'status', 'attempts'])
      .executeTakeFirst();
  try {
    const first = await startHubProcess(env);
    const headers = {
      authorization: `Bearer ${ROOT_TOKEN}`,
      'x-tenant': 'default',
      'content-type': 'application/json',
    };
    const post = async (path: string, body: object) => {
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      return (await fetch(`http://127.0.0.1:${first.port}/api/v1${path}`, init)).json();
    };
    const ada = { name: 'Ada', email: 'ada@shop.example', role: 'responder' };
    const { id: person } = (await post('/members', ada)) as { id: string };
    const { id } = (await post('/incidents', { title: 'Crash', severity: 'high' })) as {
      id: string;
    };
    await post(`/incidents/${id}/assign`, { people: [person] });
    await expect.poll(() => server.ids.length, PATIENCE).toBe(1);
    expect(await fate()).toMatchObject({ status: 'pending', attempts: 1 });
    await first.kill();

    server.answer();
    const second = await startHubProcess(env);
    await database.store.pool.query('update notifications set next_attempt_at = now()');
    await expect.poll(fate, PATIENCE).toEqual({
      lease: null,
      status: 'sent',
      attempts: 2,
    });
    await second.stop();
    expect(server.ids).toHaveLength(2);
    expect(server.ids[0]).toMatch(/^<msg_\w+@hub\.example>$/);
    expect(server.ids[1]).toBe(server.ids[0]);
  } finally {
    await database.drop();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 240_000);
