import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { promoteNextKey, readKeyFiles, writeNextKey } from '../../../src/key-files.ts';
import { loadKeys } from '../../../src/keys.ts';

const HEX = '0123456789abcdef'.repeat(4);
const EXTERNAL = { DATABASE_URL: 'postgres://u:p@db/hub' };

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tocsin-keys-'));
});
afterEach(() => rm(root, { recursive: true }));

const load = (env: Record<string, string> = {}) =>
  loadKeys(readConfig({ TOCSIN_DATA: join(root, 'data'), ...env }));

test('the first start makes both keys, private to the user; later starts read them', async () => {
  const first = await load();
  expect(first.secretKey).toHaveLength(32);
  expect(first.rootToken).toMatch(/^root_[0-9a-f]{48}$/);
  for (const name of ['secret-key', 'root-token']) {
    expect((await stat(join(root, 'data', name))).mode & 0o777).toBe(0o600);
  }
  expect(await load()).toEqual(first);
});

test('hubs that start at the same moment agree on the keys and leave no drafts', async () => {
  const all = await Promise.all([load(), load(), load(), load()]);
  for (const keys of all) expect(keys).toEqual(all[0]);
  expect((await readdir(join(root, 'data'))).sort()).toEqual(['root-token', 'secret-key']);
});

test('the environment wins, and then nothing is written', async () => {
  const keys = await load({ TOCSIN_SECRET_KEY: HEX, TOCSIN_ROOT_TOKEN: 'a-token-of-the-operator' });
  expect(keys).toEqual({
    secretKey: Buffer.from(HEX, 'hex'),
    otherSecretKeys: [],
    rootToken: 'a-token-of-the-operator',
  });
  expect(await readdir(root)).toEqual([]);
});

test('beside an external database without a data folder, the root API is off', async () => {
  const keys = await load({ ...EXTERNAL, TOCSIN_SECRET_KEY: HEX, NODE_ENV: 'production' });
  expect(keys.rootToken).toBeNull();
  expect(await readdir(root)).toEqual([]);
});

test('beside an external database with a data folder, the token is kept there', async () => {
  await mkdir(join(root, 'data'));
  const env = { ...EXTERNAL, TOCSIN_SECRET_KEY: HEX };
  const { rootToken } = await load(env);
  expect(rootToken).toMatch(/^root_/);
  expect((await load(env)).rootToken).toBe(rootToken);
});

test('while developing against an external database the key is generated', async () => {
  const keys = await load(EXTERNAL);
  expect(await load(EXTERNAL)).toEqual(keys);
});

test('keys that were replaced, or are about to come, open and do not seal', async () => {
  const [old, next] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const { secretKey } = await load();
  const data = join(root, 'data');
  await writeFile(join(data, 'secret-key.previous'), `${old.toString('base64')}\n`);
  await writeNextKey(data, next);
  const keys = await load({ TOCSIN_SECRET_KEY_PREVIOUS: HEX });
  expect(keys.secretKey).toEqual(secretKey);
  expect(keys.otherSecretKeys).toEqual([Buffer.from(HEX, 'hex'), old, next]);
  await promoteNextKey(data, await readKeyFiles(data));
  expect(await readKeyFiles(data)).toEqual({
    current: next,
    next: null,
    previous: [secretKey, old],
  });
  expect((await stat(join(data, 'secret-key.previous'))).mode & 0o777).toBe(0o600);
});

test('a replacement that was interrupted loses no key and can be done again', async () => {
  const { secretKey } = await load();
  const data = join(root, 'data');
  const next = Buffer.alloc(32, 2);
  await writeNextKey(data, next);
  const announced = await readKeyFiles(data);
  // It came as far as the previous keys.
  const line = `${secretKey.toString('base64')}\n`;
  await writeFile(join(data, 'secret-key.previous'), line, { mode: 0o600 });
  expect((await load()).otherSecretKeys).toEqual([next]);
  await promoteNextKey(data, { ...announced, previous: [secretKey] });
  expect(await readKeyFiles(data)).toEqual({ current: next, next: null, previous: [secretKey] });
});

test('a file with something else in it is refused by name, without its content', async () => {
  await mkdir(join(root, 'data'));
  await writeFile(join(root, 'data', 'secret-key'), 'hunter2');
  await expect(load()).rejects.toThrow(`${join(root, 'data', 'secret-key')} does not hold`);
  await expect(load()).rejects.not.toThrow('hunter2');
});
