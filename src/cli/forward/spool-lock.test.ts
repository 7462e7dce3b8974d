import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockSpool, SpoolTaken } from './spool-lock.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tocsin-lock-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const warnings: string[] = [];
const lock = (folder: string) => lockSpool(folder, (message) => warnings.push(message));

it('is held by one at a time', async () => {
  const folder = join(root, 'spool');
  const release = await lock(folder);
  await expect(lock(folder)).rejects.toThrow(SpoolTaken);
  await release();
  await (await lock(folder))();
  expect(warnings).toEqual([]);
});

it('is not held by what a killed process left', async () => {
  await writeFile(join(root, 'lock'), '');
  await (await lock(root))();
});

it('goes without where there can be no socket, and says so', async () => {
  const release = await lock(join(root, 'x'.repeat(120)));
  expect(warnings).toEqual(['the spool cannot be guarded against a second forwarder']);
  await release();
});
