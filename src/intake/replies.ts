import type { Problem } from '../kernel/errors.ts';
import { PROBLEM_TYPE, problemDocument } from '../kernel/problem-document.ts';
import type { Format, Reply, RequestNote } from './format.ts';

/** A reply ready for the wire. */
export interface IntakeReply extends Reply {
  readonly headers: Readonly<Record<string, string>>;
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' } as const;

export function accept(reply: Reply): IntakeReply {
  return { ...reply, headers: JSON_HEADERS };
}

/** The refusal in the format's own words, else as a problem document (RFC 9457). */
export function refuse(format: Format, problem: Problem, request: RequestNote): IntakeReply {
  const { status, code, message: detail, errors, retryAfter } = problem;
  const retry = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  const own = format.toError?.({ status, code, detail, errors, request });
  if (own) return { ...own, headers: { ...JSON_HEADERS, ...retry } };
  const headers = { 'content-type': PROBLEM_TYPE, ...retry };
  return { status, body: problemDocument(problem, request.id), headers };
}
