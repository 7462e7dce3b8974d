import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A data folder of one test. */
export async function makeFolder() {
  const path = await mkdtemp(join(tmpdir(), 'tocsin-status-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
