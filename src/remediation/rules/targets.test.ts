import { expect, test } from 'vitest';
import { hostIn, hostName, onTarget, targetOf } from './targets.ts';

test.each([
  ['web-01', 'web-01'],
  ['  Web-01.Example.COM ', 'web-01.example.com'],
  ['10.0.0.7:9100', '10.0.0.7'],
  ['db_1', 'db_1'],
  ['', null],
  ['-web', null],
  ['web-01; reboot', null],
  ['../etc', null],
  ['http://web-01:9100/metrics', null],
  ['wéb', null],
  ['a'.repeat(254), null],
])('%j names the host %j', (text, host) => {
  expect(hostName(text)).toBe(host);
});

test.each([
  [{ hostname: 'a', instance: 'b' }, 'a'],
  [{ hostname: 'no host', instance: 'b:80' }, 'b'],
  [{ nodename: 'c' }, 'c'],
  [{ service: 'web-01' }, null],
  [{}, null],
])('labels %j are of the host %j', (labels, host) => {
  expect(hostIn(labels)).toBe(host);
});

test('what everything inherits is no label', () => {
  expect(hostIn(Object.create({ hostname: 'inherited' }))).toBeNull();
});

test.each([
  ['web-01', 'svc_1', 'host:web-01'],
  [null, 'svc_1', 'service:svc_1'],
  [null, null, 'incident:inc_1'],
])('host %j and service %j: one run at a time on %s', (host, serviceId, name) => {
  expect(targetOf({ host, serviceId, incidentId: 'inc_1' })).toEqual({ name, host, serviceId });
});

test('a sentence names the host alone', () => {
  expect(onTarget('host:web-01')).toBe(' on web-01');
  expect(onTarget('service:svc_1')).toBe('');
});
