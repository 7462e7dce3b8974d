import type { Problem } from './shapes.ts';

/** A request that did not succeed, in words for a person. */
export class Failure extends Error {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The server's stable code, or `unreachable`. */
  readonly code: string;
  /** The problem document, where there was one. */
  readonly problem: Partial<Problem> & Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? wordsFor(status));
    this.name = 'Failure';
    this.status = status;
    this.code = problem.code ?? (status === 0 ? 'unreachable' : `http_${status}`);
    this.problem = problem as Failure['problem'];
  }

  /** What was wrong with one field (JSON pointer without the slash), in the server's words. */
  field(name: string): string | null {
    const found = this.problem.errors?.find(({ pointer }) => pointer === `/${name}`);
    return found ? `Expected ${found.expected}.` : null;
  }
}

/** Whatever was thrown as a {@link Failure}. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure(0, {});
}

function wordsFor(status: number): string {
  if (status === 0) return 'The hub could not be reached. Nothing was changed.';
  if (status === 401) return 'You are not signed in.';
  if (status === 429) return 'Too many requests; wait a moment.';
  return `The hub answered with ${status}.`;
}

/** The body of an answer of openapi-fetch; throws a {@link Failure} unless it succeeded. */
export function unwrap<Data>(result: {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}): Data {
  const { data, error, response } = result;
  if (response.ok) return data as Data;
  throw new Failure(response.status, typeof error === 'object' ? (error as Partial<Problem>) : {});
}
