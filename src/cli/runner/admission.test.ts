import { expect, test } from 'vitest';
import { type AllowedProgram, admit } from './admission.ts';

const entry = (program: string, more: Partial<AllowedProgram> = {}): AllowedProgram => ({
  program,
  arguments: [],
  rest: null,
  folder: '/',
  environment: [],
  user: null,
  sudo: false,
  longest: null,
  ...more,
});

const RESTART = entry('/usr/bin/systemctl', { arguments: ['restart', '[a-z][a-z0-9-]{0,40}'] });
const STATUS = entry('/usr/bin/systemctl', { arguments: ['status'], rest: '[a-z-]+' });
const VACUUM = entry('/usr/bin/journalctl', {
  arguments: ['--vacuum-size=[0-9]{1,4}M'],
  sudo: true,
});
const ECHO = entry('/bin/echo', { rest: '.*' });
const ALL = [RESTART, STATUS, VACUUM, ECHO];

const ask = (program: string, args: readonly string[], sudo = false) =>
  admit(ALL, { program, args, sudo });

test.each([
  ['by its path', '/usr/bin/systemctl', ['restart', 'nginx'], RESTART],
  ['by its name', 'systemctl', ['restart', 'nginx'], RESTART],
  ['by a later entry of the same program', 'systemctl', ['status', 'nginx', 'sshd'], STATUS],
  ['with no further arguments', 'systemctl', ['status'], STATUS],
  ['whose arguments a shell would take for its own', 'echo', ['$(reboot)', '; ls', '`id`'], ECHO],
])('a call is admitted %s', (_, program, args, found) => {
  expect(ask(program, args)).toEqual({ allowed: true, entry: found });
});

test.each([
  ['/usr/bin/systemctl', ['restart', 'nginx; reboot']],
  ['/usr/bin/systemctl', ['restart', 'nginx && reboot']],
  ['/usr/bin/systemctl', ['restart', '$(reboot)']],
  ['/usr/bin/systemctl', ['restart', '`reboot`']],
  ['/usr/bin/systemctl', ['restart', 'nginx|tee']],
  ['/usr/bin/systemctl', ['restart', 'nginx\nsshd']],
  ['/usr/bin/systemctl', ['restart', 'nginx\n']],
  ['/usr/bin/systemctl', ['restart', 'nginx\0']],
  ['/usr/bin/systemctl', ['restart', ' nginx']],
  ['/usr/bin/systemctl', ['restart', '../nginx']],
  ['/usr/bin/systemctl', ['restart', '--force']],
  ['/usr/bin/systemctl', ['restart', '']],
  ['/usr/bin/systemctl', ['restart', 'ｎｇｉｎｘ']],
  ['/usr/bin/systemctl', ['restart nginx']],
  ['/usr/bin/systemctl', ['restart']],
  ['/usr/bin/systemctl', ['restart', 'nginx', 'sshd']],
  ['/usr/bin/systemctl', ['stop', 'nginx']],
  ['/bin/echo', ['one line\nand another']],
  ['/bin/echo', ['a\0b']],
])('%s %j is not admitted', (program, args) => {
  expect(ask(program, args)).toMatchObject({ allowed: false });
});

test.each([
  '/bin/systemctl',
  '/usr/bin/../bin/systemctl',
  '/usr/bin//systemctl',
  'usr/bin/systemctl',
  './systemctl',
  'bin/systemctl',
  'systemctl ',
  'SYSTEMCTL',
  '/usr/bin/systemctl\0',
  '/bin/sh',
  'sh',
  '',
])('the program %j is none of the list', (program) => {
  expect(ask(program, ['restart', 'nginx'])).toMatchObject({
    allowed: false,
    reason: expect.stringContaining('is not on the allow-list'),
  });
});

test('sudo is used where the entry and the step both say so, and never otherwise', () => {
  expect(ask('journalctl', ['--vacuum-size=500M'], true)).toMatchObject({ allowed: true });
  expect(ask('journalctl', ['--vacuum-size=500M'], false)).toMatchObject({ allowed: false });
  expect(ask('systemctl', ['restart', 'nginx'], true)).toMatchObject({ allowed: false });
});

test('a refusal says which argument does not fit what', () => {
  expect(ask('systemctl', ['restart', 'x; y'])).toEqual({
    allowed: false,
    reason:
      'the allow-list of this host does not admit this call: argument 2, "x; y", is not ' +
      '[a-z][a-z0-9-]{0,40}; or argument 1, "restart", is not status',
  });
});

test('a refusal of endless arguments has an end', () => {
  const args = Array.from({ length: 64 }, () => '\n'.repeat(1_000));
  const admission = ask('echo', args);
  expect(admission.allowed || admission.reason.length).toBeLessThanOrEqual(1_000);
});

test('a pattern that makes other engines backtrack is answered at once', () => {
  const evil = [entry('/bin/x', { arguments: ['(a+)+(a|aa)+$'] })];
  const args = [`${'a'.repeat(5_000)}!`];
  expect(admit(evil, { program: 'x', args, sudo: false })).toMatchObject({ allowed: false });
});
