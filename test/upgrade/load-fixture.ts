import { readFile } from 'node:fs/promises';
import type { Store } from '../../src/store/connection.ts';

/** Who is known to the hub of the fixture. */
export interface FixtureFacts {
  readonly rootToken: string;
  readonly secretKey: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly person: { readonly email: string; readonly password: string; readonly totp: string };
  /** Where signed alerts of the regen format go, and what they are signed with. */
  readonly regenPath: string;
  readonly regenSecret: string;
}

/** What the program of then replied to a tenant's GET. */
export interface FixtureReply {
  readonly tenant: string;
  readonly path: string;
  readonly body: unknown;
}

export interface Fixture {
  readonly facts: FixtureFacts;
  readonly replies: readonly FixtureReply[];
  /** Rows by table. */
  readonly rows: ReadonlyMap<string, number>;
  readonly statements: string;
}

const DAY = 86_400_000;
/** Instants as JSON columns hold them. */
const MILLISECONDS = /(?<![\d.])\d{13}(?![\d.])/g;
const INSTANT = /(\d{4}-\d\d-\d\d)([ T])(\d\d:\d\d:\d\d)(?=(?:\.\d+)?(?:Z|\+00))/g;

/** Reads a fixture of this folder; its newest moment becomes the present one. */
export async function readFixture(name: string): Promise<Fixture> {
  const text = await readFile(new URL(name, import.meta.url), 'utf8');
  const base = Date.parse(/^-- base (\S+)$/m.exec(text)?.[1] ?? '');
  const seconds = Math.floor((Date.now() - base) / 1_000);
  const moved = text.replaceAll(INSTANT, (_all, day, between, time) => {
    const at = new Date(Date.parse(`${day}T${time}Z`) + seconds * 1_000).toISOString();
    return `${at.slice(0, 10)}${between}${at.slice(11, 19)}`;
  });
  const shifted = moved.replaceAll(MILLISECONDS, (text) => {
    const isInstant = Math.abs(Number(text) - base) < DAY;
    return isInstant ? String(Number(text) + seconds * 1_000) : text;
  });
  const facts = JSON.parse(/^-- facts (.+)$/m.exec(shifted)?.[1] ?? '');
  const replies = [...shifted.matchAll(/^-- reply (\S+) (\S+) (.+)$/gm)].map(
    ([, tenant = '', path = '', body = '']) => ({ tenant, path, body: JSON.parse(body) }),
  );
  const statements = shifted.replaceAll(/^--.*$/gm, '');
  return { facts, replies, rows: countRows(statements), statements };
}

/** Puts the rows into a database of the fixture's schema, in whatever order they were dumped. */
export async function loadFixture(store: Store, { statements }: Fixture): Promise<void> {
  await store.pool.query(
    `begin; set local session_replication_role = replica; ${statements}; commit;`,
  );
}

function countRows(statements: string): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (const [, table = ''] of statements.matchAll(/^INSERT INTO (\S+) /gm)) {
    rows.set(table, (rows.get(table) ?? 0) + 1);
  }
  return rows;
}
