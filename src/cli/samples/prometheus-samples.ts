import { hmacSha256 } from '../../kernel/hashing.ts';
import { bearer, sign, standIn, unixSeconds } from './credentials.ts';
import { DESCRIPTION, keyedPath, type Sample, type SampleBuilder } from './sample.ts';

/** Version 4 of Alertmanager's webhook: a group of one alert. */
export const alertmanager: SampleBuilder = {
  path: keyedPath('alertmanager'),
  body: (sample) => ({
    version: '4',
    groupKey: `{}:{alertname=${JSON.stringify(sample.title)}}`,
    truncatedAlerts: 0,
    ...groupOf(sample),
  }),
  headers: standIn,
};

/** A contact point of the unified alerting, which signs the time along with the body. */
export const grafana: SampleBuilder = {
  path: keyedPath('grafana'),
  body: (sample) => ({
    version: '1',
    orgId: 1,
    state: sample.status === 'resolved' ? 'ok' : 'alerting',
    title: sample.title,
    ...groupOf(sample),
  }),
  headers: (sample, body) => ({ ...bearer(sample), ...grafanaSignature(sample, body) }),
};

function grafanaSignature({ secret, at }: Sample, body: string): Record<string, string> {
  if (!secret) return {};
  const seconds = unixSeconds(at);
  return {
    'x-grafana-alerting-timestamp': seconds,
    'x-grafana-alerting-signature': sign(secret, `${seconds}:${body}`),
  };
}

function groupOf({ id, title, severity, status, at }: Sample) {
  const labels = { alertname: title, instance: id, severity };
  const annotations = { summary: title, description: DESCRIPTION };
  const alert = {
    status,
    labels,
    annotations,
    startsAt: at.toISOString(),
    endsAt: status === 'resolved' ? at.toISOString() : '0001-01-01T00:00:00Z',
    generatorURL: '',
    fingerprint: hmacSha256('fingerprint', `${title} ${id}`).toString('hex').slice(0, 16),
  };
  return {
    status,
    receiver: 'tocsin',
    groupLabels: { alertname: title },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: '',
    alerts: [alert],
  };
}
