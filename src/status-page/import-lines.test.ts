import { expect, test } from 'vitest';
import { readImport } from './import-lines.ts';
import { readAddress } from './subscriber-address.ts';

test('CSV is read as spreadsheets write it', () => {
  const csv =
    '\uFEFFAddress,Channel,Services\r\n"a@b.example",email,"svc_1 svc_2"\r\nc@d.example,,\r\n';
  expect(readImport({ csv })).toEqual([
    { address: 'a@b.example', channel: 'email', services: ['svc_1', 'svc_2'] },
    { address: 'c@d.example' },
  ]);
  expect(readImport({ csv: 'address;locale\nx@y.example;de' })).toEqual([
    { address: 'x@y.example', locale: 'de' },
  ]);
  expect(readImport({ csv: 'address,locale\n"a ""b"" @c",en' })).toEqual([
    { address: 'a "b" @c', locale: 'en' },
  ]);
});

test('a line that cannot be read says so and stops nothing', () => {
  const lines = readImport({ ndjson: '{"address":"a@b.example"}\nnonsense\n{"channel":"email"}' });
  expect(lines[0]).toEqual({ address: 'a@b.example' });
  expect(lines[1]).toEqual({ unreadable: 'The line is no JSON.' });
  expect(lines[2]).toHaveProperty('unreadable');
});

test('one form, with columns that are known', () => {
  expect(() => readImport({})).toThrow(/one form/);
  expect(() => readImport({ csv: 'address\nx', ndjson: '{}' })).toThrow(/one form/);
  expect(() => readImport({ csv: 'mail\nx@y.example' })).toThrow(/names the columns/);
  expect(() => readImport({ csv: 'address' })).toThrow(/too many lines, or none/);
});

test('addresses are brought to one form, or say what is wrong', () => {
  const faultOf = () => null;
  expect(readAddress('email', ' Ada@Shop.Example ', faultOf)).toMatchObject({
    text: 'ada@shop.example',
    label: 'ada@shop.example',
  });
  for (const bad of [
    '',
    'a',
    'a@b',
    'a@b..c',
    'a b@c.de',
    'a@b.c, d@e.fg',
    'a@-b.de',
    'a\n@b.de',
    `${'a'.repeat(65)}@b.de`,
  ]) {
    expect([bad, 'fault' in readAddress('email', bad, faultOf)]).toEqual([bad, true]);
  }
  expect(readAddress('webhook', 'https://Hooks.example/x', faultOf)).toMatchObject({
    text: 'https://hooks.example/x',
    label: 'hooks.example',
  });
  expect(readAddress('slack', 'http://10.0.0.1', () => 'a private address')).toEqual({
    fault: 'a private address',
  });
});
