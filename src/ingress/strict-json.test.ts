import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_BODIES } from '../../test/corpora/bodies.ts';
import { Problem } from '../kernel/errors.ts';
import { parseStrictJson } from './strict-json.ts';

function problemOf(body: Buffer | string): Problem | undefined {
  try {
    parseStrictJson(Buffer.from(body));
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the hostile bodies', () => {
  for (const { name, bytes, code } of HOSTILE_BODIES) {
    it(`${code ?? 'reads'}: ${name}`, () => {
      const problem = problemOf(bytes);
      expect(problem?.code ?? null).toBe(code);
      if (problem) expect(problem.status).toBe(400);
    });
  }
});

describe('what a refusal says', () => {
  it('names line, column and byte of the first thing that is wrong', () => {
    const problem = problemOf('{\n  "ü": 1,\n  "b": x\n}');
    expect(problem?.message).toBe(
      'The body is not valid JSON: a value was expected at line 3, column 8 (byte 20), not "x".',
    );
    expect(problem?.errors).toEqual([
      { pointer: '', expected: 'a value at line 3, column 8 (byte 20)', received: '"x"' },
    ]);
  });

  it('says that a body was cut', () => {
    expect(problemOf('{"a":[1,2')?.message).toContain(
      "',' or ']' was expected at line 1, column 10 (byte 9), not the end of the body",
    );
    expect(problemOf('{"a":"long te')?.message).toContain('a closing quote was expected');
  });

  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"alerts":[{},{"x/y~z":1,"x/y~z":1}]}', '/alerts/1/x~1y~0z'],
    ['{"a":{"b":1,"b":1,"c":1,"c":2}}', '/a/b'],
  ])('names the key that is there twice in %s', (body, pointer) => {
    expect(problemOf(body)?.errors[0]?.pointer).toBe(pointer);
  });

  it('never quotes more of the body than one character', () => {
    expect(problemOf('{"password":"hunter2" "x"}')?.message).not.toContain('hunter2');
  });
});

describe('a body that is in order', () => {
  it('is read as JSON.parse reads it, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 12 }),
        fc.constantFrom(undefined, 2),
        (value, indent) => {
          const text = JSON.stringify(value, null, indent);
          expect(parseStrictJson(Buffer.from(text))).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it('keeps __proto__ as an own property and leaves prototypes alone', () => {
    const value = parseStrictJson(Buffer.from('{"__proto__":{"polluted":true}}')) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('a body with a few characters changed', () => {
  const noise = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '\\u', '0', '-', 'e', ' ');

  it('is refused exactly when JSON.parse refuses it, always at a position inside it', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }),
        fc.nat(),
        fc.nat(2),
        noise,
        (value, at, cut, add) => {
          const text = JSON.stringify(value);
          const place = at % (text.length + 1);
          const changed = text.slice(0, place) + add + text.slice(place + cut);
          const problem = problemOf(changed);
          if (problem?.code === 'duplicate_key' || problem?.code === 'empty_body') return;
          expect(problem === undefined, changed).toBe(parses(changed));
          if (problem) expect(problem.message, changed).toMatch(/expected at line \d+, column \d+/);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

it('finds a repeated key wherever it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string(), (value, key) => {
      const name = JSON.stringify(key);
      const body = `[{"other":${JSON.stringify(value)},${name}:1,${name}:2}]`;
      expect(problemOf(body)?.code).toBe('duplicate_key');
    }),
  );
});

describe('keys with escapes', () => {
  it('are read as they are written, whatever an earlier object had in their place', () => {
    for (const key of ['\\', 'a\\', '\\u']) {
      for (let n = 0; n < 50; n++) JSON.parse(JSON.stringify({ '': 0, [key]: 0, '#': 1 }));
    }
    for (const key of ['"', '\n', 'é', 'a\n', 'a"', '\\', '__proto__']) {
      const escaped = [...key].map(
        (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      for (const written of [JSON.stringify(key), `"${escaped.join('')}"`]) {
        const read = parseStrictJson(Buffer.from(`{"":0, ${written} : [1, {"b": "c"}],"#":1}`));
        expect(Object.keys(read as object)).toEqual(['', key, '#']);
      }
    }
  });

  it('change nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1), (value, indent) => {
        const text = JSON.stringify({ 'a\n': value }, null, indent);
        const read = parseStrictJson(Buffer.from(text));
        expect(JSON.stringify(read)).toBe(JSON.stringify({ 'a\n': value }));
      }),
    );
  });
});
