import { expect, test } from 'vitest';
import { curlOf } from './delivery-curl.ts';

test('a request becomes a line for a shell, without what curl sets itself', () => {
  const headers = { 'content-type': 'application/json', 'content-length': '9', 'webhook-id': 'e1' };
  expect(curlOf({ url: 'https://a.example/x', headers, body: '{"a":"b"}' })).toBe(
    [
      "curl -sS -X POST 'https://a.example/x' \\",
      "  -H 'content-type: application/json' \\",
      "  -H 'webhook-id: e1' \\",
      `  --data-raw '{"a":"b"}'`,
    ].join('\n'),
  );
});

test('quotes in a body do not end the word of the shell', () => {
  const line = curlOf({ url: 'https://a.example', headers: {}, body: `{"t":"it's"}` });
  expect(line).toContain(String.raw`'{"t":"it'\''s"}'`);
});

test('a body that is not kept is left out', () => {
  expect(curlOf({ url: 'https://a.example', headers: {}, body: null })).not.toContain('--data');
});
