import { describe, expect, it } from 'vitest';
import { failureOf, OutboundFailure, tlsFailure } from './failures.ts';

const coded = (code: string, message = 'what the library says', extra = {}) =>
  Object.assign(new Error(message), { code }, extra);

describe('an error of the way out', () => {
  it.each([
    ['ECONNREFUSED', 'connection_refused'],
    ['ECONNRESET', 'connection_reset'],
    ['EPIPE', 'connection_reset'],
    ['EHOSTUNREACH', 'connection_failed'],
    ['ENETUNREACH', 'connection_failed'],
    ['ETIMEDOUT', 'connection_failed'],
    ['EMFILE', 'connection_failed'],
    ['EADDRNOTAVAIL', 'connection_failed'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls_failed'],
    ['HPE_INVALID_CONSTANT', 'protocol_error'],
    ['UND_ERR_HEADERS_OVERFLOW', 'protocol_error'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'protocol_error'],
    ['UND_ERR_SOCKET', 'connection_reset'],
  ])('%s is %s', (code, error) => expect(failureOf(coded(code)).error).toBe(error));

  it('that undici cannot match to a request is one of the protocol', () => {
    expect(failureOf(coded('UND_ERR_SOCKET', 'bad upgrade')).error).toBe('protocol_error');
    expect(failureOf(coded('UND_ERR_SOCKET', 'bad response')).error).toBe('protocol_error');
  });

  it('of ours says what it said', () => {
    const own = new OutboundFailure('blocked_address', 'hooks.example is private');
    expect(failureOf(own)).toEqual({
      error: 'blocked_address',
      detail: 'hooks.example is private',
    });
  });

  it.each([undefined, null, 'text', 7, {}, new Error('secret'), { code: 7, message: {} }])(
    'may be anything: %j',
    (error) => {
      expect(failureOf(error)).toEqual({
        error: 'protocol_error',
        detail: 'the answer is not valid HTTP/1.1',
      });
    },
  );
});

describe('an error of TLS', () => {
  it('is told by its reason, which names no file', () => {
    const message = '80F0:error:0A00010B:SSL routines:wrong version:../deps/openssl/ssl.c:354:';
    const detail = (error: Error) => tlsFailure(error).detail;
    expect(
      detail(coded('ERR_SSL_WRONG_VERSION_NUMBER', message, { reason: 'wrong version' })),
    ).toBe('TLS failed: wrong version');
    expect(detail(coded('EPROTO', message))).toBe('TLS failed: the receiver does not speak it');
    expect(detail(coded('CERT_HAS_EXPIRED', 'certificate has expired; try --this'))).toBe(
      'TLS failed: certificate has expired',
    );
  });

  it('is cut where a certificate is talkative', () => {
    const reason = `Host: x. is not in the cert's altnames: ${'DNS:a.example, '.repeat(100)}`;
    const { detail } = tlsFailure(coded('ERR_TLS_CERT_ALTNAME_INVALID', '', { reason }));
    expect(detail).toHaveLength(200);
  });
});
