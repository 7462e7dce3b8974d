import { Type } from 'typebox';

/** RFC 9457 as every error of our own API has it. Codes may bring members of their own. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'Stable; decide by this' }),
    request_id: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: 'JSON pointer, or the name of a header' }),
          expected: Type.String(),
          received: Type.String(),
        }),
      ),
    ),
  },
  { $id: 'Problem', additionalProperties: true },
);

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'No valid credential',
  403: 'The credential does not allow this',
  404: 'Not found in this tenant',
  405: 'Another method is meant',
  409: 'The present state does not allow this; `code` names why',
  413: 'The body is too large',
  415: 'Another content type is expected',
  422: 'A field is not what is expected; `errors` names it',
  429: 'Too many requests; try again after `Retry-After` seconds',
  500: 'A fault of the hub',
  503: 'Nothing was stored; try again after `Retry-After` seconds',
};

/** The documentation of error responses with these statuses. */
export function problemsOf(statuses: readonly number[]): Record<number, object> {
  const content = { 'application/problem+json': { schema: { $ref: 'Problem#' } } };
  const entries = statuses.map((status) => [
    status,
    { description: MEANINGS[status] ?? 'Error', content },
  ]);
  return Object.fromEntries(entries);
}

/** The errors that a route of our own API may answer with. */
export function problemResponses(access: string, method: string, hasParams: boolean) {
  const writes = method !== 'GET';
  return problemsOf([
    ...(writes ? [400] : []),
    ...(access === 'public' ? [] : [401, 403]),
    ...(hasParams ? [404] : []),
    ...(writes ? [409, 413, 415] : []),
    ...[422, 429, 500, 503],
  ]);
}
