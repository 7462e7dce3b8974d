import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEVERITIES } from '../../kernel/severity.ts';
import {
  audienceOf,
  type ChannelListening,
  type Happening,
  newlyRemindedOf,
  type PersonListening,
  remindedOf,
} from './audience.ts';
import { CHANNEL_KINDS, EVENT_KINDS } from './kinds.ts';
import { preferencesOf } from './preferences.ts';

const person = (id: string, given: object = {}, hasChat = false): PersonListening => ({
  memberId: id,
  name: id,
  preferences: preferencesOf(given),
  hasChat,
});
const channel = (id: string, given: Partial<ChannelListening> = {}): ChannelListening => ({
  channelId: id,
  name: id,
  serviceIds: null,
  events: EVENT_KINDS,
  minSeverity: 'info',
  ...given,
});
const happening = (given: Partial<Happening> = {}): Happening => ({
  kind: 'new',
  severity: 'high',
  serviceId: 'svc_web',
  responders: ['ada'],
  assigned: [],
  actorId: null,
  ...given,
});

const told = (given: Partial<Happening>, people: PersonListening[], channels = [channel('c')]) =>
  audienceOf(happening(given), { people, channels }).map(({ id, means }) => `${id} ${means}`);

describe('who is told', () => {
  test('responders, those who follow everything, and channels', () => {
    const people = [person('ada'), person('bea'), person('cem', { scope: 'all' }, true)];
    expect(told({}, people)).toEqual(['ada email', 'cem email', 'cem chat', 'c chat']);
  });

  test('nobody of what they did, but a channel always', () => {
    expect(told({ actorId: 'ada', kind: 'resolve' }, [person('ada')])).toEqual(['c chat']);
  });

  test('of an assignment only those who are new, whatever they follow', () => {
    const people = [person('ada'), person('bea'), person('cem', { scope: 'all' })];
    const given = { kind: 'assign', responders: ['ada', 'bea'], assigned: ['bea'] } as const;
    expect(told(given, people)).toEqual(['bea email', 'c chat']);
  });

  test('channels of the service; of no service only those without a choice', () => {
    const channels = [
      channel('all'),
      channel('web', { serviceIds: ['svc_web'] }),
      channel('pay', { serviceIds: ['svc_pay'] }),
    ];
    expect(told({}, [], channels)).toEqual(['all chat', 'web chat']);
    expect(told({ serviceId: null }, [], channels)).toEqual(['all chat']);
  });

  test('nobody of what they did not choose or what is below their severity', () => {
    const any = fc.record({
      kind: fc.constantFrom(...EVENT_KINDS),
      severity: fc.constantFrom(...SEVERITIES),
      events: fc.subarray([...EVENT_KINDS]),
      min_severity: fc.constantFrom(...SEVERITIES),
    });
    fc.assert(
      fc.property(any, ({ kind, severity, events, min_severity }) => {
        const wanted =
          events.includes(kind) && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(min_severity);
        const people = [person('ada', { events, min_severity })];
        const channels = [channel('c', { events, minSeverity: min_severity })];
        const expected = wanted ? ['ada email', 'c chat'] : [];
        expect(told({ kind, severity, assigned: ['ada'] }, people, channels)).toEqual(expected);
      }),
    );
  });
});

describe('a severity that rises', () => {
  const rises = (severity: Happening['severity'], worstBefore?: Happening['severity']) =>
    told(
      { kind: 'severity', severity, worstBefore },
      [
        person('ada'),
        person('bea', { scope: 'all', min_severity: 'high' }),
        person('cem', { scope: 'all', min_severity: 'critical' }),
        person('dan', { scope: 'all', min_severity: 'high', events: ['assign'] }),
      ],
      [channel('any'), channel('loud', { minSeverity: 'critical' })],
    );

  test('is told to those whom it reaches for the first time', () => {
    expect(rises('high', 'low')).toEqual(['bea email']);
    expect(rises('critical', 'medium')).toEqual(['bea email', 'cem email', 'loud chat']);
    expect(rises('critical', 'high')).toEqual(['cem email', 'loud chat']);
  });

  test('is told to nobody whom it reached before, and not when it falls', () => {
    expect(rises('critical', 'critical')).toEqual([]);
    expect(rises('low', 'high')).toEqual([]);
    expect(rises('critical')).toEqual([]);
  });
});

describe('who is reminded', () => {
  const reminded = (responders: string[], people: PersonListening[], channels = [channel('c')]) =>
    remindedOf({ severity: 'high', serviceId: null, responders }, { people, channels });

  test('responders at their own pace, without those who do not want to be', () => {
    const people = [person('ada', { reminder_minutes: 5 }), person('bea', { reminders: false })];
    expect(reminded(['ada', 'bea'], people)).toEqual([{ id: 'ada', everyMinutes: 5 }]);
  });

  test('who follows everything, where nobody is responsible', () => {
    const people = [person('ada'), person('cem', { scope: 'all' })];
    expect(reminded(['ada'], people).map(({ id }) => id)).toEqual(['ada']);
    expect(reminded(['key_of_a_program'], people).map(({ id }) => id)).toEqual(['cem']);
  });

  test('those whom a rise in severity reaches for the first time, and nobody again', () => {
    const people = [
      person('ada'),
      person('bea', { min_severity: 'high', reminder_minutes: 5 }),
      person('cem', { min_severity: 'critical' }),
    ];
    const channels = [channel('r', { events: CHANNEL_KINDS, minSeverity: 'medium' })];
    const concern = {
      severity: 'high',
      serviceId: null,
      responders: ['ada', 'bea', 'cem'],
    } as const;
    const newly = (worstBefore: 'low' | 'high' | undefined) =>
      newlyRemindedOf(concern, worstBefore, { people, channels });
    expect(newly('low')).toEqual([
      { id: 'bea', everyMinutes: 5 },
      { id: 'r', everyMinutes: null },
    ]);
    expect(newly('high')).toEqual([]);
    expect(newly(undefined)).toEqual([]);
  });

  test('channels that chose it', () => {
    const channels = [channel('c'), channel('r', { events: CHANNEL_KINDS })];
    expect(reminded([], [], channels)).toEqual([{ id: 'r', everyMinutes: null }]);
  });
});
