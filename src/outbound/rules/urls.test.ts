import { describe, expect, it } from 'vitest';
import { isLocalhost, readUrl } from './urls.ts';

function targetOf(url: string) {
  const reading = readUrl(url);
  if (!reading.ok) throw new Error(`${url}: ${reading.fault}`);
  return reading.target;
}

function faultOf(url: string) {
  const reading = readUrl(url);
  return reading.ok ? null : reading.fault;
}

describe('a URL', () => {
  it('is taken apart into what a connection and a request line need', () => {
    expect(targetOf('https://Hooks.Example:8443/a/b?c=d#e')).toEqual({
      origin: 'https://hooks.example:8443',
      tls: true,
      host: 'hooks.example',
      port: 8443,
      path: '/a/b?c=d',
    });
    expect(targetOf('http://hooks.example')).toMatchObject({ port: 80, path: '/', tls: false });
    expect(targetOf('https://hooks.example:443/')).toMatchObject({
      origin: 'https://hooks.example',
      port: 443,
    });
  });

  it('of an IPv6 host has brackets in its origin only', () => {
    const { origin, host } = targetOf('http://[2606:4700::1]:8080/');
    expect([origin, host]).toEqual(['http://[2606:4700::1]:8080', '2606:4700::1']);
  });

  it('means the same host with a dot at its end', () => {
    expect(targetOf('https://hooks.example./x')).toEqual(targetOf('https://hooks.example/x'));
    expect(targetOf('http://127.0.0.1./')).toEqual(targetOf('http://127.0.0.1/'));
  });

  it('keeps what would be read as a path of its own', () => {
    expect(targetOf('http://hooks.example//127.0.0.1/').path).toBe('//127.0.0.1/');
    expect(targetOf('http://hooks.example/ä ö'.replace(' ', '%20')).path).toBe('/%C3%A4%20%C3%B6');
  });

  it.each([
    ['2130706433'],
    ['0x7f000001'],
    ['0X7F000001'],
    ['017700000001'],
    ['0177.0.0.1'],
    ['0x7f.0x0.0x0.0x1'],
    ['127.1'],
    ['127.0.1'],
    ['0x7f.1'],
    ['127.0.0.1.'],
    ['①②⑦.⓪.⓪.①'],
    ['１２７.０.０.１'],
    ['127。0。0。1'],
    ['%31%32%37.0.0.1'],
  ])('with the host %s means 127.0.0.1', (host) => {
    expect(targetOf(`http://${host}/`).host).toBe('127.0.0.1');
  });

  it.each([
    ['[::FFFF:127.0.0.1]', '::ffff:7f00:1'],
    ['[0:0:0:0:0:0:0:1]', '::1'],
    ['[::127.0.0.1]', '::7f00:1'],
  ])('with the host %s means %s', (written, host) => {
    expect(targetOf(`http://${written}/`).host).toBe(host);
  });

  it.each([
    ['nothing', ''],
    ['a word', 'hooks'],
    ['no host', 'http://'],
    ['a dot for a host', 'http://./'],
    ['a zone id', 'http://[fe80::1%25eth0]/'],
    ['a zone id, not encoded', 'http://[fe80::1%eth0]/'],
    ['five numbers', 'http://1.2.3.4.5/'],
    ['a number too large', 'http://256.256.256.256/'],
    ['a number far too large', 'http://4294967296/'],
    ['a host with a space', 'http://hooks .example/'],
    ['a host with an encoded NUL', 'http://127.0.0.1%00.example/'],
    ['a relative URL', '//hooks.example/'],
    ['a path', '/hooks'],
    ['a space before it', ' http://hooks.example/'],
    ['a line break in it', 'http://hooks.exam\nple/'],
    ['a tab in it', 'ht\ttp://hooks.example/'],
    ['a NUL in it', 'http://hooks.example/\0'],
  ])('is refused: %s', (_, url) => expect(faultOf(url)).not.toBeNull());

  it.each(['ftp', 'file', 'gopher', 'ws', 'wss', 'data', 'javascript', 'ldap', 'unix', 'jar:http'])(
    'is refused with the scheme %s',
    (scheme) => expect(faultOf(`${scheme}://hooks.example/`)).not.toBeNull(),
  );

  it.each([
    'http://user@hooks.example/',
    'http://user:secret@hooks.example/',
    'http://:secret@hooks.example/',
    'http://hooks.example@127.0.0.1/',
    'http://hooks.example%40@127.0.0.1/',
  ])('is refused with user or password: %s', (url) => {
    expect(faultOf(url)).toMatch(/user and password/);
    expect(faultOf(url)).not.toMatch(/secret/);
  });
});

describe('a port', () => {
  it.each([80, 443, 1024, 3000, 4000, 5000, 8000, 8080, 8443, 9000, 9090, 32_768, 65_535])(
    '%i is open',
    (port) => expect(faultOf(`http://hooks.example:${port}/`)).toBeNull(),
  );

  it.each([
    0, 1, 21, 22, 23, 25, 53, 79, 81, 110, 111, 135, 139, 143, 389, 445, 465, 587, 636, 873, 993,
    1023, 1433, 1521, 2049, 2375, 2376, 2379, 3306, 3389, 5432, 5672, 5900, 5984, 6000, 6379, 6443,
    6667, 9200, 10_250, 11_211, 26_379, 27_017,
  ])('%i is not', (port) => {
    expect(faultOf(`http://hooks.example:${port}/`)).toBe(
      `port ${port} is not allowed; 80, 443 and most from 1024 on are`,
    );
  });

  it('beyond 65535 is no port', () => {
    expect(faultOf('http://hooks.example:65536/')).toMatch(/not a URL/);
  });
});

describe('a name of this machine', () => {
  it.each(['localhost', 'a.localhost', 'a.b.localhost'])('is %s', (host) =>
    expect(isLocalhost(host)).toBe(true),
  );
  it.each(['localhost.example', 'notlocalhost', 'local', '127.0.0.1'])('is not %s', (host) =>
    expect(isLocalhost(host)).toBe(false),
  );
});
