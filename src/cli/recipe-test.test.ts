import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from './program.ts';

const STARTER_SET = new URL('../../recipes', import.meta.url).pathname;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-recipes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `tocsin recipe test …` in this process. */
async function recipeTest(...args: string[]) {
  const lines = { out: '', err: '' };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((text) => {
      lines.out += `${text}\n`;
    }),
    vi.spyOn(console, 'error').mockImplementation((text) => {
      lines.err += `${text}\n`;
    }),
  ];
  const about = { version: '0', description: '' };
  const code = await runCommandLine(['node', 'tocsin', 'recipe', 'test', ...args], about);
  for (const spy of spies) spy.mockRestore();
  return { code, ...lines };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const recipe = (slug: string, matches: boolean) => `slug: ${slug}
name: Look
description: Looks.
category: diagnostic
risk: none
os: [any]
when: incident.incident_type == "disk_full"
parameters:
  mount: { type: string, from: alert.evidence.mount, format: absolute_path }
steps:
  - { name: usage, kind: command, program: df, args: [-hP, '\${mount}'] }
tests:
  - name: a full disk
    facts: { incident: { incident_type: disk_full }, alert: { evidence: { mount: /a b } } }
    matches: ${matches}
    argv: { usage: [df, -hP, /a b] }
`;

describe('tocsin recipe test', () => {
  it('passes the starter set, and says what a sample would be offered', async () => {
    const sample = { title: 'Disk 95 % full on web-01', evidence: { mount: '/var' } };
    const alert = file('sample.json', JSON.stringify({ ...sample, hostname: 'web-01:9100' }));
    const { code, out, err } = await recipeTest(STARTER_SET, '--alert', alert);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/\d+ recipes, \d+ tests: all passed\.\n$/);
    expect(out).toContain('would run (on web-01):\n    steps.usage: df -hP /var\n');
    expect(out.indexOf('disk-usage, score')).toBeLessThan(out.indexOf('journal-vacuum, score'));
  });

  it('ends with 1 when a test of a document fails, and says what came instead', async () => {
    const { code, out, err } = await recipeTest(file('failing.yaml', recipe('failing', false)));
    expect(code).toBe(1);
    expect(out).toContain('failing: 1 of 1 test failed');
    expect(out).toContain('a full disk: matches is true; expected: false');
    expect(err).toContain('1 failed');
  });

  it('ends with 2 for documents that are not sound, with every fault by line and column', async () => {
    const broken = recipe('broken', true).replace('program: df', 'program: bash');
    const path = file('broken.yaml', broken.replace('risk: none', 'risk: nnoe'));
    const { code, out } = await recipeTest(
      path,
      file('sound.yaml', recipe('sound', true)),
      '--json',
    );
    expect(code).toBe(2);
    const { files, summary } = JSON.parse(out);
    expect(files[0]).toMatchObject({
      valid: false,
      faults: [{ line: 5, column: 1, path: 'risk' }, { path: 'steps[0].program' }],
    });
    expect(files[1]).toMatchObject({ slug: 'sound', valid: true, tests: [{ failures: [] }] });
    expect(summary).toEqual({ recipes: 2, invalid: 1, tests: 1, failed: 0 });
  });

  it('shows arguments so that one is not taken for two, and what is missing', async () => {
    const path = file('look.yaml', recipe('look', true));
    const facts = (mount: unknown) => ({
      incident: { incident_type: 'disk_full' },
      alert: { title: 'x', evidence: { mount } },
    });
    const spaced = file('spaced.json', JSON.stringify(facts("/a b'; reboot")));
    expect((await recipeTest(path, '--alert', spaced)).out).toContain(
      `steps.usage: df -hP '/a b'\\''; reboot'`,
    );
    const none = file('none.json', JSON.stringify(facts(7)));
    const { code, out } = await recipeTest(path, '--alert', none);
    expect(code).toBe(0);
    expect(out).toContain('mount is missing: what is at alert.evidence.mount must be an absolute');
    expect(out).toContain(`df -hP '\${mount}'`);
  });

  it.each([
    ['a path that is not there', ['/nowhere/at/all'], 'cannot be read (ENOENT)'],
    ['a folder without recipes', [tmpdir()], ''],
    ['a sample that is none', [STARTER_SET, '--alert', STARTER_SET], '--alert must be'],
    ['no path', [], 'path'],
  ])('is wrong usage for %s', async (_, args, said) => {
    const given = said === '' ? [mkdtempSync(join(folder, 'empty-'))] : args;
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { code, err } = await recipeTest(...given);
    const told = err + write.mock.calls.flat().join('');
    write.mockRestore();
    expect(code).toBe(2);
    expect(told).toContain(said);
  });

  it('refuses two documents of one slug', async () => {
    const paths = [file('one.yaml', recipe('same', true)), file('two.yaml', recipe('same', true))];
    const { code, out } = await recipeTest(...paths);
    expect(code).toBe(2);
    expect(out).toContain('"same" is the slug of');
  });
});
