import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeEntry,
  type Entry,
  encodeEntry,
  hasOwnId,
  nameOfEntry,
  ROUTES,
  readEntryName,
} from './entry.ts';

const entry: Entry = {
  id: 'abc_-9',
  route: 'grafana',
  receivedAt: 1_700_000_000_123,
  hasOwnId: false,
  body: Buffer.from('{"a":"\n\u00e9"}'),
};

const bodies = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

describe('a spooled file', () => {
  it('holds the exact bytes, whatever they are', () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom(...ROUTES), fc.boolean(), (body, route, own) => {
        const written = { ...entry, body, route, hasOwnId: own };
        expect(decodeEntry(encodeEntry(written))).toEqual(written);
      }),
    );
  });

  it('is told from one that is cut short, longer or changed', () => {
    const file = encodeEntry(entry);
    for (let length = 0; length < file.length; length++) {
      expect(decodeEntry(file.subarray(0, length))).toBeUndefined();
    }
    expect(decodeEntry(Buffer.concat([file, Buffer.from(' ')]))).toBeUndefined();
    const changed = Buffer.from(file);
    changed[file.length - 2] = 0x20;
    expect(decodeEntry(changed)).toBeUndefined();
    for (const text of ['', '\n', '{}\n', 'null\n', '{"tocsin_forward":1}\n']) {
      expect(decodeEntry(Buffer.from(text))).toBeUndefined();
    }
  });

  it('has a name that sorts by arrival and says its route', () => {
    const names = [9, 10, 1_700_000_000_000].map((at) => nameOfEntry(at, 'pagerduty', 'x-_9'));
    expect(names.toSorted()).toEqual(names);
    expect(names.map(readEntryName)).toMatchObject([
      { at: 9, route: 'pagerduty' },
      { at: 10 },
      { at: 1_700_000_000_000 },
    ]);
    for (const name of ['x.alert', '000000000000001-datadog-x.alert', `${names[0]}.bak`]) {
      expect(readEntryName(name)).toBeUndefined();
    }
  });
});

describe('an id of the sender’s own', () => {
  it('is that of PagerDuty’s event, or those of all its messages', () => {
    expect(hasOwnId('pagerduty', { event: { id: '01BX' } })).toBe(true);
    expect(hasOwnId('pagerduty', { messages: [{ id: 'a' }, { id: 'b' }] })).toBe(true);
  });

  it('is none where the hub would not go by it', () => {
    for (const payload of [
      null,
      {},
      { event: {} },
      { event: { id: '' } },
      { event: { id: 'with space' } },
      { event: { id: 7 } },
      { messages: [] },
      { messages: [{ id: 'a' }, {}] },
      { messages: [null] },
    ]) {
      expect(hasOwnId('pagerduty', payload)).toBe(false);
    }
    expect(hasOwnId('grafana', { event: { id: '01BX' } })).toBe(false);
  });
});
