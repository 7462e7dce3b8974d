import type { Refusal, Reply } from '../../format.ts';

const TEXT: Readonly<Record<number, string>> = {
  400: 'invalid payload',
  401: 'authentication failed',
  403: 'forbidden',
  404: 'not found',
  413: 'request body too large',
  415: 'unsupported media type',
  429: 'rate limit exceeded',
  503: 'temporarily unavailable',
};

/**
 * The error body of Regen's generic webhook (`error`, `source`, `detail`), with what a problem
 * document would add. A payload of the wrong shape is a 400 here (contracts, "Regen").
 */
export function regenError(refusal: Refusal): Reply {
  const status = refusal.status === 422 ? 400 : refusal.status;
  return {
    status,
    body: {
      error: TEXT[status] ?? (status < 500 ? 'request refused' : 'processing failed'),
      source: 'generic',
      detail: refusal.detail,
      status,
      code: refusal.code,
      errors: refusal.errors,
    },
  };
}
