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

// The last parameter's size is a good guess for the next one's buffer.
let guess = 4096;

/**
 * A buffer that grows; everything is written at its end. Plain loops and no closures below: this
 * runs for every column of every row of every batch.
 */
class Writer {
  #bytes = Buffer.allocUnsafe(guess);
  #at = 0;

  #reserve(size: number): void {
    if (this.#at + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe((this.#at + size) * 2);
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }

  int32(value: number): void {
    this.#reserve(4);
    const bytes = this.#bytes;
    const at = this.#at;
    bytes[at] = value >> 24;
    bytes[at + 1] = value >> 16;
    bytes[at + 2] = value >> 8;
    bytes[at + 3] = value;
    this.#at = at + 4;
  }

  int64(value: number): void {
    const high = Math.floor(value / TWO_32);
    this.int32(high);
    this.int32(value - high * TWO_32);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  text(value: string): void {
    const size = Buffer.byteLength(value);
    this.#reserve(size);
    this.#at += this.#bytes.write(value, this.#at);
  }

  /** Leaves room for a length; {@link close} fills it in. Returns where what it measures starts. */
  open(): number {
    this.int32(0);
    return this.#at;
  }

  close(start: number): void {
    this.#bytes.writeInt32BE(this.#at - start, start - 4);
  }

  done(): Buffer {
    guess = this.#at + 256;
    return this.#bytes.subarray(0, this.#at);
  }
}

/** A one-dimensional array as a binary parameter; `null` elements are allowed. */
export function encodeArray(type: ColumnType, values: readonly unknown[]): Buffer {
  const writer = new Writer();
  writeHeader(writer, OID[type], values.length);
  for (const value of values) writeValue(writer, type, value);
  return writer.done();
}

/** A table's row type in the database a client is connected to. */
export interface RowType {
  readonly oid: number;
  /** OIDs of the types of all its columns, in its order. */
  readonly columns: readonly number[];
}

/**
 * Whole rows as an array of the table's row type: `unnest($1::table[])`. The types and properties
 * must be the table's columns in its order; those that a later version has added at its end are null.
 */
export function encodeRows(
  { oid, columns }: RowType,
  types: readonly ColumnType[],
  properties: readonly string[],
  rows: readonly object[],
): Buffer {
  const writer = new Writer();
  const oids = types.map((type) => OID[type]);
  const later = columns.slice(types.length);
  writeHeader(writer, oid, rows.length);
  for (const row of rows as readonly Readonly<Record<string, unknown>>[]) {
    const start = writer.open();
    writer.int32(types.length + later.length);
    for (let index = 0; index < types.length; index++) {
      writer.int32(oids[index] as number);
      writeValue(writer, types[index] as ColumnType, row[properties[index] as string]);
    }
    for (const type of later) {
      writer.int32(type);
      writer.int32(-1);
    }
    writer.close(start);
  }
  return writer.done();
}

function writeHeader(writer: Writer, elementOid: number, length: number): void {
  writer.int32(length === 0 ? 0 : 1);
  writer.int32(1);
  writer.int32(elementOid);
  if (length === 0) return;
  writer.int32(length);
  writer.int32(1);
}

/** A value with its length before it; null and undefined are SQL's null. */
function writeValue(writer: Writer, type: ColumnType, value: unknown): void {
  if (value === null || value === undefined) {
    writer.int32(-1);
    return;
  }
  const start = writer.open();
  WRITE[type](writer, value);
  writer.close(start);
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
  'text[]': (writer, value) => {
    const items = value as readonly string[];
    writeHeader(writer, OID.text, items.length);
    for (const item of items) writeValue(writer, 'text', item);
  },
};
