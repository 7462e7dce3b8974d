import { STATUS_CODES } from 'node:http';
import { Problem } from './errors.ts';

/** Media type of {@link problemDocument}. */
export const PROBLEM_TYPE = 'application/problem+json';

/** A problem as RFC 9457 wants it told, with our `code` and the request's id. */
export function problemDocument(problem: Problem, requestId: string): Record<string, unknown> {
  return {
    type: 'about:blank',
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    request_id: requestId,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
    ...problem.extra,
  };
}

/** What clients learn of a fault of ours: nothing but where to ask. */
export function internalError(cause: unknown): Problem {
  const detail = 'Something went wrong on our side. The request id helps to find it in the log.';
  return new Problem(500, 'internal_error', detail, { cause });
}
