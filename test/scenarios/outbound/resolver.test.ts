import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { createSystemResolver } from '../../../src/outbound/resolver.ts';

const A = 1;
const AAAA = 28;

type Answer = readonly Buffer[] | 'unknown' | 'failure' | 'silence';

let stop: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of stop) await one();
  stop = [];
});

/** A resolver that asks a name server of ours. */
async function resolverOf(answer: (name: string, type: number) => Answer) {
  const server = createSocket('udp4');
  const asked: string[] = [];
  server.on('message', (question, from) => {
    const { name, type, end } = read(question);
    asked.push(`${name} ${type}`);
    const given = answer(name, type);
    if (given !== 'silence')
      server.send(reply(question, end, type, given), from.port, from.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  stop.push(async () => {
    server.close();
    await once(server, 'close');
  });
  return { resolve: createSystemResolver([`127.0.0.1:${server.address().port}`]), asked };
}

const v4 = Buffer.of(203, 0, 113, 7);
const v6 = Buffer.from('20010db8000000000000000000000007', 'hex');

describe('the system’s resolver', () => {
  test('finds the addresses of both families, IPv4 first', async () => {
    const { resolve, asked } = await resolverOf((_, type) => (type === A ? [v4, v4] : [v6]));
    expect(await resolve('hooks.example')).toEqual(['203.0.113.7', '203.0.113.7', '2001:db8::7']);
    expect(asked.sort()).toEqual([`hooks.example ${A}`, `hooks.example ${AAAA}`]);
  });

  test('is content with one family', async () => {
    const { resolve } = await resolverOf((_, type) => (type === AAAA ? [v6] : []));
    expect(await resolve('hooks.example')).toEqual(['2001:db8::7']);
  });

  test.each(['silence', 'failure'] as const)('waits for no %s about the other', async (other) => {
    const { resolve } = await resolverOf((_, type) => (type === A ? [v4] : other));
    const started = performance.now();
    expect(await resolve('hooks.example')).toEqual(['203.0.113.7']);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('is not held up by names whose servers are silent', async () => {
    const { resolve } = await resolverOf((name) => (name.startsWith('dead') ? 'silence' : [v4]));
    const dead = Array.from({ length: 20 }, (_, index) =>
      resolve(`dead${index}.example`).catch(({ code }) => code),
    );
    let given = 0;
    for (const each of dead) void each.then(() => given++);
    expect(await resolve('hooks.example')).toContain('203.0.113.7');
    expect(given).toBe(0);
    expect(new Set(await Promise.all(dead))).toEqual(new Set(['ETIMEOUT']));
  });

  test('asks the system about a name that DNS does not know', async () => {
    const { resolve } = await resolverOf(() => 'unknown');
    // In every hosts file.
    expect(await resolve('localhost')).toContain('127.0.0.1');
    await expect(resolve('no-such-name.invalid')).rejects.toMatchObject({
      code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
    });
  });

  test('does not ask the system when DNS fails', async () => {
    const { resolve } = await resolverOf(() => 'failure');
    await expect(resolve('localhost')).rejects.toMatchObject({ code: 'ESERVFAIL' });
  });
});

/** Name and type of the only question, and where it ends (RFC 1035 §4.1). */
function read(message: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let size = message[at] ?? 0; size > 0; size = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + size));
    at += 1 + size;
  }
  return { name: labels.join('.'), type: message.readUInt16BE(at + 1), end: at + 5 };
}

function reply(question: Buffer, end: number, type: number, answer: Exclude<Answer, 'silence'>) {
  const records = typeof answer === 'string' ? [] : answer;
  const code = answer === 'unknown' ? 3 : answer === 'failure' ? 2 : 0;
  const header = Buffer.alloc(12);
  question.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  const encoded = records.map((data) => {
    // The name is that of the question; class IN, one minute.
    const fixed = Buffer.from('c00c000000010000003c0000', 'hex').subarray(0, 12);
    fixed.writeUInt16BE(type, 2);
    fixed.writeUInt32BE(60, 6);
    fixed.writeUInt16BE(data.length, 10);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([header, question.subarray(12, end), ...encoded]);
}
