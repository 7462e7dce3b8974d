import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { FORMATS, formatNamed } from '../intake/formats.ts';
import { CommandFailure, EXIT } from './outcomes.ts';
import { sampleRequest } from './sample-alerts.ts';
import { SAMPLE_FORMATS, type Sample, type SampleFormat } from './samples/sample.ts';

const sample: Sample = {
  tenant: 'acme',
  title: 'Disk full',
  severity: 'critical',
  status: 'firing',
  id: 'disk-1',
  count: 1,
  at: new Date(),
  secret: 'a secret of a test',
  apiKey: 'an API key',
  key: 'an/integration key',
};

const hex = (body: string) => createHmac('sha256', 'a secret of a test').update(body).digest('hex');

describe('a sample alert', () => {
  it('of Regen goes to the integration’s own URL, signed over the raw body', () => {
    const { path, headers, body } = sampleRequest('regen', sample);
    expect(path).toBe('/api/v1/webhooks/generic/an%2Fintegration%20key');
    expect(headers['x-regen-signature']).toBe(`sha256=${hex(body)}`);
    expect(JSON.parse(body).alerts[0]).toMatchObject({ external_id: 'disk-1', status: 'firing' });
  });

  it('of Regen needs nothing for the default tenant’s open webhook', () => {
    const { secret: _, apiKey: __, key: ___, ...bare } = sample;
    const { path, headers } = sampleRequest('regen', bare);
    expect(path).toBe('/api/v1/webhooks/generic');
    expect(headers).toEqual({ 'content-type': 'application/json' });
  });

  it('of CauseFlow carries the API key and a bare digest', () => {
    const { path, headers, body } = sampleRequest('causeflow', sample);
    expect(path).toBe('/v1/webhooks/acme/custom');
    expect(headers).toMatchObject({ 'x-api-key': 'an API key', 'x-webhook-signature': hex(body) });
  });

  it('of OpenRemedy is signed for the tenant and names the recovery in its evidence', () => {
    const { path, headers, body } = sampleRequest('openremedy', { ...sample, status: 'resolved' });
    expect(path).toBe('/api/v1/webhooks/alerts/acme');
    expect(headers['x-openremedy-signature']).toBe(`sha256=${hex(body)}`);
    expect(JSON.parse(body).evidence.status).toBe('resolved');
  });

  it('of Alertmanager is signed so that a Standard Webhooks library accepts it', () => {
    const { headers, body } = sampleRequest('alertmanager', sample);
    const verifier = new Webhook('a secret of a test', { format: 'raw' });
    expect(verifier.verify(body, { ...headers })).toMatchObject({ version: '4' });
  });

  it('keeps its fingerprint when it resolves', () => {
    const fingerprintOf = (status: Sample['status']) =>
      JSON.parse(sampleRequest('alertmanager', { ...sample, status }).body).alerts[0].fingerprint;
    expect(fingerprintOf('resolved')).toBe(fingerprintOf('firing'));
  });

  it('of Grafana signs its time along with the body', () => {
    const { path, headers, body } = sampleRequest('grafana', sample);
    expect(path).toBe('/api/v1/webhooks/grafana/an%2Fintegration%20key');
    const seconds = headers['x-grafana-alerting-timestamp'];
    expect(headers['x-grafana-alerting-signature']).toBe(hex(`${seconds}:${body}`));
  });

  it('of PagerDuty is an event of its own each time', () => {
    const { headers, body } = sampleRequest('pagerduty', sample);
    expect(headers['x-pagerduty-signature']).toBe(`v1=${hex(body)}`);
    const later = { ...sample, at: new Date(sample.at.getTime() + 1) };
    const idOf = (text: string) => JSON.parse(text).event.id;
    expect(idOf(sampleRequest('pagerduty', later).body)).not.toBe(idOf(body));
  });

  it('of Sentry says what it is about and carries a bare digest', () => {
    const { headers, body } = sampleRequest('sentry', sample);
    expect(headers).toMatchObject({
      'sentry-hook-resource': 'issue',
      'sentry-hook-signature': hex(body),
    });
  });

  it.each(['datadog', 'zabbix', 'uptime-kuma'] as const)('of %s carries the API key', (format) => {
    const { path, headers } = sampleRequest(format, sample);
    expect(path).toBe(`/api/v1/webhooks/${format}/an%2Fintegration%20key`);
    expect(headers.authorization).toBe('Bearer an API key');
  });

  it.each(['mapped', 'grafana', 'causeflow'] as const)(
    'of %s may be a text of one’s own',
    (format) => {
      const text = '{ "any": 1.0 }\r\n';
      const { body, headers } = sampleRequest(format, { ...sample, status: 'resolved', text });
      expect(body).toBe(text);
      if (format === 'causeflow') expect(headers['x-webhook-signature']).toBe(hex(text));
    },
  );

  const SPEAKING = ['regen', 'openremedy', 'alertmanager', 'grafana', 'datadog'] as const;
  const ALSO = ['pagerduty', 'sentry', 'zabbix', 'uptime-kuma'] as const;
  const WORDS: Readonly<Record<string, string>> = {
    regen: 'info',
    sentry: 'info',
    zabbix: 'medium',
  };

  describe.each([...SPEAKING, ...ALSO])('of %s, as the format reads it', (format) => {
    const eventsOf = (change: Partial<Sample>) => {
      const { body, headers } = sampleRequest(format, { ...sample, ...change });
      const context = { now: sample.at.getTime(), headers, newKey: () => 'new' };
      const translation = formatNamed(format)?.toEvents(JSON.parse(body) as never, context);
      expect(translation?.warnings).toEqual([]);
      return translation?.events;
    };

    it('has the title and the severity that were asked for', () => {
      expect(eventsOf({})).toMatchObject([
        { status: 'firing', title: 'Disk full', severity: 'critical' },
      ]);
      // Some have no word for it.
      expect(eventsOf({ severity: 'low' })).toMatchObject([{ severity: WORDS[format] ?? 'low' }]);
    });

    it('resolves the alert of the same id, and no other', () => {
      const [firing] = eventsOf({}) ?? [];
      const dedupKey = firing?.dedupKey;
      expect(eventsOf({ status: 'resolved' })).toMatchObject([{ status: 'resolved', dedupKey }]);
      expect(eventsOf({ id: 'disk-2' })).not.toMatchObject([{ dedupKey }]);
    });
  });

  it('of Opsgenie is created under its alias, and closed by it', () => {
    const created = sampleRequest('opsgenie', sample);
    expect(created.path).toBe('/v2/alerts');
    expect(created.headers.authorization).toBe('GenieKey an/integration key');
    expect(JSON.parse(created.body)).toMatchObject({ alias: 'disk-1', priority: 'P1' });
    const closed = sampleRequest('opsgenie', { ...sample, status: 'resolved' });
    expect(closed.path).toBe('/v2/alerts/disk-1/close?identifierType=alias');
  });

  it('of PagerDuty’s Events API and of Flashduty carries the key where their clients put it', () => {
    const event = sampleRequest('pagerduty-events', sample);
    expect(event.path).toBe('/v2/enqueue');
    expect(JSON.parse(event.body).routing_key).toBe('an/integration key');
    expect(sampleRequest('flashduty', sample).path).toBe(
      '/event/push/alert/standard?integration_key=an%2Fintegration+key',
    );
  });

  it('can be built of every format of the hub', () => {
    expect([...SAMPLE_FORMATS].toSorted()).toEqual(FORMATS.map(({ name }) => name).toSorted());
  });

  it('of CloudWatch cannot be signed, and says so', () => {
    const attempt = () => sampleRequest('cloudwatch', sample);
    expect(attempt).toThrow(/signed by AWS/);
    expect(attempt).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
  });

  it.each<[SampleFormat, Partial<Sample>]>([
    ['causeflow', { secret: '' }],
    ['causeflow', { apiKey: '' }],
    ['causeflow', { status: 'resolved' }],
    ['openremedy', { secret: '' }],
    ['alertmanager', { key: '' }],
    ['zabbix', { key: '' }],
    ['pagerduty-events', { key: '' }],
    ['opsgenie', { key: '' }],
    ['flashduty', { key: '' }],
    ['mapped', {}],
  ])('of %s without what it needs is a usage failure', (format, change) => {
    const attempt = () => sampleRequest(format, { ...sample, ...change });
    expect(attempt).toThrow(CommandFailure);
    expect(attempt).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
  });
});
