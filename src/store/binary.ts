import type { ColumnType } from './columns.ts';

/**
 * PostgreSQL's binary wire format for parameters: arrays of scalars, and arrays of whole rows. One
 * array of rows costs the server a third of one array a column. (Results stay text: the driver
 * decodes rows as strings.)
 */
const OID: Readonly<Record<ColumnType, number>> = {
  text: 25,
  int4: 23,
  int8: 20,
  timestamptz: 1184,
  json: 114,
  jsonb: 3802,
  'text[]': 1009,
};

// Instants on the wire count microseconds from 2000-01-01.
const PG_EPOCH = 946_684_800_000;
const TWO_32 = 2 ** 32;
const JSONB_VERSION = 1;

/** A buffer that grows; everything is written at its end. */
class Writer {
  #bytes: Buffer;
  #at = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  #reserve(size: number): void {
    if (this.#at + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe((this.#at + size) * 2);
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
  }

  int64(value: number): void {
    this.#reserve(8);
    const high = Math.floor(value / TWO_32);
    this.#at = this.#bytes.writeInt32BE(high, this.#at);
    this.#at = this.#bytes.writeUInt32BE(value - high * TWO_32, this.#at);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  text(value: string): void {
    this.#reserve(value.length * 3);
    this.#at += this.#bytes.write(value, this.#at);
  }

  /** Writes what `write` writes, with its length before it. */
  sized(write: () => void): void {
    this.int32(0);
    const start = this.#at;
    write();
    this.#bytes.writeInt32BE(this.#at - start, start - 4);
  }

  done(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }
}

/** A one-dimensional array as a binary parameter; `null` elements are allowed. */
export function encodeArray(type: ColumnType, values: readonly unknown[]): Buffer {
  const writer = new Writer(24 + values.length * 48);
  writeArray(writer, OID[type], values, (value) => WRITE[type](writer, value));
  return writer.done();
}

/**
 * Whole rows as an array of the table's row type: `unnest($1::table[])`. The types must be all
 * columns in the table's order; `rowType` is the OID of the row type in this database.
 */
export function encodeRows(
  rowType: number,
  types: readonly ColumnType[],
  rows: readonly (readonly unknown[])[],
): Buffer {
  const writer = new Writer(64 + rows.length * 1024);
  writeArray(writer, rowType, rows, (row) => {
    writer.int32(types.length);
    for (const [index, type] of types.entries()) {
      writer.int32(OID[type]);
      writeOptional(writer, row[index], (value) => WRITE[type](writer, value));
    }
  });
  return writer.done();
}

function writeArray<Value>(
  writer: Writer,
  elementOid: number,
  values: readonly Value[],
  write: (value: Value) => void,
): void {
  const empty = values.length === 0;
  writer.int32(empty ? 0 : 1);
  writer.int32(1);
  writer.int32(elementOid);
  if (empty) return;
  writer.int32(values.length);
  writer.int32(1);
  for (const value of values) writeOptional(writer, value, write);
}

function writeOptional<Value>(writer: Writer, value: Value, write: (value: Value) => void): void {
  if (value === null || value === undefined) writer.int32(-1);
  else writer.sized(() => write(value));
}

const WRITE: Readonly<Record<ColumnType, (writer: Writer, value: unknown) => void>> = {
  text: (writer, value) => writer.text(value as string),
  json: (writer, value) => writer.text(value as string),
  jsonb: (writer, value) => {
    writer.byte(JSONB_VERSION);
    writer.text(JSON.stringify(value));
  },
  int4: (writer, value) => writer.int32(value as number),
  int8: (writer, value) => writer.int64(value as number),
  timestamptz: (writer, value) => writer.int64(Math.round(((value as number) - PG_EPOCH) * 1000)),
  'text[]': (writer, value) =>
    writeArray(writer, OID.text, value as readonly string[], (item) => writer.text(item)),
};
