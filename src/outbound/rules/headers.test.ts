import { describe, expect, it } from 'vitest';
import { headerFault } from './headers.ts';

describe('a header of the settings', () => {
  it.each([
    ['Authorization', 'Bearer abc'],
    ['X-Team', 'Größe'],
    ['x_odd.but~valid!', ''],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['X-Tab', 'a\tb'],
    ['Accept-Encoding', 'identity'],
    ['X-Host', 'a'],
    ['Proxy', 'a'],
  ])('%s: %s can be sent', (name, value) => expect(headerFault(name, value)).toBeNull());

  it.each([
    '',
    ' ',
    'a b',
    'a:',
    'ä',
    'a\r\nb',
    'a\0',
    '(a)',
    '"a"',
    'a/b',
    'a,b',
    'a;b',
    '[a]',
    'a=',
  ])('cannot be named %j', (name) => expect(headerFault(name, 'x')).toMatch(/header name/));

  it.each([
    'Host',
    'HOST',
    'content-length',
    'Transfer-Encoding',
    'Connection',
    'Keep-Alive',
    'Upgrade',
    'TE',
    'Trailer',
    'Expect',
    'Proxy-Authorization',
    'Proxy-Connection',
    'proxy-anything',
  ])('cannot be %s, which is the client’s own', (name) => {
    expect(headerFault(name, 'x')).toBe(`the header ${name.toLowerCase()} is reserved`);
  });

  it.each([
    ['a line break', 'secret\r\nX-Other: y'],
    ['a line feed', 'secret\n'],
    ['a carriage return', 'secret\r'],
    ['a NUL', 'secret\0'],
    ['a control character', 'secret\u0007'],
    ['a DEL', 'secret\u007f'],
    ['a character beyond Latin-1', 'secret €'],
  ])('cannot have %s in its value, which is not repeated', (_, value) => {
    expect(headerFault('X-Team', value)).toMatch(/the value of x-team/);
    expect(headerFault('X-Team', value)).not.toMatch(/secret/);
  });
});
