import { expect, it } from 'vitest';
import type { EventOutcome } from '../../format.ts';
import { causeflow } from './causeflow.ts';

const request = { id: 'req_1', took: 0 };

const OPENED: EventOutcome = {
  alertId: 'alt_1',
  dedupKey: 'id:alert-98765',
  incidentId: 'inc_01j2x',
  status: 'firing',
  occurrences: 1,
  action: 'opened',
  created: true,
  opened: true,
};

it('answers a new alert with its incident, to be triaged', () => {
  expect(causeflow.toReply({ request, events: [OPENED], warnings: ['w'] })).toEqual({
    status: 202,
    body: { incidentId: 'inc_01j2x', status: 'triaging' },
  });
});

it('answers a seen id with 409, naming it as the sender wrote it and the first incident', () => {
  const events: EventOutcome[] = [
    { ...OPENED, action: 'duplicate', created: false, opened: false },
  ];
  expect(causeflow.toReply({ request, events, warnings: [] })).toEqual({
    status: 409,
    body: {
      error: 'duplicate_alert',
      message: "An incident with sourceAlertId 'alert-98765' already exists.",
      incidentId: 'inc_01j2x',
    },
  });
});

it.each([
  [401, 'invalid_api_key', { error: 'invalid_api_key', message: 'Why.' }],
  [401, 'invalid_signature', { error: 'invalid_signature', message: 'Why.' }],
  [429, 'rate_limited', { error: 'rate_limited', message: 'Why.' }],
  [413, 'body_too_large', { error: 'body_too_large', message: 'Why.' }],
])('dresses a refusal of %i %s', (status, code, body) => {
  const reply = causeflow.toError?.({ request, status, code, detail: 'Why.', errors: [] });
  expect(reply).toEqual({ status, body });
});

it.each([400, 422])('calls whatever is wrong with a payload a validation error (%i)', (status) => {
  const errors = [{ pointer: '/title', expected: 'a string', received: 'nothing' }];
  const reply = causeflow.toError?.({
    request,
    status,
    code: 'invalid_json',
    detail: 'Why.',
    errors,
  });
  expect(reply).toEqual({
    status: 400,
    body: { error: 'validation_error', message: 'Why.', errors },
  });
});

it('gives every alert without an id a key of its own', () => {
  let count = 0;
  const context = { now: 0, headers: {}, newKey: () => `k${++count}` };
  const payload = { title: 't', description: 'd' } as never;
  const keys = [1, 2].map(() => causeflow.toEvents(payload, context).events[0]?.dedupKey);
  expect(keys).toEqual(['new:k1', 'new:k2']);
});
