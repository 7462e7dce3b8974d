import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHUNK_LIMIT, OUTPUT_LIMIT } from '../../remediation/runner-schemas.ts';
import { createOutput, type Output } from './output.ts';

function chunksOf(output: Output): string[] {
  const chunks: string[] = [];
  for (let text = output.chunk(0); text !== undefined; text = output.chunk(chunks.length)) {
    chunks.push(text);
  }
  return chunks;
}

test('however the bytes come in, the chunks together are the text, and none is too long', () => {
  const pieces = fc.array(fc.string({ unit: 'grapheme', maxLength: 50 }), { maxLength: 20 });
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 7 }), (texts, step) => {
      const text = texts.join('');
      const bytes = Buffer.from(text);
      const output = createOutput();
      for (let at = 0; at < bytes.length; at += step) {
        output.hear('stdout', bytes.subarray(at, at + step));
      }
      output.end();
      const shown = text.replaceAll(/[\p{Cc}]/gu, (one) =>
        /[\t\n\r\u0080-\u009f]/.test(one) ? one : '\ufffd',
      );
      expect(chunksOf(output).join('')).toBe(shown);
      expect(output.stdout()).toBe(shown);
      expect(output.digest()).toBe(createHash('sha256').update(bytes).digest('hex'));
    }),
  );
});

test('of endless output the beginning is kept, in chunks that a request takes', () => {
  const output = createOutput();
  const line = Buffer.from('“é” 🚨\n'.repeat(1_000));
  for (let times = 0; times < 50; times++) output.hear('stdout', line);
  output.end();
  const chunks = chunksOf(output);
  const whole = chunks.join('');
  expect(output.isCut()).toBe(true);
  expect(Buffer.byteLength(whole)).toBeLessThanOrEqual(OUTPUT_LIMIT);
  expect(Buffer.byteLength(whole)).toBeGreaterThan(OUTPUT_LIMIT - 4);
  expect(whole.isWellFormed()).toBe(true);
  expect(chunks.every((chunk) => chunk.length <= CHUNK_LIMIT && chunk.isWellFormed())).toBe(true);
});

test('a result with the worst output there is fits into a request', () => {
  for (const byte of [0, 0x1b, 0x22, 0x5c, 0x0a, 0x7f, 0xff]) {
    const output = createOutput();
    output.hear('stdout', Buffer.alloc(2 * OUTPUT_LIMIT, byte));
    output.end();
    const body = JSON.stringify({ stdout: output.stdout() });
    expect(Buffer.byteLength(body)).toBeLessThan(1024 * 1024 - 10_000);
  }
});

test('both streams are one output, and the standard output is kept apart', () => {
  const output = createOutput();
  output.hear('stdout', Buffer.from('used 93\n'));
  output.hear('stderr', Buffer.from('warning\n'));
  output.hear('stdout', Buffer.from('done\n'));
  output.end();
  expect(output.chunk(0)).toBe('used 93\nwarning\ndone\n');
  expect(output.chunk(1)).toBeUndefined();
  expect(output.stdout()).toBe('used 93\ndone\n');
  expect(output.isCut()).toBe(false);
});
