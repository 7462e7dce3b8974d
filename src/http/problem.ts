import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { badRequest, Problem } from '../kernel/errors.ts';
import { internalError, PROBLEM_TYPE, problemDocument } from '../kernel/problem-document.ts';
import { codeOf, databaseUnavailable, isUnreachable } from '../store/transaction.ts';

/** What Fastify itself refuses, in our words. */
const FRAMEWORK: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new Problem(413, 'body_too_large', 'The body is too large; at most 1 MiB is accepted.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Problem(415, 'unsupported_media_type', 'The body must be JSON: application/json.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    badRequest('invalid_content_length', 'The body is not as long as Content-Length says.'),
  FST_ERR_BAD_URL: () => badRequest('bad_url', 'The URL cannot be decoded.'),
};

/** Whatever was thrown as a Problem. Unknown errors keep their text to themselves. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const known = FRAMEWORK[codeOf(error)];
  if (known) return known();
  if (isUnreachable(error)) return databaseUnavailable(error);
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem(status, 'bad_request', 'The request cannot be processed.');
  }
  return internalError(error);
}

/** Of a client that left before its body was read: nobody hears it, and it is no fault of ours. */
const HUNG_UP = badRequest('request_aborted', 'The connection ended before the request did.');

function hasHungUp({ raw }: FastifyRequest, error: unknown): boolean {
  return raw?.errored === error && error instanceof Error;
}

/** Fastify's error handler: every error becomes a problem document, faults of ours are logged. */
export function createErrorHandler(log: Pick<Logger, 'error'>) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = hasHungUp(request, error) ? HUNG_UP : toProblem(error);
    if (problem.status >= 500) logFault(log, problem, request);
    sendProblem(problem, request, reply);
  };
}

/** Answers with a problem document. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  reply.code(problem.status).headers({
    'content-type': PROBLEM_TYPE,
    'cache-control': 'no-store',
    'x-request-id': request.id,
    'x-content-type-options': 'nosniff',
  });
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  if (problem.retryAfter !== undefined) reply.header('retry-after', problem.retryAfter);
  // Fastify closes after a body it did not read to the end, and the reset that follows often
  // reaches the sender before the answer. Node reads the rest away, until the request's timeout.
  if (problem.status === 413) reply.removeHeader('connection');
  reply.send(JSON.stringify(problemDocument(problem, request.id)));
}

/** Names the fault; never the request's headers or body, nor the rows a database error quotes. */
function logFault(log: Pick<Logger, 'error'>, problem: Problem, request: FastifyRequest): void {
  const cause = problem.cause ?? problem;
  const { name, message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  log.error(
    {
      request_id: request.id,
      method: request.method,
      route: request.routeOptions?.url,
      status: problem.status,
      err: { type: name, code: codeOf(cause), message, stack },
    },
    'request failed',
  );
}
