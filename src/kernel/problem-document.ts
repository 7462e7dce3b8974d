import { Problem } from './errors.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Media type of {@link problemDocument}. */
export const PROBLEM_TYPE = 'application/problem+json';

/** A problem as RFC 9457 wants it told, with our `code` and the request's id. */
export function problemDocument(problem: Problem, requestId: string): Record<string, unknown> {
  return {
    type: 'about:blank',
    title: TITLES[problem.status] ?? 'Error',
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
