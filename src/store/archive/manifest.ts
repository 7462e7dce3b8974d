import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** The layout of archives this program writes and reads. */
export const FORMAT = 1;

/** Names of the entries that are no rows. The manifest comes first, the totals last. */
export const ENTRIES = { manifest: 'manifest.json', keys: 'keys.json', totals: 'totals.json' };

const Name = Type.String({ pattern: '^[a-z_][a-z0-9_]{0,62}$' });

const Table = Type.Object({
  schema: Name,
  name: Name,
  columns: Type.Array(Name),
  /** Of tables with one partition a day: what their partitions are called. */
  partitions: Type.Array(Name),
});
/** A table of an archive. */
export type ArchivedTable = Static<typeof Table>;

const Manifest = Type.Object({
  format: Type.Literal(FORMAT),
  kind: Type.Enum(['hub', 'tenant']),
  /** Of an archive of one tenant. `secrets`: they are in it, in the clear. */
  tenant: Type.Union([
    Type.Null(),
    Type.Object({ id: Type.String(), slug: Type.String(), secrets: Type.Boolean() }),
  ]),
  hub_version: Type.String(),
  server_version: Type.String(),
  made_at: Type.String(),
  migrations: Type.Array(
    Type.Object({ version: Type.Integer(), name: Type.String(), checksum: Type.String() }),
  ),
  /** In an order in which foreign keys always find what they name. */
  tables: Type.Array(Table),
  sequences: Type.Array(Type.Object({ schema: Name, name: Name, value: Type.String() })),
  left_out: Type.Array(Type.Object({ name: Type.String(), reason: Type.String() })),
});
/** What an archive says about itself before its rows. */
export type Manifest = Static<typeof Manifest>;

const Totals = Type.Object({
  tables: Type.Record(
    Type.String(),
    Type.Object({
      rows: Type.Integer(),
      bytes: Type.Integer(),
      sha256: Type.String(),
    }),
  ),
});
/** Rows, bytes and digest of each table, known when all have been written. */
export type Totals = Static<typeof Totals>;
/** Of one table. */
export type TableTotal = Totals['tables'][string];

/** `public.alerts` */
export function fullName(table: Pick<ArchivedTable, 'schema' | 'name'>): string {
  return `${table.schema}.${table.name}`;
}

/** Throws an Error that says what the file is instead. */
export function parseManifest(text: string): Manifest {
  const value = parseJson(text, ENTRIES.manifest);
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format !== FORMAT) {
    throw new Error(
      `This archive has format ${format}; this program reads format ${FORMAT}. Use the version of ` +
        'the hub that made it, or a newer one.',
    );
  }
  return parsed(Manifest, value, ENTRIES.manifest);
}

/** Throws an Error that names the first fault. */
export function parseTotals(text: string): Totals {
  return parsed(Totals, parseJson(text, ENTRIES.totals), ENTRIES.totals);
}

function parseJson(text: string, entry: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The archive is damaged: its ${entry} is not JSON.`);
  }
}

function parsed<T extends typeof Manifest | typeof Totals>(
  schema: T,
  value: unknown,
  entry: string,
): Static<T> {
  if (Value.Check(schema, value)) return value;
  const [fault] = Value.Errors(schema, value);
  const where = fault ? ` (${fault.instancePath || '/'} ${fault.message})` : '';
  throw new Error(`The archive is damaged: its ${entry} is not what it should be${where}.`);
}
