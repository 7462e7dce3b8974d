import { describe, expect, it } from 'vitest';
import { Problem } from '../kernel/errors.ts';
import { describeFault, MAX_RECIPE_TEXT, parseRecipe, readRecipe } from './recipe-document.ts';

const SOUND = `slug: look
name: Look
description: Looks.
category: diagnostic
risk: none
os: [linux]
when: incident.incident_type == "disk_full"
parameters:
  mount: { type: string, from: alert.evidence.mount, format: absolute_path }
steps:
  - name: usage
    kind: command
    program: df
    args: [-h, '\${mount}']
`;

/** Everything that is wrong with a text, as a person reads it. */
function faults(text: string): string[] {
  const reading = readRecipe(text);
  return 'faults' in reading ? reading.faults.map(describeFault) : [];
}

/** The faults of the sound document with one part of it replaced. */
function changed(from: string, to: string): string[] {
  expect(SOUND).toContain(from);
  return faults(SOUND.replace(from, to));
}

describe('a document', () => {
  it('is read', () => {
    expect(faults(SOUND)).toEqual([]);
    expect(parseRecipe(SOUND)).toMatchObject({ slug: 'look', steps: [{ program: 'df' }] });
  });

  it('has all its faults named at once, each with its place and what was meant', () => {
    const text = SOUND.replace('risk: none', 'riks: none')
      .replace('kind: command', 'kind: comand')
      .replace('type: string', 'type: text')
      .replace('[linux]', '[linux, amiga]');
    expect(faults(text)).toEqual([
      expect.stringMatching(/^1:1: risk: is missing: one of none, low, medium, high, critical/),
      '5:1: riks: no such field (did you mean "risk"?)',
      expect.stringMatching(/^6:13: os\[1\]: must be one of any, linux, .*, not string "amiga"$/),
      expect.stringMatching(/^9:12: parameters\.mount\.type: must be one of string, integer/),
      '12:5: steps[0].kind: must be one of command, http, manual, wait (did you mean "command"?)',
    ]);
  });

  it('that cannot be used is refused with all of it', () => {
    let caught: unknown;
    try {
      parseRecipe(SOUND.replace('slug: look', 'slug: Look!'));
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(Problem);
    expect(caught).toMatchObject({
      status: 422,
      code: 'invalid_recipe',
      extra: { faults: [{ line: 1, column: 1, path: 'slug' }] },
    });
  });

  it.each([
    ['', 'must be a map of fields, not null'],
    ['- a', 'must be a map of fields, not array'],
    ['a: b: c', '1:'],
    [`${'['.repeat(20_000)}`, ''],
    [`x: ${'a'.repeat(MAX_RECIPE_TEXT)}`, 'at most'],
    ['a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]', 'line'],
  ])('may be anything: %.30s', (text, said) => {
    const found = faults(text);
    expect(found.length).toBeGreaterThan(0);
    if (said !== 'line') expect(found.join('\n')).toContain(said);
  });
});

describe('a rule that a schema cannot say', () => {
  it.each([
    ['when: incident.incident_type', 'when: incident.incident_typ', 'when: No such key'],
    ['when: incident.incident_type == "disk_full"', 'when: "1 + 1"', 'gives a int'],
    ['from: alert.evidence.mount', 'from: alerts.evidence.mount', 'must begin with alert'],
    ['from: alert.evidence.mount', 'from: alert.evidence', 'needs the name of a value'],
    ['format: absolute_path', 'pattern: "(?=x)"', 'parameters.mount.pattern: is no RE2 pattern'],
    ['format: absolute_path', 'extract: "a(b)(c)"', 'must have exactly 1 group'],
    ['format: absolute_path', 'minimum: 3', 'is for numbers'],
    ['format: absolute_path', 'enum: [a, 1]', 'must be of type string'],
    ['format: absolute_path', 'format: absolute_path, default: etc', 'an absolute path'],
    ['format: absolute_path', 'min_length: 9, max_length: 2', 'is more than max_length'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a recipe writes its parameters so
    ["'${mount}'", "'${mountt}'", '${mountt} is no parameter (did you mean "mount"?)'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a recipe writes its parameters so
    ["'${mount}'", "'${mount'", 'has "${" without "}"'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a recipe writes its parameters so
    ["'${mount}'", '/', 'parameters.mount: is used by no step'],
    ['risk: none', 'risk: low', 'risk: of a diagnostic recipe must be none'],
    ['category: diagnostic', 'category: remediation', 'must be low or more'],
    ['kind: command', 'kind: command\n    sudo: true', 'is not for a recipe of risk none'],
    ['risk: none', 'risk: none\nresolves: true', 'needs post_checks'],
    ['program: df', 'program: df -h', 'without spaces'],
    ['program: df', 'program: bash', 'runs scripts or other programs'],
    ['program: df', 'program: /usr/bin/python3', 'runs scripts or other programs'],
    ['program: df', 'program: sudo', 'write sudo: true'],
    ['program: df', 'program: env', 'runs scripts'],
    [`[-h, '\${mount}']`, `[-c, 'cat \${mount}']`, `args[1]: \${mount} would be a part of`],
    [`[-h, '\${mount}']`, `['--command=x \${mount}']`, `args[0]: \${mount} would be a part of`],
    ['kind: command', 'kind: command\n    needs: [usage]', 'usage → usage'],
    ['kind: command', 'kind: command\n    needs: [usagee]', 'did you mean "usage"?'],
  ])('%s → %s', (from, to, said) => expect(changed(from, to).join('\n')).toContain(said));

  it('lets a number stand where a program reads statements', () => {
    const limited = SOUND.replace(/mount: .*/, 'mount: { type: integer, from: alert.evidence.n }');
    expect(faults(limited.replace(`[-h, '\${mount}']`, `[-c, 'limit \${mount}']`))).toEqual([]);
  });

  it('names a cycle through all of its steps', () => {
    const cyclic = `${SOUND}    needs: [b]
  - { name: b, kind: wait, seconds: 1, needs: [c] }
  - { name: c, kind: wait, seconds: 1, needs: [usage] }
`;
    expect(faults(cyclic).join('\n')).toContain('steps need each other: usage → b → c → usage');
  });

  it('wants steps of different names, and checks that are executed', () => {
    const text = `${SOUND}pre_checks:
  - { name: usage, kind: manual, instructions: Look. }
`;
    expect(faults(text)).toEqual([
      '11:5: steps[0].name: "usage" is the name of another step',
      '16:20: pre_checks[0].kind: must be executed: command, http or wait',
    ]);
  });

  it('wants a change to be verified', () => {
    const text = SOUND.replace('diagnostic', 'remediation').replace('risk: none', 'risk: low');
    expect(faults(text).join('\n')).toContain('post_checks: are missing');
  });

  it.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a recipe writes its parameters so
    ['https://${mount}/x', 'whose host is written out'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a recipe writes its parameters so
    ['https://a.example${mount}/x', 'whose host is written out'],
    ['https://user:pw@a.example/', 'without user'],
    ['file:///etc/passwd', 'http(s) URL'],
    ['https://a.example/x#y', 'fragment'],
  ])('does not let evidence choose who is called: %s', (url, said) => {
    const request = `kind: http\n    method: GET\n    url: '${url}'\n`;
    const whole = SOUND.slice(0, SOUND.indexOf('kind: command')) + request;
    expect(faults(whole).join('\n')).toContain(said);
  });

  it('keeps secrets out of documents', () => {
    const headers = '{ Authorization: Bearer x, "a b": c }';
    const request = `kind: http\n    method: GET\n    url: https://a.example/\n    headers: ${headers}\n`;
    const whole = SOUND.slice(0, SOUND.indexOf('kind: command')) + request;
    expect(faults(whole).join('\n')).toContain('headers.Authorization: is a secret');
    expect(faults(whole).join('\n')).toContain('is no name of a header');
  });

  it('checks what the tests of a document name', () => {
    const text = `${SOUND}tests:
  - { name: t, facts: {}, matches: false, parameters: { mont: x }, argv: { usag: [] } }
`;
    expect(faults(text).join('\n')).toMatch(/mont".*mean "mount"[\s\S]*usag".*mean "usage"/);
  });
});
