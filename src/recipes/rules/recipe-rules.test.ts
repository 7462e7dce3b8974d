import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindParameters } from './bind-parameters.ts';
import { factAt, factsOfTest, parseFactPath } from './facts.ts';
import { matchRecipes } from './match-recipes.ts';
import { planSteps } from './plan-steps.ts';
import type { Parameter, RecipeDocument } from './recipe-schema.ts';
import { runRecipeTests } from './run-tests.ts';
import { orderSteps } from './step-order.ts';
import { fillTemplate, parseTemplate } from './template.ts';

const X = `\${x}`;

/** A recipe with one parameter `x`, taken from the evidence. */
function recipe(parameter: Partial<Parameter> = {}, rest: Partial<RecipeDocument> = {}) {
  return {
    slug: 'one',
    name: 'One',
    description: 'One.',
    category: 'diagnostic',
    risk: 'none',
    os: ['any'],
    when: 'true',
    parameters: { x: { type: 'string', from: 'alert.evidence.x', ...parameter } },
    steps: [
      { name: 'a', kind: 'command', program: 'echo', args: [X, `--x=${X}`, 'plain', `${X}${X}`] },
    ],
    ...rest,
  } satisfies RecipeDocument;
}

const facts = (x: unknown) => factsOfTest({ alert: { evidence: { x } } });

function bound(parameter: Partial<Parameter>, x: unknown) {
  const { parameters, missing } = bindParameters(recipe(parameter), facts(x));
  return missing[0]?.reason ?? parameters.x;
}

describe('a bound value', () => {
  it('never becomes more than one argument, nor another text', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'a b',
        '$(reboot)',
        '`id`',
        '; rm -rf /',
        '"',
        "'",
        '\\',
        X,
        '*',
        '| x',
        '&&',
      ),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const document = recipe();
        const { parameters, missing } = bindParameters(document, facts(text));
        const [step] = planSteps(document, parameters);
        expect(missing.length + Object.keys(parameters).length).toBe(1);
        if (step?.kind !== 'command') throw new Error('a command is expected');
        expect(step.argv).toHaveLength(5);
        const value = String(parameters.x ?? '');
        expect(step.argv).toEqual(['echo', value, `--x=${value}`, 'plain', `${value}${value}`]);
        expect(value).toBe(missing.length > 0 ? '' : text.trim());
        expect(value.startsWith('-')).toBe(false);
      }),
    );
  }, 60_000);

  it('stays one part of a URL', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('.', '..', '../x', '?a=b', '#')),
        (text) => {
          const document = recipe(
            {},
            {
              steps: [
                {
                  name: 'a',
                  kind: 'http',
                  method: 'GET',
                  url: `https://a.example/v1/${X}/end?q=${X}`,
                },
              ],
            },
          );
          const { parameters, missing } = bindParameters(document, facts(text));
          if (missing.length > 0) return;
          const [step] = planSteps(document, parameters);
          if (step?.kind !== 'http') throw new Error('a request is expected');
          const url = new URL(step.url);
          expect(url.host).toBe('a.example');
          expect(url.hash).toBe('');
          expect([...url.searchParams.keys()]).toEqual(['q']);
          expect(url.pathname.split('/')).toHaveLength(4);
        },
      ),
    );
  }, 60_000);

  it.each([
    [{}, 'a;b|c', 'a;b|c'],
    [{}, 12, '12'],
    [{}, '-rf', 'must not begin with a dash'],
    [{}, '  -rf', 'must not begin with a dash'],
    [{}, '..', 'by dots alone'],
    [{}, 'a\nb', 'control characters'],
    [{}, 'a\0b', 'control characters'],
    [{}, '\ud800', 'control characters'],
    [{}, '', 'nothing is at alert.evidence.x'],
    [{}, { deep: 1 }, 'nothing is at alert.evidence.x'],
    [{}, 'a'.repeat(257), 'at most 256 characters'],
    [{ max_length: 3 }, 'abcd', 'at most 3 characters'],
    [{ enum: ['nginx', 'redis'] }, 'mysql', 'must be one of nginx, redis'],
    [{ pattern: '[a-z]+' }, 'ab1', 'must be as [a-z]+ says'],
    [{ pattern: '[a-z]+' }, 'ab', 'ab'],
    [{ format: 'absolute_path' }, '/var/../etc', 'without ".."'],
    [{ format: 'absolute_path' }, 'var', 'an absolute path'],
    [{ format: 'hostname' }, 'a b', 'a host name'],
    [{ format: 'systemd_unit' }, 'a/b', 'a systemd unit'],
    [{ extract: ':(\\d+)$' }, 'db-1:5432', '5432'],
    [{ extract: ':(\\d+)$' }, 'db-1', 'nothing is at'],
    [{ type: 'integer' }, '443', 443],
    [{ type: 'integer' }, '443 or x', 'a whole number'],
    [{ type: 'integer' }, 1.5, 'a whole number'],
    [{ type: 'integer', minimum: 1, maximum: 65_535 }, 70_000, 'at most 65535'],
    [{ type: 'number' }, '1e999', 'a number'],
    [{ type: 'boolean' }, 'false', false],
    [{ type: 'boolean' }, 'yes', 'true or false'],
    [{ default: 'd', enum: ['d'] }, 'other', 'd'],
  ] as const)('keeps its rules: %j, %j', (parameter, given, expected) => {
    const value = bound(parameter as Partial<Parameter>, given);
    if (typeof expected === 'string') expect(String(value)).toContain(expected);
    else expect(value).toBe(expected);
  });

  it('is the first that keeps the rules, with the place it is from', () => {
    const document = recipe({ from: ['alert.evidence.x', 'alert.labels["a.b/c"]', 'host'] });
    const given = factsOfTest({ alert: { labels: { 'a.b/c': 'second' }, evidence: { x: '-x' } } });
    expect(bindParameters(document, given)).toEqual({
      parameters: { x: 'second' },
      sources: { x: 'alert.labels["a.b/c"]' },
      missing: [],
    });
  });
});

