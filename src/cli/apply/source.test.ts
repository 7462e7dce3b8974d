import { describe, expect, it } from 'vitest';
import { HubFile } from '../../http/hub-file-schema.ts';
import { describeTrouble, parseSource } from '../../kernel/yaml-source.ts';
import { createSchemaCheck } from './schema-words.ts';

const check = createSchemaCheck(HubFile);

/** Everything that is wrong with a text, as a person reads it. */
function troubles(text: string): string[] {
  const parsed = parseSource('hub.yaml', text);
  const found = 'troubles' in parsed ? parsed.troubles : check(parsed.source);
  return found.map(describeTrouble);
}

const tenant = (text: string) => `tenants:\n  - slug: acme\n${text}`;

describe('a file', () => {
  it('may be YAML or JSON', () => {
    expect(troubles(tenant('    services: [{ name: a }]'))).toEqual([]);
    expect(troubles('{"tenants": [{"slug": "acme", "services": [{"name": "a"}]}]}')).toEqual([]);
  });

  it('has every fault named with its line, its path and what was meant', () => {
    const text = tenant(
      '    serivces: []\n    services:\n      - nmae: x\n        hidden: "yes"\n      - name: a\n        responders: ann',
    );
    expect(troubles(text)).toEqual([
      expect.stringMatching(
        /^hub\.yaml:3:5: tenants\[0\]\.serivces: no such field \(did you mean "services"\?\)$/,
      ),
      expect.stringMatching(
        /^hub\.yaml:5:9: tenants\[0\]\.services\[0\]\.name: is missing: a string/,
      ),
      expect.stringMatching(/nmae: no such field \(did you mean "name"\?\)/),
      expect.stringMatching(/^hub\.yaml:6:9: .*hidden: must be a boolean, not string "yes"$/),
      expect.stringMatching(
        /^hub\.yaml:8:9: .*responders: must be an array of at most 20 items, not string/,
      ),
    ]);
  });

  it('of JSON has lines and columns, too', () => {
    expect(troubles('{\n  "tenants": [\n    {"slug": "ACME"}\n  ]\n}')).toEqual([
      expect.stringMatching(/^hub\.yaml:3:6: tenants\[0\]\.slug: must be/),
    ]);
  });

  it('never has a secret repeated in a message', () => {
    const text = tenant(
      '    webhooks: [{ name: a, url: "https://a", event_types: "*", secret: abc123 }]',
    );
    const [only, ...others] = troubles(text);
    expect(others).toEqual([]);
    expect(only).toContain('webhooks[0].secret: must be an object, not string');
    expect(only).toContain('{env: NAME}');
    expect(only).not.toContain('abc123');
  });

  it('may use an alias, but no merge key', () => {
    const shared = tenant(
      '    services:\n      - &a { name: a }\n    integrations:\n      - <<: *a\n        format: grafana\n        name: g',
    );
    expect(troubles(shared)).toEqual([
      expect.stringMatching(
        /^hub\.yaml:6:9: tenants\[0\]\.integrations\[0\]\.<<: merge keys are not read/,
      ),
    ]);
    expect(
      troubles(tenant('    services: [{ name: &n a }, { name: b, description: *n }]')),
    ).toEqual([]);
  });

  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg']) {
    bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(', ')}]`);
  }
  it.each([
    ['aliases that would blow it up', bomb.join('\n'), /alias/i],
    ['a tag that is not YAML’s own', tenant('    services: !!js/function "x"'), /tag/i],
    ['a key twice', tenant('    name: a\n    name: b'), /unique/i],
    ['a second document', 'tenants: []\n---\ntenants: []', /documents/i],
    ['nothing', '', /must be an object/],
    ['what is no YAML', 'tenants: [', /hub\.yaml:1:/],
    ['nesting without end', '['.repeat(20_000), /./],
  ])('is refused for %s', (_, text, words) => {
    const found = troubles(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(words);
  });
});
