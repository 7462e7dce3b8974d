import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, vi } from 'vitest';
import { type SignatureScheme, verifySignature, verifyStandardWebhook } from './signatures.ts';

const BODY = Buffer.from('{"title":"Täst"}');
const sign = (secret: string, body = BODY) =>
  createHmac('sha256', secret).update(body).digest('hex');
const RIGHT = sign('s3cret');
const NOW = 1_700_000_000_000;

const scheme = (prefix: 'required' | 'optional' | 'none' | 'v1'): SignatureScheme => ({
  kind: 'hmac',
  headers: ['x-regen-signature', 'x-webhook-signature'],
  prefix,
});

const check = (
  value: string | undefined,
  prefix: 'required' | 'optional' | 'none' = 'required',
  secrets: readonly string[] = ['s3cret'],
) => verifySignature(scheme(prefix), { 'x-regen-signature': value }, BODY, secrets, NOW);

describe('a signature in hex', () => {
  it('agrees with RFC 4231, test case 2', () => {
    const digest = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    const body = Buffer.from('what do ya want for nothing?');
    const headers = { 'x-regen-signature': `sha256=${digest}` };
    expect(verifySignature(scheme('required'), headers, body, ['Jefe'], NOW)).toBe('valid');
  });

  it.each([
    ['with its prefix', `sha256=${RIGHT}`],
    ['in upper case', `sha256=${RIGHT.toUpperCase()}`],
    ['with the prefix in upper case', `SHA256=${RIGHT}`],
  ])('is taken %s', (_, value) => expect(check(value)).toBe('valid'));

  it.each([
    ['without the prefix', RIGHT],
    ['in base64', `sha256=${Buffer.from(RIGHT, 'hex').toString('base64')}`],
    ['one digit short', `sha256=${RIGHT.slice(1)}`],
    ['one digit long', `sha256=${RIGHT}0`],
    ['with a digit that is none', `sha256=${RIGHT.slice(1)}g`],
    ['with a line break behind', `sha256=${RIGHT}\n`],
    ['twice, as node joins repeated headers', `sha256=${RIGHT}, sha256=${RIGHT}`],
    ['as another algorithm', `sha1=${RIGHT}`],
    ['empty', ''],
  ])('is malformed %s', (_, value) => expect(check(value)).toBe('malformed'));

  it('may do without the prefix, or has none, where the format says so', () => {
    expect(check(RIGHT, 'optional')).toBe('valid');
    expect(check(`sha256=${RIGHT}`, 'optional')).toBe('valid');
    expect(check(RIGHT, 'none')).toBe('valid');
    expect(check(`sha256=${RIGHT}`, 'none')).toBe('malformed');
  });

  it('is invalid for other bytes, another secret, and a single flipped digit', () => {
    expect(check(`sha256=${sign('s3cret', Buffer.from('{}'))}`)).toBe('invalid');
    expect(check(`sha256=${sign('other')}`)).toBe('invalid');
    const flipped = RIGHT.slice(0, -1) + (RIGHT.endsWith('0') ? '1' : '0');
    expect(check(`sha256=${flipped}`)).toBe('invalid');
  });

  it('is taken under every active secret', () => {
    expect(check(`sha256=${sign('old')}`, 'required', ['new', 'old'])).toBe('valid');
  });

  it('is never valid where no secret is configured, not even under an empty key', () => {
    expect(check(`sha256=${RIGHT}`, 'required', [])).toBe('invalid');
    expect(check(`sha256=${sign('')}`, 'required', [''])).toBe('invalid');
    expect(check(`sha256=${sign('no secret is configured')}`, 'required', [])).toBe('invalid');
  });

  it('is missing without the header, or where the format has none', () => {
    expect(check(undefined)).toBe('missing');
    expect(verifySignature({ kind: 'none' }, {}, BODY, ['s3cret'], NOW)).toBe('missing');
  });

  it('is read from the documented header first, then from the others', () => {
    const wrong = `sha256=${'0'.repeat(64)}`;
    const right = `sha256=${RIGHT}`;
    const second = { 'x-webhook-signature': right };
    expect(verifySignature(scheme('required'), second, BODY, ['s3cret'], NOW)).toBe('valid');
    const both = { 'x-regen-signature': wrong, 'x-webhook-signature': right };
    expect(verifySignature(scheme('required'), both, BODY, ['s3cret'], NOW)).toBe('invalid');
  });
});