describe('a path', () => {
  it('reaches into evidence, never into what objects inherit', () => {
    const given = facts({ list: [{ y: 'found' }] });
    const at = (text: string) => {
      const path = parseFactPath(text);
      return 'error' in path ? path.error : factAt(given, path);
    };
    expect(at('alert.evidence.x.list[0].y')).toBe('found');
    expect(at('alert.evidence.x.list[7].y')).toBeUndefined();
    expect(at('alert.evidence.constructor.name')).toBeUndefined();
    expect(at('alert.labels.__proto__')).toBeUndefined();
    expect(at('alert..x')).toContain('is not a path');
    expect(at('process.env')).toContain('must begin with');
  });
});

describe('a text with parameters', () => {
  it('keeps what is not one, and does not look into values', () => {
    expect(fillTemplate(`$\${x} $x {x} ${X}`, { x: X })).toBe(`${X} $x {x} ${X}`);
    expect(parseTemplate(`\${a.b}`)).toHaveProperty('error');
    expect(parseTemplate(`\${`)).toHaveProperty('error');
  });
});

describe('steps', () => {
  it('come after those they need, otherwise as they stand', () => {
    const steps = [{ name: 'c', needs: ['a'] }, { name: 'b' }, { name: 'a', needs: ['b'] }];
    const order = orderSteps(steps);
    expect('ordered' in order && order.ordered.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
  });

  it('keep the type of a value that is a whole field of a body', () => {
    const body = { n: X, text: `is ${X}`, list: [X] };
    const document = recipe(
      { type: 'integer' },
      {
        steps: [{ name: 'a', kind: 'http', method: 'POST', url: 'https://a.example/', body }],
      },
    );
    const [step] = planSteps(document, { x: 7 });
    expect(step).toMatchObject({ body: { n: 7, text: 'is 7', list: [7] } });
  });
});

describe('matching', () => {
  it('puts what fits better first, among equals what may break less', () => {
    const one = (slug: string, rest: Partial<RecipeDocument>) => recipe({}, { slug, ...rest });
    const said = { when: 'host == "h"', because: 'the host is h' };
    const found = matchRecipes(
      [
        one('risky', { risk: 'high' }),
        one('plain', {}),
        one('fitting', { risk: 'low', signals: [said] }),
        one('other', { when: 'host == "other"' }),
        one('broken', { when: 'host ==' }),
      ],
      factsOfTest({ host: 'h', alert: { evidence: {} } }),
    );
    expect(found.map(({ slug }) => slug)).toEqual(['fitting', 'plain', 'risky']);
    expect(found[0]).toMatchObject({
      version: 1,
      reason: 'the host is h; missing: x',
      missing: [{ name: 'x', reason: 'nothing is at alert.evidence.x' }],
    });
    for (const { score } of found) expect(score).toBeGreaterThan(0);
  });

  it('searches titles, service and labels whole, and as much of a description as is cheap', () => {
    const alert = {
      title: 'T',
      labels: { mount: '/Var' },
      description: `begin ${'x '.repeat(9_000)}end`,
    };
    const fits = (word: string) =>
      matchRecipes(
        [recipe({}, { when: `text.matches("${word}")` })],
        factsOfTest({ incident: { service: 'Shop' }, alert }),
      ).length === 1;
    expect(['^t$', 'shop', 'mount=/var', 'begin', 'end'].map((word) => fits(word))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(fits('(?m)^t$')).toBe(true);
  });

  it('bears any evidence', () => {
    const keys = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, n]));
    const alert = { title: 'a'.repeat(1_000_000), evidence: { ...keys, x: 'b'.repeat(1_000_000) } };
    expect(matchRecipes([recipe()], factsOfTest({ alert }))[0]?.missing).toHaveLength(1);
  });
});

describe('the tests of a document', () => {
  it('say what is not as expected', () => {
    const test = {
      name: 't',
      facts: { alert: { evidence: { x: 'v' } } },
      matches: false,
      parameters: { x: 'w' },
      missing: ['x'],
      argv: { a: ['echo'] },
    };
    expect(runRecipeTests(recipe({}, { tests: [test] }))).toEqual([
      {
        name: 't',
        failures: [
          'matches is true; expected: false',
          'parameters.x is "v"; expected: "w"',
          'missing is []; expected: ["x"]',
          'argv.a is ["echo","v","--x=v","plain","vv"]; expected: ["echo"]',
        ],
      },
    ]);
  });
});
