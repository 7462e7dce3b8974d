import { describe, expect, test } from 'vitest';
import { chatVerdict, mailVerdict } from './verdict.ts';

describe('a chat', () => {
  const answer = (status: number, body = '', headers = {}) =>
    chatVerdict({ answered: true, status, headers, body });

  test('has taken it with any 2xx', () => {
    expect([200, 202, 204].map((status) => answer(status).outcome)).toEqual(
      Array.from({ length: 3 }, () => 'sent'),
    );
  });

  test('that is busy or broken is asked again, when it says', () => {
    expect(answer(500)).toEqual({
      outcome: 'retry',
      reason: 'The chat answered 500.',
      pause: null,
    });
    expect(answer(429, 'rate_limited', { 'retry-after': '30' })).toEqual({
      outcome: 'retry',
      reason: 'The chat answered 429 (rate_limited).',
      pause: 30_000,
    });
    expect(answer(503, '', { 'retry-after': 'soon' })).toMatchObject({ pause: null });
  });

  test('that refuses or sends elsewhere is not asked again; a page is not quoted', () => {
    expect(answer(404, 'no_service')).toEqual({
      outcome: 'failed',
      reason: 'The chat answered 404 (no_service).',
    });
    expect(answer(302, '<html>moved</html>')).toEqual({
      outcome: 'failed',
      reason: 'The chat answered 302.',
    });
  });

  test('that gives no answer is asked again, unless its address is the reason', () => {
    const none = (error: string) => chatVerdict({ answered: false, error, detail: 'why' });
    expect(none('timeout')).toEqual({ outcome: 'retry', reason: 'No answer: why.', pause: null });
    expect(none('blocked_address')).toEqual({ outcome: 'failed', reason: 'No answer: why.' });
    expect(none('invalid_url').outcome).toBe('failed');
  });
});

describe('a mail server', () => {
  test('that refuses the address is not asked again; that defers is', () => {
    expect(
      mailVerdict({ code: 'EENVELOPE', status: 550, response: '550 5.1.1\r\nno such user' }),
    ).toEqual({
      outcome: 'failed',
      reason: 'The mail server refused it: 550 5.1.1 no such user',
    });
    const greylisted = { code: 'EENVELOPE', status: 451, response: '451 later' };
    expect(mailVerdict(greylisted).outcome).toBe('retry');
  });

  test('that is away or does not let us in is asked again, its address kept inside', () => {
    expect(mailVerdict({ code: 'ESOCKET', status: null, response: '' })).toMatchObject({
      outcome: 'retry',
      reason: 'The mail server could not be reached (ESOCKET).',
    });
    expect(
      mailVerdict({ code: 'EAUTH', status: 535, response: '535 hub@mail.internal' }),
    ).toMatchObject({ outcome: 'retry', reason: 'The mail server refuses the hub’s sign-in.' });
  });
});
