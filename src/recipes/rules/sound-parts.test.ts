import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInRecipes } from '../built-in.ts';
import { describeFault, readRecipe } from '../recipe-document.ts';

const SOUND = `slug: look
name: Look
description: Looks.
category: diagnostic
risk: none
os: [linux]
when: incident.incident_type == "disk_full"
parameters:
  mount: { type: string, from: alert.evidence.mount, format: absolute_path }
  depth: { type: integer, default: 2 }
steps:
  - name: usage
    kind: command
    program: du
    args: [-d, '\${depth}', '\${mount}']
  - name: pause
    kind: wait
    seconds: 1
    needs: [usage]
tests:
  - name: t
    facts: {}
    matches: false
    argv: { usage: [du] }
`;

function faults(text: string): string[] {
  const reading = readRecipe(text);
  return 'faults' in reading ? reading.faults.map(describeFault) : [];
}

describe('a document with faults of every kind', () => {
  it('has them all told at once', () => {
    const text = SOUND.replace('slug: look', 'slug: look\nsulg: look')
      .replace('incident.incident_type ==', 'incident.incident_typ ==')
      .replace('format: absolute_path', 'pattern: "(a)\\\\1"')
      .replace('program: du', 'program: bash')
      .replace('needs: [usage]', 'needs: [pause]')
      .replace('seconds: 1', 'seconds: none')
      .replace('argv: { usage', 'argv: { usag');
    const found = faults(text);
    expect(found).toEqual([
      expect.stringMatching(/^2:1: sulg: no such field/),
      expect.stringMatching(/^8:1: when: No such key/),
      expect.stringMatching(/^10:54: parameters\.mount\.pattern: is no RE2 pattern/),
      expect.stringMatching(/^15:5: steps\[0\]\.program: runs scripts/),
      expect.stringMatching(/^19:5: steps\[1\]\.seconds: must be a whole number/),
    ]);
  });

  it.each([
    ['risk: none', 'risk: nnoe'],
    ['risk: none', 'ignored: none'],
    ['category: diagnostic', 'category: look'],
    ['kind: command', 'kind: comand'],
    ['program: du', 'program: du -x'],
    ['type: integer', 'type: int'],
    ['parameters:', 'parameters: []\nignored:'],
    ['steps:', 'steps: {}\nignored:'],
    ['name: usage', 'name: 7'],
    ['facts: {}', 'facts: []'],
    ['when: incident.incident_type == "disk_full"', 'when: [a]'],
  ])('is not blamed for what only follows from another fault: %s → %s', (from, to) => {
    expect(SOUND).toContain(from);
    const words = faults(SOUND.replace(from, to)).filter((line) => !line.includes(': ignored:'));
    expect(words).toHaveLength(1);
  });

  it('has more than the first few told', () => {
    const keys = Array.from({ length: 30 }, (_, n) => `key_${n}: 1\n`).join('');
    expect(faults(keys + SOUND).filter((line) => line.includes('no such field'))).toHaveLength(30);
    const many = Array.from({ length: 500 }, (_, n) => `key_${n}: 1\n`).join('');
    expect(faults(many + SOUND)).toHaveLength(50);
  });

  it('is read without an error, whatever is put in the place of a part', () => {
    const text = JSON.stringify(builtInRecipes().map(({ document }) => document));
    const parsed = JSON.parse(text);
    const place = fc.constantFrom(...paths(parsed).filter((path) => path.length > 1));
    const change = fc.tuple(place, fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 40 }), (changes) => {
        const changed = structuredClone(parsed);
        for (const [path, value] of changes) put(changed, path, value);
        const touched = new Set(changes.map(([[index = '']]) => index));
        for (const index of touched) {
          expect(() => readRecipe(JSON.stringify(changed[index]))).not.toThrow();
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

// biome-ignore lint/suspicious/noExplicitAny: any JSON
function put(holder: any, path: readonly string[], value: unknown): void {
  const [first = '', ...rest] = path;
  if (typeof holder !== 'object' || holder === null) return;
  if (rest.length === 0) holder[first] = value;
  else put(holder[first], rest, value);
}

function paths(value: unknown, under: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [under];
  const inside = Object.entries(value).flatMap(([key, one]) => paths(one, [...under, key]));
  return under.length === 0 ? inside : [under, ...inside];
}
