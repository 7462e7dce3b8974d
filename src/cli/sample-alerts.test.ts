import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { CommandFailure, EXIT } from './outcomes.ts';
import { type Sample, sampleRequest } from './sample-alerts.ts';

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

  it.each([
    ['causeflow', { secret: '' }],
    ['causeflow', { apiKey: '' }],
    ['causeflow', { status: 'resolved' as const }],
    ['openremedy', { secret: '' }],
    ['alertmanager', { key: '' }],
    ['unheard-of', {}],
  ])('of %s without what it needs is a usage failure', (format, change) => {
    const attempt = () => sampleRequest(format, { ...sample, ...change });
    expect(attempt).toThrow(CommandFailure);
    expect(attempt).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
  });
});