describe('a Standard Webhooks signature', () => {
  const NOW = Date.UTC(2026, 0, 1);
  const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

  /** Headers as the reference library makes them. */
  const signed = (webhook: Webhook, at = NOW, body = BODY) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': webhook.sign('msg_1', new Date(at), body.toString()),
  });
  const headers = signed(new Webhook(SECRET));

  it('of the reference library is valid, with a prefixed and with a raw secret', () => {
    expect(verifyStandardWebhook(headers, BODY, [SECRET], NOW)).toBe('valid');
    const raw = signed(new Webhook('plain words', { format: 'raw' }));
    expect(verifyStandardWebhook(raw, BODY, ['plain words'], NOW)).toBe('valid');
  });

  it('of ours is what the reference library takes', () => {
    vi.useFakeTimers({ now: NOW });
    const key = Buffer.from(SECRET.slice(6), 'base64');
    const hmac = createHmac('sha256', key)
      .update(`msg_1.${NOW / 1000}.`)
      .update(BODY);
    const ours = { ...headers, 'webhook-signature': `v1,${hmac.digest('base64')}` };
    expect(new Webhook(SECRET).verify(BODY.toString(), ours)).toEqual({ title: 'Täst' });
    expect(verifyStandardWebhook(ours, BODY, [SECRET], NOW)).toBe('valid');
    vi.useRealTimers();
  });

  it('counts if one of several matches one of several secrets', () => {
    const list = `v1a,abc v1,${'A'.repeat(43)}= ${headers['webhook-signature']}`;
    const several = { ...headers, 'webhook-signature': list };
    expect(verifyStandardWebhook(several, BODY, ['whsec_AAAA', SECRET], NOW)).toBe('valid');
  });

  it('is stale more than five minutes from our clock, on either side', () => {
    const at = (offset: number) => verifyStandardWebhook(headers, BODY, [SECRET], NOW + offset);
    expect(at(300_000)).toBe('valid');
    expect(at(-300_000)).toBe('valid');
    expect(at(301_000)).toBe('stale');
    expect(at(-301_000)).toBe('stale');
  });

  it('is invalid for another body, id, time or secret', () => {
    const changed = (extra: object) =>
      verifyStandardWebhook({ ...headers, ...extra }, BODY, [SECRET], NOW);
    expect(verifyStandardWebhook(headers, Buffer.from('{}'), [SECRET], NOW)).toBe('invalid');
    expect(verifyStandardWebhook(headers, BODY, ['whsec_AAAA'], NOW)).toBe('invalid');
    expect(changed({ 'webhook-id': 'msg_2' })).toBe('invalid');
    expect(changed({ 'webhook-timestamp': String(NOW / 1000 + 1) })).toBe('invalid');
  });

  it('is never valid without a secret', () => {
    expect(verifyStandardWebhook(headers, BODY, [], NOW)).toBe('invalid');
    expect(verifyStandardWebhook(headers, BODY, ['', 'whsec_'], NOW)).toBe('invalid');
  });

  it('is missing or malformed where a header is', () => {
    const { 'webhook-id': _, ...noId } = headers;
    expect(verifyStandardWebhook(noId, BODY, [SECRET], NOW)).toBe('missing');
    const odd = (extra: object) =>
      verifyStandardWebhook({ ...headers, ...extra }, BODY, [SECRET], NOW);
    expect(odd({ 'webhook-timestamp': '1e9' })).toBe('malformed');
    expect(odd({ 'webhook-signature': 'v1,xyz' })).toBe('malformed');
    expect(odd({ 'webhook-signature': 'v2,abc' })).toBe('malformed');
  });
});

describe('a list of signatures', () => {
  const list = (value: string, secrets = ['s3cret']) =>
    verifySignature(scheme('v1'), { 'x-regen-signature': value }, BODY, secrets, NOW);

  it.each([
    ['alone', `v1=${RIGHT}`],
    ['as the second', `v1=${sign('other')},v1=${RIGHT}`],
    ['with space between', `v1=${RIGHT}, v1=${sign('other')}`],
    ['beside a version nobody knows', `v2=abc,v1=${RIGHT}`],
  ])('is taken %s', (_, value) => expect(list(value)).toBe('valid'));

  it('is invalid when none matches, and malformed when none is a digest', () => {
    expect(list(`v1=${sign('other')},v1=${sign('another')}`)).toBe('invalid');
    expect(list(RIGHT)).toBe('malformed');
    expect(list('v1=,v2=abc')).toBe('malformed');
  });

  it('is not read on for ever', () => {
    expect(list(`${`v1=${sign('other')},`.repeat(8)}v1=${RIGHT}`)).toBe('invalid');
  });
});

describe('a signature over a timestamp', () => {
  const AT = String(NOW / 1_000);
  const stamped: SignatureScheme = {
    kind: 'hmac',
    headers: ['x-signature'],
    prefix: 'none',
    timestamp: /^x-[a-z-]*timestamp$/,
  };
  const signedAt = (at: string) => sign('s3cret', Buffer.from(`${at}:${BODY}`));
  const verdict = (headers: Record<string, string>) =>
    verifySignature(stamped, headers, BODY, ['s3cret'], NOW);

  it('is taken with the header, and over the body alone without', () => {
    expect(verdict({ 'x-signature': signedAt(AT), 'x-timestamp': AT })).toBe('valid');
    expect(verdict({ 'x-signature': RIGHT })).toBe('valid');
  });

  it('counts for its own seconds only', () => {
    expect(verdict({ 'x-signature': signedAt(AT), 'x-timestamp': '1' })).toBe('invalid');
    expect(verdict({ 'x-signature': RIGHT, 'x-timestamp': AT })).toBe('invalid');
    expect(verdict({ 'x-signature': signedAt(AT) })).toBe('invalid');
    expect(verdict({ 'x-signature': signedAt('now'), 'x-timestamp': 'now' })).toBe('malformed');
  });

  it.each([
    [-301, 'stale'],
    [-300, 'valid'],
    [300, 'valid'],
    [301, 'stale'],
  ])('of %i seconds from now is %s', (offset, expected) => {
    const at = String(NOW / 1_000 + offset);
    expect(verdict({ 'x-signature': signedAt(at), 'x-timestamp': at })).toBe(expected);
  });
});
