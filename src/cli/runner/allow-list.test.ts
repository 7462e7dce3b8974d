import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '../../kernel/hashing.ts';
import { readAllowList } from './allow-list.ts';

const OWN = process.getuid?.() ?? 0;
let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-allow-'));
  path = join(folder, 'runner.yaml');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readWith(text: string) {
  await writeFile(path, text);
  await chmod(path, 0o644);
  return readAllowList(path, OWN);
}

const GOOD = `
programs:
  - program: /usr/bin/systemctl
    arguments: [restart, 'nginx|php-fpm']
    timeout_s: 60
  - program: /usr/local/bin/clean
    rest: '[a-z]+'
    folder: /srv
    environment: [HOME]
    user: www-data
    sudo: true
`;

test('a file says all about its programs; what it leaves out is the narrowest', async () => {
  expect(await readWith(GOOD)).toEqual({
    digest: sha256Hex(GOOD),
    programs: [
      {
        program: '/usr/bin/systemctl',
        arguments: ['restart', 'nginx|php-fpm'],
        rest: null,
        folder: '/',
        environment: [],
        user: null,
        sudo: false,
        longest: 60_000,
      },
      {
        program: '/usr/local/bin/clean',
        arguments: [],
        rest: '[a-z]+',
        folder: '/srv',
        environment: ['HOME'],
        user: 'www-data',
        sudo: true,
        longest: null,
      },
    ],
  });
});

test.each([
  ['no YAML', 'programs: [', /runner\.yaml:\d+:\d+/],
  ['no programs', 'programs: []', /programs/],
  ['a relative path', 'programs: [{ program: bin/ls }]', /:1:\d+: .*absolute path/],
  ['a word that nobody knows', 'programs: [{ program: /bin/ls, shell: true }]', /shell/],
  ['a pattern that RE2 has not', "programs: [{ program: /bin/ls, rest: '(?=x)' }]", /RE2/],
  [
    'a variable that is no name',
    'programs: [{ program: /bin/ls, environment: [A=B] }]',
    /A=B|envi/,
  ],
  ['a user that could be a flag', 'programs: [{ program: /bin/ls, user: -x }]', /user/],
])('a file with %s is refused, with the place', async (_, text, words) => {
  await expect(readWith(text)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(words),
  });
});

test('a file that everybody may write to allows nothing', async () => {
  await writeFile(path, GOOD);
  await chmod(path, 0o666);
  await expect(readAllowList(path, OWN)).rejects.toThrow('Everybody may write to');
});

test('a file in a folder that everybody may write to allows nothing, unless it is sticky', async () => {
  const open = join(folder, 'open');
  await mkdir(open);
  await writeFile(join(open, 'runner.yaml'), GOOD);
  await chmod(open, 0o777);
  await expect(readAllowList(join(open, 'runner.yaml'), OWN)).rejects.toThrow('Everybody may');
  await chmod(open, 0o1777);
  expect((await readAllowList(join(open, 'runner.yaml'), OWN)).programs).toHaveLength(2);
});

test('a file of neither root nor the runner allows nothing', async () => {
  const somebody = 54_321;
  await writeFile(path, GOOD);
  await chmod(path, 0o644);
  // Only root can give files away; others look at their own file as another user.
  if (OWN === 0) await chown(path, somebody, somebody);
  const reader = OWN === 0 ? OWN : somebody;
  await expect(readAllowList(path, reader)).rejects.toThrow('must belong to root');
  if (OWN === 0) expect((await readAllowList(path, somebody)).programs).toHaveLength(2);
});

test('what is no file allows nothing', async () => {
  await expect(readAllowList(folder, OWN)).rejects.toThrow('is not a file');
  await expect(readAllowList(join(folder, 'none'), OWN)).rejects.toThrow('cannot be read');
});
