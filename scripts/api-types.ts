// Writes web/api/schema.ts: the OpenAPI document of the running server as types for openapi-fetch.
// `node scripts/api-types.ts` starts a hub of its own for that; `--check` only compares.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startHub } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { type OpenApiDocument, typesOf } from './openapi-types.ts';

/** Where the types are kept. */
export const SCHEMA_FILE = fileURLToPath(new URL('../web/api/schema.ts', import.meta.url));

/** The types of the document that the hub at `url` serves. */
export async function readTypes(url: string): Promise<string> {
  const response = await fetch(`${url}/openapi.json`);
  if (!response.ok) throw new Error(`${url}/openapi.json answered ${response.status}.`);
  return typesOf((await response.json()) as OpenApiDocument);
}

async function typesOfOwnHub(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-types-'));
  const env = { HOST: '127.0.0.1', PORT: '0', TOCSIN_DATA: folder, LOG_LEVEL: 'fatal' };
  try {
    const hub = await startHub(readConfig(env));
    try {
      return await readTypes(`http://127.0.0.1:${hub.port}`);
    } finally {
      await hub.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const types = await typesOfOwnHub();
  const same = (await readFile(SCHEMA_FILE, 'utf8').catch(() => '')) === types;
  if (process.argv.includes('--check')) {
    console.log(same ? 'web/api/schema.ts is current.' : 'web/api/schema.ts is stale.');
    process.exitCode = same ? 0 : 1;
  } else {
    await writeFile(SCHEMA_FILE, types);
    console.log(same ? 'web/api/schema.ts is unchanged.' : 'web/api/schema.ts was written.');
  }
}
