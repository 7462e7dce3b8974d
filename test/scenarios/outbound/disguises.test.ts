import { isIP } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { redirecting } from '../../fake-receiver/behaviours.ts';
import type { FakeReceiver } from '../../fake-receiver.ts';
import {
  answerOf,
  createOutboundRig,
  failureOf,
  inUrl,
  outcomeOf,
  secondLoopback,
  type TestClient,
} from './outbound-rig.ts';

const rig = createOutboundRig();
/** Listens on every address of this machine. Nobody may ever reach it. */
let canary: FakeReceiver;
let guarded: TestClient;

beforeAll(async () => {
  canary = await rig.receiver({ host: '::' }).catch(() => rig.receiver({ host: '0.0.0.0' }));
  guarded = rig.client({ allowCidrs: [] });
});
afterAll(rig.cleanUp);

describe('a name', () => {
  afterEach(() => expect(canary.connections()).toBe(0));

  test.each([
    ['127.0.0.1'],
    ['127.255.255.254'],
    ['0.0.0.0'],
    ['::1'],
    ['::'],
    ['::ffff:127.0.0.1'],
    ['::ffff:7f00:1'],
    ['64:ff9b::7f00:1'],
    ['169.254.169.254'],
    ['10.0.0.1', '192.168.0.1', 'fd00::1'],
    // Not what a resolver should give; whatever it is, nobody connects to it.
    ['127.1'],
    ['2130706433'],
    ['fe80::1%lo'],
    ['localhost'],
    [''],
  ])('cannot be called where it stands for %s', async (...addresses) => {
    const client = rig.client({ allowCidrs: [], resolve: async () => addresses });
    const failure = failureOf(await client.post(`http://hooks.example:${canary.port}/`));
    expect(failure.error).toBe('blocked_address');
    // What private DNS says is not for tenants to read.
    for (const address of addresses) if (address) expect(failure.detail).not.toContain(address);
  });

  test('of this machine is not asked for', async () => {
    const asked: string[] = [];
    const resolve = async (name: string) => {
      asked.push(name);
      return ['8.8.8.8'];
    };
    const client = rig.client({ allowCidrs: [], resolve });
    for (const host of ['localhost', 'localhost.', 'LocalHost', 'db.localhost']) {
      const result = await client.post(`http://${host}:${canary.port}/`);
      expect(outcomeOf(result)).toBe('blocked_address');
    }
    expect(asked).toEqual([]);
  });
});

describe('a URL that hides where it goes', () => {
  afterEach(() => expect(canary.connections()).toBe(0));

  test.each([
    ['behind a user', (port: number) => `http://hooks.example@127.0.0.1:${port}/`],
    ['behind user and password', (port: number) => `http://hooks.example:80@127.0.0.1:${port}/`],
    ['behind a backslash', (port: number) => `http:\\\\127.0.0.1:${port}\\`],
    ['behind a fragment', (port: number) => `http://127.0.0.1:${port}#@hooks.example/`],
    ['behind a query', (port: number) => `http://127.0.0.1:${port}?@hooks.example/`],
    ['behind a line break', (port: number) => `http://127.0.0\n.1:${port}/`],
    ['behind a tab', (port: number) => `ht\ttp://127.0.0.1:${port}/`],
    ['behind spaces', (port: number) => `  http://127.0.0.1:${port}/`],
    ['without slashes', (port: number) => `http:127.0.0.1:${port}/`],
    ['with many slashes', (port: number) => `http:////127.0.0.1:${port}/`],
    ['in capitals', (port: number) => `HTTP://LOCALHOST:${port}/`],
    ['with leading zeros in its port', (port: number) => `http://127.0.0.1:0${port}/`],
    ['as a web socket', (port: number) => `ws://127.0.0.1:${port}/`],
    ['as a gopher', (port: number) => `gopher://127.0.0.1:${port}/_x`],
    ['as ftp', (port: number) => `ftp://127.0.0.1:${port}/`],
    ['as a Unix socket', () => 'unix:/var/run/docker.sock'],
    ['as a file', () => 'file:///etc/passwd'],
    ['as data', () => 'data:text/plain,hello'],
  ])('is refused %s', async (_, write) => {
    const result = await guarded.post(write(canary.port));
    expect(outcomeOf(result)).toBeOneOf(['invalid_url', 'blocked_address']);
  });

  test('is refused with a Host header that names another', async () => {
    const open = rig.client();
    const own = await rig.receiver();
    for (const name of ['Host', 'host', 'HOST']) {
      const headers = { [name]: `127.0.0.1:${canary.port}` };
      expect(outcomeOf(await open.post(own.url, { headers }))).toBe('protocol_error');
    }
    expect(own.connections()).toBe(0);
  });

  test('is refused at a port of another service, however open the network', async () => {
    const open = rig.client({ allowCidrs: ['0.0.0.0/0', '::/0'] });
    for (const port of [22, 25, 5432, 6379, 11_211]) {
      expect(outcomeOf(await open.post(`http://127.0.0.1:${port}/`))).toBe('invalid_url');
    }
  });
});

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('%i to the canary is an answer', async (status) => {
    const address = await secondLoopback();
    const client = rig.client({ allowCidrs: [address] });
    const location = `http://127.0.0.1:${canary.port}/secrets`;
    const there = await rig.receiver({ host: address, answer: redirecting(location, status) });
    const answer = answerOf(await client.post(`http://${inUrl(address)}:${there.port}/`));
    expect(answer).toMatchObject({ status, headers: { location } });
    expect(there.requests).toHaveLength(1);
    expect(canary.connections()).toBe(0);
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'http://',
      'https://',
      'HTTP:',
      '//',
      '\\\\',
      '@',
      ':',
      '/',
      '?',
      '#',
      '.',
      '%2e',
    ),
    fc.constantFrom('127.0.0.1', '127.1', '0x7f', '017700000001', '[::1]', '[::ffff:', 'localhost'),
    fc.constantFrom(
      '①②⑦',
      '。',
      '\u00ad',
      '\u200b',
      '%00',
      '\t',
      '\n',
      ' ',
      ']',
      'hooks.example',
      '0',
    ),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  );

  test('is refused or fails, and never throws', async () => {
    const client = rig.client({ allowCidrs: [], resolve: async () => ['127.0.0.1', '::1'] });
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (given, withPort) => {
        const url = withPort ? `${given}:${canary.port}/` : given;
        // A public address by chance is for no test to call.
        const fault = client.faultOf(url);
        if (fault === null && isIP(new URL(url).hostname.replace(/^\[|\]$/g, ''))) return;
        const failure = failureOf(await client.post(url));
        expect(failure.error).toBeOneOf(['invalid_url', 'blocked_address']);
      }),
      { numRuns: 3_000 },
    );
    expect(canary.connections()).toBe(0);
  });
});

// Last: it proves that the canary was there all the time.
test('the canary is reached by whoever is allowed', async () => {
  const open = rig.client({ resolve: async () => ['10.0.0.1', '127.0.0.1'] });
  for (const host of ['127.0.0.1', 'hooks.example']) {
    expect(outcomeOf(await open.post(`http://${host}:${canary.port}/`))).toBe(200);
  }
  expect(canary.requests).toHaveLength(2);
});
