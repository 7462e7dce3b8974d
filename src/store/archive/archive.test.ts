import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseManifest } from './manifest.ts';
import { matchMigrations } from './match-migrations.ts';
import { orderByReference } from './reference-order.ts';
import { decodeRow, encodeRow, rewriteRows, type TextRow } from './rewrite-rows.ts';
import { createTally } from './tally.ts';

const COLUMNS = ['a', 'b', 'c'];

const value = fc.option(
  fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('\\', 'N', '\n', '\t', '\r', 'é', '\v') }),
  ),
);

const rowsOf = fc.array(fc.record({ a: value, b: value, c: value }), { maxLength: 8 });

async function* cut(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

describe('rows in the text format of COPY', () => {
  test('any value survives being written and read, and stays on its line', () => {
    fc.assert(
      fc.property(fc.record({ a: value, b: value, c: value }), (row) => {
        const line = encodeRow(row, COLUMNS);
        expect(line).not.toMatch(/[\n\r]/);
        expect(decodeRow(line, COLUMNS)).toEqual(row);
      }),
    );
  });

  test('rows are changed and left out however they are cut into pieces', async () => {
    const change = (row: TextRow) => (row.a === null ? null : { ...row, b: `${row.b}!` });
    await fc.assert(
      fc.asyncProperty(rowsOf, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const text = (some: readonly TextRow[]) =>
          some.map((row) => `${encodeRow(row, COLUMNS)}\n`).join('');
        const expected = rows.map(change).filter((row) => row !== null);
        const changed = await read(rewriteRows(COLUMNS, change)(cut(text(rows), size)));
        expect(changed).toBe(text(expected));
      }),
    );
  });

  test('rows, bytes and digest do not depend on the pieces', async () => {
    const text = 'one\t1\ntwo\t2\nthree\t3\n';
    const totals = [1, 4, 100].map(async (size) => {
      const tally = createTally();
      for await (const chunk of cut(text, size)) tally.add(chunk);
      return tally.total();
    });
    const [first, ...others] = await Promise.all(totals);
    expect(first).toMatchObject({ rows: 3, bytes: text.length });
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('the order of tables', () => {
  test('each comes after all it refers to, itself excepted', () => {
    const tables = [
      { name: 'leaf', needs: ['branch', 'root'] },
      { name: 'branch', needs: ['root', 'branch', 'elsewhere'] },
      { name: 'root', needs: [] },
    ];
    expect(orderByReference(tables).map(({ name }) => name)).toEqual(['root', 'branch', 'leaf']);
  });

  test('a circle is refused by the names in it', () => {
    const circle = [
      { name: 'hen', needs: ['egg'] },
      { name: 'egg', needs: ['hen'] },
    ];
    expect(() => orderByReference(circle)).toThrow('in a circle: hen, egg.');
  });
});

describe('an archive of another version', () => {
  const migration = (version: number, checksum = `sum ${version}`) => {
    return { version, name: `00000${version}_step.sql`, checksum };
  };
  const made = (...migrations: ReturnType<typeof migration>[]) => {
    return { hub_version: '2.0.0', migrations };
  };
  const here = [migration(1), migration(2), migration(3)];

  test('an older one takes the migrations that it had', () => {
    expect(matchMigrations(made(migration(1), migration(2)), here, '1.0.0')).toEqual(
      here.slice(0, 2),
    );
  });

  test('a newer one is refused with both versions', () => {
    const newer = made(...here, migration(4));
    expect(() => matchMigrations(newer, here, '1.0.0')).toThrow(
      'made by Tocsin 2.0.0 and needs 000004_step.sql; this is Tocsin 1.0.0, whose newest ' +
        'migration is 000003_step.sql',
    );
  });

  test('another text of a migration, and one that was left out, are refused', () => {
    expect(() => matchMigrations(made(migration(1, 'other')), here, '1.0.0')).toThrow(
      'another text of migration 000001_step.sql',
    );
    expect(() => matchMigrations(made(migration(1), migration(3)), here, '1.0.0')).toThrow(
      'never had migration 000002_step.sql',
    );
  });

  test('another format is refused by its number, and a damaged manifest by the place', () => {
    expect(() => parseManifest('{"format":2}')).toThrow(
      'has format 2; this program reads format 1',
    );
    expect(() => parseManifest('{"format":1}')).toThrow(/manifest.json is not what it should be/);
    expect(() => parseManifest('{')).toThrow('is not JSON');
  });
});
