import { expect, test } from 'vitest';
import { badRequest, Problem } from '../kernel/errors.ts';
import { toProblem } from './problem.ts';

test('a problem stays what it is', () => {
  const problem = badRequest('odd', 'Odd.');
  expect(toProblem(problem)).toBe(problem);
});

test('an unreachable database is 503 and worth another try', () => {
  const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(toProblem(error)).toMatchObject({
    status: 503,
    code: 'database_unavailable',
    retryAfter: 2,
  });
});

test.each([
  ['FST_ERR_CTP_BODY_TOO_LARGE', 413, 'body_too_large'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 415, 'unsupported_media_type'],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 400, 'invalid_content_length'],
  ['FST_ERR_BAD_URL', 400, 'bad_url'],
])('%s of the framework is %i %s', (code, status, ours) => {
  const error = Object.assign(new Error('text'), { code, statusCode: status });
  expect(toProblem(error)).toMatchObject({ status, code: ours });
});

test('another refusal of the framework keeps its status, not its text', () => {
  const problem = toProblem(Object.assign(new Error('inner text'), { statusCode: 400 }));
  expect(problem).toMatchObject({ status: 400, code: 'bad_request' });
  expect(problem.message).not.toContain('inner text');
});

test.each([new Error('secret text'), 'secret text', null, { statusCode: 200 }])(
  'anything else (%s) is 500 without its text, the cause kept for the log',
  (thrown) => {
    const problem = toProblem(thrown);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ status: 500, code: 'internal_error', cause: thrown });
    expect(problem.message).not.toContain('secret');
  },
);
