import { describe, expect, test } from 'vitest';
import { findAccount, permits } from './account.ts';
import { newestFirst, parseVersion } from './binaries.ts';
import { initdbArguments } from './cluster.ts';
import { parsePidFile } from './pid-file.ts';
import { serverArguments } from './settings.ts';
import { socketFits } from './socket-folder.ts';

const nobody = { name: 'nobody', uid: 65534, gid: 65534 };

describe('the account', () => {
  test('is read from /etc/passwd', () => {
    const passwd = 'root:x:0:0::/root:/bin/sh\n\nnobody:x:65534:65534:n:/:/bin/false\nbad:x::';
    expect(findAccount(passwd, 'nobody')).toEqual(nobody);
    expect(findAccount(passwd, 'postgres')).toBeUndefined();
    expect(findAccount('', 'nobody')).toBeUndefined();
  });

  test.each([
    [{ mode: 0o40755, uid: 0, gid: 0 }, 5, true],
    [{ mode: 0o40711, uid: 0, gid: 0 }, 1, true],
    [{ mode: 0o40711, uid: 0, gid: 0 }, 5, false],
    [{ mode: 0o40700, uid: 0, gid: 0 }, 1, false],
    [{ mode: 0o40700, uid: 65534, gid: 0 }, 5, true],
    [{ mode: 0o40750, uid: 0, gid: 65534 }, 5, true],
    // Only the first class that fits counts, as in the kernel.
    [{ mode: 0o40077, uid: 65534, gid: 0 }, 1, false],
    [{ mode: 0o40707, uid: 0, gid: 65534 }, 1, false],
  ])('%o permits %i: %s', (target, wanted, expected) => {
    expect(permits(target, nobody, wanted)).toBe(expected);
  });
});

describe('the programs', () => {
  test.each([
    ['postgres (PostgreSQL) 18.4\n', { version: '18.4', major: 18 }],
    ['postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)', { version: '15.14', major: 15 }],
    ['postgres (PostgreSQL) 19beta1', { version: '19beta1', major: 19 }],
    ['something else', undefined],
  ])('%s', (text, expected) => {
    expect(parseVersion(text)).toEqual(expected);
  });

  test('are taken from the newest version, by number', () => {
    expect(newestFirst(['9.6', '9', '15', '100', 'lib'])).toEqual(['100', '15', '9']);
  });

  test('sort by bytes and know Unicode in every version', () => {
    expect(initdbArguments('/d', 18, true)).toContain('--builtin-locale=C.UTF-8');
    expect(initdbArguments('/d', 16, true).join(' ')).not.toContain('builtin');
    for (const major of [15, 18])
      expect(initdbArguments('/d', major, true)).toContain('--locale=C');
    expect(initdbArguments('/d', 18, true)).not.toContain('--no-sync');
  });
});

describe('postmaster.pid', () => {
  test('tells process, port and socket', () => {
    const text = '4711\n/data/postgres\n1795234980\n5432\n/tmp/x y\n\n  123  4\nready   \n';
    expect(parsePidFile(text)).toEqual({ pid: 4711, port: 5432, socketFolder: '/tmp/x y' });
  });

  test('may be young, empty or of a standalone backend', () => {
    expect(parsePidFile('4711\n/data\n179')).toEqual({ pid: 4711, port: 0, socketFolder: '' });
    expect(parsePidFile('')).toBeUndefined();
    expect(parsePidFile('-4711\n/data\n')).toBeUndefined();
  });
});

describe('the server', () => {
  test('listens on its socket only, whatever the settings say', () => {
    const settings = { port: '1', listen_addresses: '*', work_mem: '8MB' };
    const line = serverArguments('/d', '/s, "t"', 5432, settings).join(' ');
    expect(line).toContain('-D /d -c ');
    expect(line).toContain('-c listen_addresses= ');
    expect(line).toContain('-c port=5432 ');
    expect(line).toContain('-c work_mem=8MB ');
    expect(line).toContain('unix_socket_directories="/s, ""t"""');
    expect(line).not.toMatch(/fsync|synchronous_commit/);
  });

  test('counts a path in bytes, not in characters', () => {
    const room = process.platform === 'linux' ? 92 : 88;
    expect(socketFits(`/${'x'.repeat(room - 2)}`)).toBe(true);
    expect(socketFits(`/${'ü'.repeat(room - 2)}`)).toBe(false);
  });
});
