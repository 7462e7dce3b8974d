import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../store/connection.ts';
import { createSignal } from '../store/signal.ts';
import type { Tables } from '../store/tables.ts';
import { createReceiptBook, type RefusedRequest } from './receipts.ts';

const NOW = Date.UTC(2026, 0, 1, 12, 0, 30);

/** A database that notes statements and their parameters, and can be away. */
function fakeDatabase() {
  const state = { statements: [] as CompiledQuery[], failure: undefined as Error | undefined };
  const connection: DatabaseConnection = {
    executeQuery: (query) => {
      if (state.failure) return Promise.reject(state.failure);
      state.statements.push(query);
      return Promise.resolve({ rows: [] });
    },
    streamQuery: () => {
      throw new Error('not used');
    },
  };
  class Driver extends DummyDriver {
    override acquireConnection = () => Promise.resolve(connection);
  }
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new Driver(),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const into = (table: string) =>
    state.statements.filter(({ sql }) => sql.includes(`into "${table}"`));
  const rowsOf = (table: string) => {
    const statements = into(table);
    return statements.reduce((sum, { sql }) => sum + sql.split('), (').length, 0);
  };
  return { state, into, rowsOf, store: { db, committed: createSignal() } as unknown as Store };
}

const refusal = (extra: Partial<RefusedRequest> = {}): RefusedRequest => ({
  tenantId: 'ten_acme',
  integrationId: 'int_1',
  status: 401,
  code: 'invalid_signature',
  detail: 'The signature does not match.',
  ip: '192.0.2.1',
  requestId: 'req_1',
  headers: { 'x-regen-signature': `sha256=${'a'.repeat(64)}` },
  body: Buffer.from('{"title":"x"}'),
  bodyBytes: 13,
  ...extra,
});
const acceptance = { ...refusal(), status: 200, body: null };

let now = NOW;
const clock = () => now;
const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

beforeEach(() => {
  vi.useFakeTimers();
  now = NOW;
});

afterEach(() => {
  vi.useRealTimers();
});

function newBook() {
  const database = fakeDatabase();
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const book = createReceiptBook({ store: database.store, clock, writer: 'w', onError });
  return { book, errors, ...database };
}

describe('a refused request', () => {
  it('is written in the background, redacted, with its body', async () => {
    const { book, into, state } = newBook();
    book.refused(refusal());
    expect(state.statements).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    const parameters = into('receipts')[0]?.parameters ?? [];
    expect(parameters).toContain('{"title":"x"}');
    expect(parameters).toContain('{"x-regen-signature":"sha256=aaaaaaaa…"}');
    expect(parameters).toContain('invalid_signature');
    expect(into('receipt_counts')[0]?.parameters).toEqual(
      expect.arrayContaining(['ten_acme', 'int_1', new Date(Date.UTC(2026, 0, 1, 12)), 'w', 1]),
    );
  });

  it('leaves at most ten receipts a second and integration; all are counted', async () => {
    const { book, into, rowsOf } = newBook();
    for (let count = 0; count < 1_000; count++) book.refused(refusal());
    book.refused(refusal({ integrationId: 'int_2' }));
    now += 1_000;
    book.refused(refusal());
    await book.flush();
    expect(rowsOf('receipts')).toBe(12);
    expect(into('receipt_counts')[0]?.parameters).toContain(1_001);
  });

  it('counts on from its total, so that trying again counts nothing twice', async () => {
    const { book, into, state } = newBook();
    book.refused(refusal());
    await book.flush();
    book.refused(refusal());
    await book.flush();
    expect(into('receipt_counts').map(({ parameters }) => parameters.at(-2))).toEqual([1, 2]);
    expect(into('receipt_counts')[0]?.sql).toContain('greatest(');
    state.statements.length = 0;
    await book.flush();
    expect(state.statements).toEqual([]);
  });
});

describe('an accepted request', () => {
  it('leaves one receipt a minute and integration, without its body', async () => {
    const { book, into, rowsOf } = newBook();
    for (let count = 0; count < 100; count++) book.accepted({ ...acceptance, warnings: ['w1'] });
    await book.flush();
    expect(rowsOf('receipts')).toBe(1);
    expect(into('receipts')[0]?.parameters).toContain('["w1"]');
    expect(into('receipts')[0]?.parameters).not.toContain('{"title":"x"}');
    now += 60_000;
    book.accepted(acceptance);
    await book.flush();
    expect(rowsOf('receipts')).toBe(2);
    expect(into('receipt_counts')).toEqual([]);
  });

  it('that nothing was made of leaves its body, up to ten a second', async () => {
    const { book, into, rowsOf } = newBook();
    const body = Buffer.from('{"title":"x"}');
    for (let count = 0; count < 100; count++) book.accepted({ ...acceptance, body });
    await book.flush();
    expect(rowsOf('receipts')).toBe(10);
    expect(into('receipts')[0]?.parameters).toContain('{"title":"x"}');
  });
});

describe('while the database is away', () => {
  it('receipts wait and are written when it is back', async () => {
    const { book, errors, rowsOf, state } = newBook();
    state.failure = away;
    book.refused(refusal());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(errors).toHaveLength(1);
    state.failure = undefined;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(rowsOf('receipts')).toBe(1);
    expect(book.lost()).toBe(0);
  });

  it('only the newest are kept, and the others are counted as lost', async () => {
    const { book, rowsOf, state } = newBook();
    state.failure = away;
    for (let count = 0; count < 3_000; count++) {
      book.refused(refusal({ integrationId: `int_${count}` }));
    }
    await book.flush();
    state.failure = undefined;
    await book.flush();
    expect(rowsOf('receipts')).toBe(2_000);
    expect(book.lost()).toBe(1_000);
  });

  it('closing does not hang or throw', async () => {
    const { book, state } = newBook();
    state.failure = away;
    book.refused(refusal());
    await book.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('gives up what a reachable database refuses, instead of trying for ever', async () => {
  const { book, errors, state } = newBook();
  state.failure = Object.assign(new Error('no partition'), { code: '23514' });
  book.refused(refusal());
  await book.flush();
  expect(book.lost()).toBe(1);
  expect(errors).toHaveLength(1);
});

it('writes what is waiting when it is closed', async () => {
  const { book, rowsOf } = newBook();
  book.refused(refusal());
  await book.close();
  expect(rowsOf('receipts')).toBe(1);
});
