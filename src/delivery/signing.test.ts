import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyStandardWebhook } from '../ingress/signatures.ts';
import { newWebhookSecret, signatureHeaders, webhookSecretFault } from './signing.ts';

const PUBLISHED = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const AT = 1_614_265_330_000;
const BODY = '{"test": 2432232314}';

const OLD = newWebhookSecret();
const NEW = newWebhookSecret();

beforeEach(() => vi.useFakeTimers({ now: AT }));
afterEach(() => vi.useRealTimers());

describe('the headers', () => {
  it('are those of the published example', () => {
    expect(signatureHeaders([PUBLISHED], ID, AT, BODY)).toEqual({
      'webhook-id': ID,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('are those that the reference library makes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uuid(), (text, id) => {
        const body = text.toWellFormed();
        const { 'webhook-signature': ours } = signatureHeaders([NEW], id, AT, body);
        expect(ours).toBe(new Webhook(NEW).sign(id, new Date(AT), body));
      }),
    );
  });

  it('tell the time in whole seconds, cut off', () => {
    expect(signatureHeaders([NEW], ID, AT + 999, BODY)['webhook-timestamp']).toBe('1614265330');
  });

  it('are the same for a text and for its bytes', () => {
    const text = '{"title":"Täst 🚨"}';
    expect(signatureHeaders([NEW], ID, AT, Buffer.from(text))).toEqual(
      signatureHeaders([NEW], ID, AT, text),
    );
  });
});

describe('a receiver', () => {
  const verify = (secret: string, headers: Record<string, string>, body: string) =>
    new Webhook(secret).verify(body, headers);

  it('with the reference library takes what we sign', () => {
    const body = '{"title":"Täst 🚨"}';
    const headers = signatureHeaders([PUBLISHED], ID, AT, body);
    expect(verify(PUBLISHED, headers, body)).toEqual({ title: 'Täst 🚨' });
  });

  it('takes it with the new and with the old secret while both are active, and with no other', () => {
    const headers = signatureHeaders([NEW, OLD], ID, AT, BODY);
    expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
    expect(verify(NEW, headers, BODY)).toEqual({ test: 2432232314 });
    expect(verify(OLD, headers, BODY)).toEqual({ test: 2432232314 });
    expect(() => verify(newWebhookSecret(), headers, BODY)).toThrow('No matching signature');
    expect(() => verify(OLD, signatureHeaders([NEW], ID, AT, BODY), BODY)).toThrow();
  });

  it('refuses another id, time or body', () => {
    const headers = signatureHeaders([NEW], ID, AT, BODY);
    expect(() => verify(NEW, { ...headers, 'webhook-id': 'msg_2' }, BODY)).toThrow();
    const later = { ...headers, 'webhook-timestamp': '1614265331' };
    expect(() => verify(NEW, later, BODY)).toThrow();
    expect(() => verify(NEW, headers, `${BODY} `)).toThrow();
  });

  it('refuses bytes of which one is changed, and takes bytes that are no text', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, where, flip) => {
          const body = Buffer.from(bytes);
          const headers = signatureHeaders([NEW], ID, AT, body);
          expect(verifyStandardWebhook(headers, body, [NEW], AT)).toBe('valid');
          const at = where % body.length;
          const changed = Buffer.from(body);
          changed[at] = (changed[at] ?? 0) ^ flip;
          expect(verifyStandardWebhook(headers, changed, [NEW], AT)).toBe('invalid');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('many secrets', () => {
  it('are each signed with, however many there were before', () => {
    const secrets = Array.from({ length: 1_500 }, newWebhookSecret);
    for (const secret of [...secrets, ...secrets.slice(0, 100)]) {
      const { 'webhook-signature': ours } = signatureHeaders([secret], ID, AT, 'x');
      expect(ours).toBe(new Webhook(secret).sign(ID, new Date(AT), 'x'));
    }
  });
});

describe('a secret', () => {
  it('that is new is long, sound and another each time', () => {
    expect(newWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhookSecretFault(newWebhookSecret())).toBeNull();
    expect(new Set(Array.from({ length: 100 }, newWebhookSecret)).size).toBe(100);
  });

  const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

  it.each([PUBLISHED, secretOf(24), secretOf(25), secretOf(26), secretOf(64)])(
    'may be %s',
    (secret) => {
      expect(webhookSecretFault(secret)).toBeNull();
      expect(() => new Webhook(secret)).not.toThrow();
    },
  );

  it.each([
    ['empty', ''],
    ['a prefix alone', 'whsec_'],
    ['without its prefix', PUBLISHED.slice(6)],
    ['in another case', PUBLISHED.replace('whsec_', 'WHSEC_')],
    ['an asymmetric key', PUBLISHED.replace('whsec_', 'whsk_')],
    ['too short', secretOf(23)],
    ['too long', secretOf(65)],
    ['words', 'whsec_correct horse battery staple!!'],
    ['in the alphabet of URLs', `whsec_${'-_'.repeat(16)}`],
    ['without padding', secretOf(25).replaceAll('=', '')],
    ['padded in the middle', `whsec_${'AAA='.repeat(10)}`],
    ['one digit short', PUBLISHED.slice(0, -1)],
    ['with bits that mean nothing', `${secretOf(25).slice(0, -3)}B==`],
    ['with a blank', `${PUBLISHED} `],
    ['with a line break', `${PUBLISHED}\n`],
  ])('is not accepted %s', (_, secret) => {
    const fault = webhookSecretFault(secret);
    expect(fault).toBe('whsec_ and 24 to 64 bytes in padded base64');
  });
});
