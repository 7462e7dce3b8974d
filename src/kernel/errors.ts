/** One offending field: where (JSON pointer or header name), what was allowed, what came. */
export interface FieldError {
  readonly pointer: string;
  readonly expected: string;
  readonly received: string;
}

interface ErrorDetails {
  readonly errors?: readonly FieldError[];
  /** Whole seconds after which trying again makes sense; sent as `Retry-After`. */
  readonly retryAfter?: number;
  /** Extra members for the problem document, e.g. the commands that are allowed now. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The only error that reaches a client: HTTP status, stable `code`, a sentence for a person.
 * Everything else that is thrown becomes `internal_error` without its text.
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldError[];
  readonly retryAfter: number | undefined;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, detail: string, details: ErrorDetails = {}) {
    super(detail, { cause: details.cause });
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.errors = details.errors ?? [];
    this.retryAfter = details.retryAfter;
    this.extra = details.extra ?? {};
  }
}

/** 400: the request cannot be read at all (encoding, JSON, headers). */
export function badRequest(code: string, detail: string, errors: readonly FieldError[] = []) {
  return new Problem(400, code, detail, { errors });
}

/** 422: readable, but its content is not what is expected. */
export function invalid(detail: string, errors: readonly FieldError[] = []) {
  return new Problem(422, 'validation_error', detail, { errors });
}

/** 401. One text for every cause, so that nothing can be probed. */
export function unauthenticated(detail = 'Credentials are missing or not valid.') {
  return new Problem(401, 'unauthenticated', detail);
}

/** 403: known caller, not allowed to do this. */
export function forbidden(detail: string) {
  return new Problem(403, 'forbidden', detail);
}

/** 404. Also the answer for what belongs to another tenant. */
export function notFound(what: string) {
  return new Problem(404, 'not_found', `${what} was not found.`);
}

/** 409: the state of the thing does not allow the request; `code` names the refusal. */
export function conflict(code: string, detail: string, extra: Record<string, unknown> = {}) {
  return new Problem(409, code, detail, { extra });
}

/** 503 with `Retry-After`: nothing was stored, trying again is safe. */
export function unavailable(code: string, detail: string, retryAfter = 1, cause?: unknown) {
  return new Problem(503, code, detail, { retryAfter, cause });
}
