import { expect, test } from 'vitest';
import type { NoticeContent, StatusNoticeKind } from '../store/status-tables.ts';
import { slackBody } from './channel-bodies.ts';
import { renderConfirmation } from './confirmation-mail.ts';
import { renderNoticeMail } from './notice-mail.ts';
import { contentFor } from './told-notice.ts';

const hub = {
  name: 'Acme',
  url: 'https://acme.example',
  accent: '#ffee00',
  timeZone: 'Asia/Tokyo',
};
const links = { manage: 'https://acme.example/manage/m', unsubscribe: 'https://acme.example/un/u' };
const content: NoticeContent = {
  title: 'Checkout errors',
  body_html: 'Cards are <b>refused</b> &amp; retried.',
  body_text: 'Cards are refused & retried.',
  state: 'investigating',
  statuses: [
    { service_id: 'svc_a', status: 'down', name: 'Checkout' },
    { service_id: 'svc_b', status: 'up', name: 'Search' },
  ],
  starts_at: Date.UTC(2026, 10, 21, 10, 5),
  ends_at: null,
};

const mailOf = (
  kind: StatusNoticeKind,
  changes: Partial<NoticeContent> = {},
  locale: 'en' | 'de' = 'en',
) =>
  renderNoticeMail(
    hub,
    { kind, subjectId: 'x_1', content: { ...content, ...changes } },
    locale,
    links,
  );

test('the text says what happened first, then the facts, then where to read on', () => {
  expect(mailOf('report_created').text).toBe(`Cards are refused & retried.

Checkout errors
State: Investigating
Time: 21 Nov 2026, 19:05 GMT+9
Affects: Checkout (down), Search

Read it on the status page:
https://acme.example/reports/x_1

-- 
You get this because you subscribed to Acme.
Choose what you are told: https://acme.example/manage/m
Unsubscribe: https://acme.example/un/u
`);
});

test('the subject carries state and name, in the language of its reader', () => {
  expect(mailOf('report_created').subject).toBe('Investigating: Checkout errors – Acme');
  expect(mailOf('report_resolved', { state: 'resolved' }).subject).toMatch(/^Resolved: /);
  expect(mailOf('report_resolved', { state: 'resolved' }, 'de').subject).toMatch(/^Behoben: /);
  const window = { state: null, ends_at: Date.UTC(2026, 10, 21, 12) };
  expect(mailOf('maintenance_started', window).subject).toMatch(/^Maintenance started: /);
  expect(mailOf('maintenance_started', window).text).toContain('/maintenances/x_1');
  expect(mailOf('report_updated', { title: 'A\r\nBcc: b@c.example' }).subject).not.toMatch(
    /[\r\n]/,
  );
});

test('an update without a text still begins with what happened', () => {
  const { text } = mailOf('report_updated', { body_text: ' ', body_html: '', state: 'monitoring' });
  expect(text.split('\n')[0]).toBe('Checkout errors: Monitoring.');
});

test('the HTML keeps the sanitised body and escapes everything else', () => {
  const { html } = mailOf('report_created', { title: '<script>alert(1)</script>' });
  expect(html).toContain('Cards are <b>refused</b> &amp; retried.');
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;script&gt;');
  expect(html).toContain('color-scheme');
});

test('a chat is never made to mention or link what a text says', () => {
  const title = '<!here> <http://evil.example|x> *b*';
  const notice = {
    kind: 'report_created' as const,
    subjectId: 'x_1',
    content: { ...content, title },
  };
  const body = slackBody(hub, notice, 'en', links);
  expect(body).not.toMatch(/<!here|<http:\/\/evil/);
  expect(JSON.parse(body).blocks).toHaveLength(3);
});

test('a hub tells only of components that it shows, under its own names', () => {
  const shown = contentFor(content, [{ service_id: 'svc_b', name: 'Find' }]);
  expect(shown.statuses).toEqual([{ service_id: 'svc_b', status: 'up', name: 'Find' }]);
});

test('a confirmation asks in the language that was chosen', () => {
  const mail = renderConfirmation(
    hub,
    { about: 'confirm', address: 'ada@shop.example', link: 'https://acme.example/confirm/c' },
    'de',
  );
  expect(mail.subject).toBe('Bestätigen Sie Ihr Abonnement von Acme');
  expect(mail.text).toContain('https://acme.example/confirm/c');
  expect(mail.text).toContain('ada@shop.example');
});
