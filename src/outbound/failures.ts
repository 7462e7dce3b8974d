import { truncate } from '../kernel/text.ts';
import type { OutboundError } from './client.ts';

/** Why there is no answer; `detail` is for a person, without path, query, headers or body. */
export interface Failure {
  readonly error: OutboundError;
  readonly detail: string;
}

/** A failure of ours on its way through undici. */
export class OutboundFailure extends Error {
  readonly error: OutboundError;

  constructor(error: OutboundError, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = 'OutboundFailure';
    this.error = error;
  }
}

/** Nothing is sent any more. */
export const CLOSING: Failure = { error: 'shutting_down', detail: 'the hub is shutting down' };

const CLOSED: Failure = { error: 'connection_reset', detail: 'the receiver closed the connection' };

const BY_CODE: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: { error: 'connection_refused', detail: 'the connection was refused' },
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  ETIMEDOUT: { error: 'connection_failed', detail: 'the receiver could not be reached' },
  EHOSTUNREACH: { error: 'connection_failed', detail: 'the receiver could not be reached' },
  ENETUNREACH: { error: 'connection_failed', detail: 'its network could not be reached' },
  UND_ERR_HEADERS_OVERFLOW: { error: 'protocol_error', detail: 'the headers are too large' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    error: 'protocol_error',
    detail: 'the body is not as long as announced',
  },
};

/** What an error of undici or of a socket means. Never throws. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OutboundFailure) return { error: error.error, detail: error.message };
  const { code, message } = read(error);
  const known = BY_CODE[code];
  if (known) return known;
  if (code === 'UND_ERR_SOCKET') return socketFailure(message);
  // Receivers that want a client certificate say so after the handshake.
  if (/^ERR_(SSL|OSSL|TLS)_/.test(code)) return tlsFailure(error);
  // The parser names the rule that was broken, not what was received.
  if (code.startsWith('HPE_')) return { error: 'protocol_error', detail: truncate(message, 200) };
  if (/^E[A-Z0-9]+$/.test(code)) {
    return { error: 'connection_failed', detail: `the connection failed (${code})` };
  }
  return { error: 'protocol_error', detail: 'the answer is not valid HTTP/1.1' };
}

/** The same for an error between connecting and the end of the TLS handshake. */
export function tlsFailure(error: unknown): Failure {
  const { code, message, reason } = read(error);
  if (BY_CODE[code] === CLOSED) {
    return { error: CLOSED.error, detail: 'the receiver closed the connection during TLS' };
  }
  // OpenSSL's messages name source files, its reasons do not; Node adds advice about its options.
  const said = code === 'EPROTO' ? 'the receiver does not speak it' : message.split(';')[0];
  const why = reason || said;
  return { error: 'tls_failed', detail: truncate(`TLS failed: ${why}`, 200) };
}

/** undici reports what nobody asked for (an upgrade, a second answer) as an error of the socket. */
function socketFailure(message: string): Failure {
  if (!message.startsWith('bad ')) return CLOSED;
  return { error: 'protocol_error', detail: 'the answer does not belong to the request' };
}

function read(error: unknown) {
  const { code, message, reason } = (error ?? {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { code: text(code), message: text(message), reason: text(reason) };
}
