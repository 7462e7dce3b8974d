import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CHAIN_START,
  canonicalJson,
  entryHash,
  type LogContent,
  type LogEntry,
  verifyChain,
} from './log-chain.ts';

const contents = fc.record({
  at: fc.constantFrom('2026-11-21T12:00:00.000Z', '2026-11-21T12:00:00.001Z'),
  actor: fc.record({
    type: fc.constantFrom('person', 'system'),
    id: fc.option(fc.string({ maxLength: 8 })),
  }),
  action: fc.string({ maxLength: 12 }),
  subject_id: fc.string({ maxLength: 12 }),
  detail: fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
});

function chained(bodies: readonly Omit<LogContent, 'seq'>[]): LogEntry[] {
  let previous_hash = '';
  return bodies.map((body, index) => {
    const content = { ...body, seq: index + 1 };
    const entry_hash = entryHash(previous_hash, content);
    const entry = { ...content, previous_hash, entry_hash };
    previous_hash = entry_hash;
    return entry;
  });
}

const chains = fc.array(contents, { minLength: 1, maxLength: 12 }).map(chained);

test('a chain as it was written holds, whole and in parts', () => {
  fc.assert(
    fc.property(chains, fc.nat(12), (chain, cut) => {
      const hash = chain.at(-1)?.entry_hash;
      expect(verifyChain(chain)).toEqual({ ok: true, entries: chain.length, lastHash: hash });
      const first = verifyChain(chain.slice(0, cut));
      if (!first.ok) throw new Error(first.reason);
      const end = { seq: first.entries, hash: first.lastHash };
      expect(verifyChain(chain.slice(cut), end)).toMatchObject({ ok: true });
    }),
  );
});

describe('is found', () => {
  const changes: Readonly<Record<string, (entry: LogEntry) => LogEntry>> = {
    action: (entry) => ({ ...entry, action: `${entry.action}!` }),
    actor: (entry) => ({ ...entry, actor: { ...entry.actor, id: `${entry.actor.id}!` } }),
    at: (entry) => ({ ...entry, at: '2026-11-21T12:00:00.002Z' }),
    subject: (entry) => ({ ...entry, subject_id: `${entry.subject_id}!` }),
    detail: (entry) => ({ ...entry, detail: { ...entry.detail, another: 1 } }),
    'its hash': (entry) => ({ ...entry, entry_hash: entry.entry_hash.replace(/^./, 'x') }),
    'the hash before': (entry) => ({ ...entry, previous_hash: `${entry.previous_hash}0` }),
    number: (entry) => ({ ...entry, seq: entry.seq + 1 }),
  };

  test.each(Object.entries(changes))('a change of %s, at its entry', (_what, change) => {
    fc.assert(
      fc.property(chains, fc.nat(), (chain, pick) => {
        const at = pick % chain.length;
        const changed = chain.map((entry, index) => (index === at ? change(entry) : entry));
        expect(verifyChain(changed)).toMatchObject({ ok: false, seq: at + 1 });
      }),
    );
  });

  test('a change whose own hash was made anew, at the entry after it', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (chain, pick) => {
        const at = pick % chain.length;
        const changed = chain.map((entry, index) => {
          if (index !== at) return entry;
          const forged = { ...entry, action: `${entry.action}!` };
          return { ...forged, entry_hash: entryHash(entry.previous_hash, forged) };
        });
        const check = verifyChain(changed);
        // Nothing comes after the last one: its hash differs from what was noted elsewhere.
        if (at < chain.length - 1) expect(check).toMatchObject({ ok: false, seq: at + 2 });
        else expect(check).not.toMatchObject({ lastHash: chain.at(-1)?.entry_hash });
      }),
    );
  });

  test('an entry that is left out, twice there, or in another place', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (chain, pick) => {
        const at = pick % chain.length;
        const entry = chain[at];
        if (!entry) throw new Error('there is one');
        const without = chain.toSpliced(at, 1);
        const expected = at === chain.length - 1;
        expect(verifyChain(without).ok).toBe(expected);
        expect(verifyChain(chain.toSpliced(at, 0, entry)).ok).toBe(false);
        if (chain.length > 1) expect(verifyChain([...chain].reverse()).ok).toBe(false);
      }),
    );
  });
});

test('an empty log holds', () => {
  expect(verifyChain([])).toEqual({ ok: true, entries: 0, lastHash: CHAIN_START.hash });
});

test('equal values have one text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe(
    '{"b":[1,{"c":"x","d":null}]}',
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
