import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatMessage } from './chat-text.ts';
import { escaped, mailText } from './mail-text.ts';
import { type Telling, type ToldIncident, wordingOf } from './telling.ts';

const incident: ToldIncident = {
  id: 'inc_1',
  title: 'Checkout errors',
  severity: 'critical',
  description: 'Half of all payments fail.',
  service: 'Checkout',
  startedAt: '2026-11-21T10:04:59.000Z',
  alerts: 3,
  responders: ['Ada', 'Ben', 'Cy'],
  closedBy: null,
  resolution: '',
};
const opened: Telling = { kind: 'new', incident, at: '', actor: null, assigned: [] };
const HUB = 'https://hub.example';
const mail = (telling: Telling) => mailText(wordingOf(telling), HUB);
const chat = (telling: Telling) => chatMessage(wordingOf(telling), HUB).text;

test('a mail says what happened first and has one link; plain text reads as well', () => {
  const { subject, text, html } = mail(opened);
  expect(subject).toBe('New: Checkout errors');
  expect(text).toBe(`A critical incident has opened.
Checkout errors

Severity: critical
Service: Checkout
Started: 2026-11-21 10:04 UTC
Alerts: 3
Responders: Ada, Ben and Cy

Half of all payments fail.

Open the incident: https://hub.example/incidents/inc_1

-- \nWhat you are told is yours to choose: Settings, Notifications.
`);
  expect(html.match(/https?:/g)).toHaveLength(1);
});

test('a chat message is one text with the incident linked', () => {
  expect(chat(opened)).toBe(`*New*: <https://hub.example/incidents/inc_1|Checkout errors>
A critical incident has opened.
Severity: critical · Service: Checkout · Started: 2026-11-21 10:04 UTC · Alerts: 3 · Responders: Ada, Ben and Cy
>Half of all payments fail.`);
});

describe('every kind says what happened', () => {
  const of = (kind: 'new', given: object = {}, about: object = {}) => {
    const telling = { ...opened, kind, ...given, incident: { ...incident, ...about } } as Telling;
    const { state, happened } = wordingOf(telling);
    return `${state}: ${happened}`;
  };
  test.each([
    ['new', { actor: 'Ada' }, {}, 'New: Ada opened a critical incident.'],
    [
      'assign',
      { actor: 'Ada', assigned: ['Ben'] },
      {},
      'Assigned: Ada assigned this critical incident to Ben.',
    ],
    ['wake', {}, {}, 'Awake: The snooze is over.'],
    ['wake', { actor: 'Ada' }, {}, 'Awake: Ada ended the snooze.'],
    ['storm', {}, { alerts: 100 }, 'Storm: It has grown to 100 alerts.'],
    ['resolve', { actor: 'Ada' }, { closedBy: 'person' }, 'Resolved: Ada resolved it.'],
    ['resolve', {}, { closedBy: 'recovery' }, 'Resolved: All its alerts have recovered.'],
    [
      'resolve',
      {},
      { closedBy: 'timeout' },
      'Resolved: Its alerts have been silent, so it was closed.',
    ],
    [
      'resolve',
      { actor: 'Ada' },
      { closedBy: 'merge' },
      'Merged: Ada merged it into another incident.',
    ],
    ['reopen', { actor: 'Ada' }, {}, 'Reopened: Ada reopened it.'],
    ['severity', {}, {}, 'Worse: Its severity has risen to critical.'],
    ['severity', { actor: 'Ada' }, {}, 'Worse: Ada raised its severity to critical.'],
    [
      'reminder',
      { number: 3, most: 12 },
      {},
      'Reminder: Nobody has acknowledged this critical incident yet.',
    ],
  ])('%s %o %o', (kind, given, about, expected) => {
    expect(of(kind as 'new', given, about)).toBe(expected);
  });

  test('a digest counts', () => {
    const withheld = { new: 40, assign: 1, resolve: 16 };
    const { subject, text } = mail({
      kind: 'digest',
      withheld,
      since: '2026-11-21T10:04:59.000Z',
    });
    expect(subject).toBe('Digest: and 57 more');
    expect(text).toContain(
      'And 57 more since 2026-11-21 10:04 UTC: 40 new incidents, 1 assignment, 16 resolved.',
    );
  });
});

describe('what senders write', () => {
  const nasty = fc.string({
    unit: fc.constantFrom(...'<>&"\'!@#|\n\r\u0000`*_ channelhrvyo'.split('')),
    maxLength: 60,
  });
  const full = (text: string): Telling => ({
    ...opened,
    kind: 'new',
    incident: { ...incident, title: text, description: text, service: text, responders: [text] },
    actor: text,
  });

  test('never begins a header, and is text in the HTML', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const { subject, html } = mail(full(text));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(subject).not.toMatch(/[\u0000-\u001f]/);
        const tags = html.replaceAll(/<\/?(?:!doctype|meta|div|p|br|strong|a)\b[^<>]*>/g, '');
        expect(tags).not.toMatch(/[<>]/);
      }),
    );
    expect(escaped(`<a href="x" onclick='y'>&`)).toBe(
      '&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;',
    );
  });

  test('calls nobody in a chat and makes no link', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const message = chat(full(text));
        const links = message.match(/<[^>]*>/g) ?? [];
        expect(links).toHaveLength(1);
        expect(links[0]).toMatch(/^<https:\/\/hub\.example\/incidents\/inc_1\|[^<>]*>$/);
        expect(message).not.toMatch(/@(channel|here|everyone|all)\b/i);
      }),
    );
    expect(chat(full('<!channel> @here'))).toContain('&lt;!channel&gt; @\u200bhere');
  });
});
