import { expect, test } from 'vitest';
import { badRequest, Problem } from '../kernel/errors.ts';
import { createErrorHandler, toProblem } from './problem.ts';

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

test('a client that hangs up while it sends is no fault of ours', () => {
  const error = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  const answered: number[] = [];
  const reply = {
    code: (status: number) => {
      answered.push(status);
      return reply;
    },
    headers: () => reply,
    header: () => reply,
    send: () => reply,
  };
  const logged: unknown[] = [];
  const handle = createErrorHandler({ error: (line: unknown) => logged.push(line) } as never);
  const request = { id: 'req_1', method: 'POST', raw: { errored: error } };
  handle(error, request as never, reply as never);
  expect(logged).toEqual([]);
  handle(error, { ...request, raw: { errored: null } } as never, reply as never);
  expect(logged).toHaveLength(1);
  expect(answered).toEqual([400, 503]);
});
