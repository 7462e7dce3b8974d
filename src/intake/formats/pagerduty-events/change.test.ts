import { describe, expect, test } from 'vitest';
import { compileSchema } from '../../../ingress/schema-validation.ts';
import { changes } from './change.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const faultsOf = compileSchema(changes.schema);

function changeOf(payload: object, more: object = {}, settings = {}) {
  const warnings: string[] = [];
  const context = { now: NOW, headers: {}, settings, newKey: () => 'key' };
  const body = { routing_key: 'secret', payload, ...more };
  expect(faultsOf(body)).toBeNull();
  return { ...changes.toChange(body as never, context, warnings), warnings };
}

test('PagerDuty’s example', () => {
  // developer.pagerduty.com, "Send a Change Event".
  const payload = {
    summary: 'Build Success - Increase snapshot create timeout to 30 seconds',
    timestamp: '2020-07-17T08:42:58.315+0000',
    source: 'acme-build-pipeline-tool-default-i-9999',
    custom_details: { build_state: 'passed', build_number: '2', run_time: '1236s' },
  };
  const links = [{ href: 'https://acme.pagerduty.dev/build/2', text: 'View more details' }];
  expect(changeOf(payload, { links })).toEqual({
    title: 'Build Success - Increase snapshot create timeout to 30 seconds',
    started_at: '2020-07-17T08:42:58.315Z',
    url: 'https://acme.pagerduty.dev/build/2',
    labels: {
      source: 'acme-build-pipeline-tool-default-i-9999',
      build_state: 'passed',
      build_number: '2',
      run_time: '1236s',
    },
    warnings: [],
  });
});

test('details name service, environment and version; else the integration’s service counts', () => {
  const custom_details = { service: ' orders ', env: 'production', version: '2.4.1', nested: {} };
  expect(changeOf({ summary: 'Deploy', custom_details })).toMatchObject({
    service: 'orders',
    environment: 'production',
    version: '2.4.1',
    labels: { service: ' orders ', env: 'production', version: '2.4.1' },
  });
  expect(changeOf({ summary: 'Deploy' }, {}, { default_service: 'shop' })).toEqual({
    title: 'Deploy',
    service: 'shop',
    labels: {},
    warnings: [],
  });
});

test('what cannot be used is left out or cut, with a word where it matters', () => {
  const ahead = changeOf({ summary: 'x', timestamp: '2030-01-01T00:00:00Z' });
  expect(ahead).not.toHaveProperty('started_at');
  expect(ahead.warnings).toHaveLength(1);
  expect(changeOf({ summary: 'x', timestamp: 'yesterday' })).not.toHaveProperty('started_at');
  const links = [{ href: 'javascript:alert(1)' }, 'x', { href: 'https://ci.example/1' }];
  expect(changeOf({ summary: 'x' }, { links })).toMatchObject({ url: 'https://ci.example/1' });
  const long = changeOf({ summary: 'x'.repeat(1_024) });
  expect(long.title).toHaveLength(500);
  expect(long.warnings).toHaveLength(1);
});

describe('refused is', () => {
  test.each([
    ['no payload', {}],
    ['no summary', { payload: {} }],
    ['a blank summary', { payload: { summary: ' ' } }],
    ['a summary that is a list', { payload: { summary: ['x'] } }],
  ])('%s', (_name, body) => {
    expect(faultsOf(body)).not.toBeNull();
  });
});
