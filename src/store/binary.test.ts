import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeArray, encodeRows } from './binary.ts';

const hex = (buffer: Buffer) => buffer.toString('hex');

/** Words of a message in hex, spaces for reading. */
const bytes = (...words: string[]) => words.join('').replaceAll(' ', '');

describe('an array', () => {
  test('is its dimensions, flags, element type, length, lower bound and elements', () => {
    expect(hex(encodeArray('int4', [1, -1]))).toBe(
      bytes(
        '00000001 00000001 00000017 00000002 00000001',
        '00000004 00000001',
        '00000004 ffffffff',
      ),
    );
  });

  test('of nothing has no dimensions', () => {
    expect(hex(encodeArray('text', []))).toBe(bytes('00000000 00000001 00000019'));
  });

  test('writes null and undefined as null', () => {
    const head = '00000001 00000001 00000019 00000002 00000001';
    expect(hex(encodeArray('text', [null, undefined]))).toBe(bytes(head, 'ffffffff ffffffff'));
  });

  test('holds texts of any length and script, in UTF-8', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }), (texts) => {
        const encoded = encodeArray('text', texts);
        let at = texts.length === 0 ? 12 : 20;
        for (const text of texts) {
          const size = encoded.readInt32BE(at);
          at += 4 + size;
          expect(encoded.subarray(at - size, at).toString()).toBe(text);
        }
        expect(at).toBe(encoded.length);
      }),
    );
    const long = 'ü€😀'.repeat(50_000);
    expect(encodeArray('text', [long]).subarray(24).toString()).toBe(long);
  });

  test('holds 64-bit integers up to what a number can say', () => {
    const safe = fc.maxSafeInteger();
    fc.assert(
      fc.property(safe, (value) => {
        expect(encodeArray('int8', [value]).readBigInt64BE(24)).toBe(BigInt(value));
      }),
    );
  });

  test('holds instants as microseconds from 2000, before it as negative ones', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0) }), (date) => {
        const micros = BigInt(date.getTime() - Date.UTC(2000, 0, 1)) * 1_000n;
        // Doubles hold microseconds exactly for 285 years around 2000.
        fc.pre(Math.abs(Number(micros)) < Number.MAX_SAFE_INTEGER);
        expect(encodeArray('timestamptz', [date.getTime()]).readBigInt64BE(24)).toBe(micros);
      }),
    );
  });

  test('holds JSON with its version byte, plain json without', () => {
    expect(
      encodeArray('jsonb', [{ a: 1 }])
        .subarray(24)
        .toString(),
    ).toBe('\u0001{"a":1}');
    expect(encodeArray('json', ['{"a": 1}']).subarray(24).toString()).toBe('{"a": 1}');
  });
});

test('a column that a later version has added is null', () => {
  const encoded = encodeRows({ oid: 1, columns: [25, 1184] }, ['text'], ['name'], [{ name: 'a' }]);
  // Two columns; after the text, one of type 1184 without a value.
  expect(hex(encoded.subarray(24))).toBe(bytes('00000002 00000019 00000001 61 000004a0 ffffffff'));
});

test('a row is its columns, each with its type', () => {
  const row = { name: 'a', count: null, tags: ['b'] };
  const types = ['text', 'int4', 'text[]'] as const;
  const encoded = encodeRows({ oid: 0x1234, columns: [] }, types, ['name', 'count', 'tags'], [row]);
  expect(hex(encoded)).toBe(
    bytes(
      '00000001 00000001 00001234 00000001 00000001',
      // The row's length and number of columns.
      '00000036 00000003',
      '00000019 00000001 61',
      '00000017 ffffffff',
      '000003f1 00000019 00000001 00000001 00000019 00000001 00000001 00000001 62',
    ),
  );
});
