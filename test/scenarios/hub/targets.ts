import { expect } from 'vitest';
import type { HubReply, HubRig } from '../../hub-rig.ts';
import { hmac } from '../../intake-rig.ts';

/** One intake URL with what it takes to be let in. */
export interface Target {
  readonly format: 'regen' | 'causeflow' | 'openremedy' | 'alertmanager';
  readonly path: string;
  /** Headers of a sender with the right credentials. */
  readonly credentials: (body: Buffer) => Record<string, string>;
  /** A body that is taken; `id` tells alerts apart. */
  readonly good: (id: string) => unknown;
}

const GOOD: Readonly<Record<Target['format'], Target['good']>> = {
  regen: (id) => ({ alerts: [{ title: 'Disk full', external_id: id }] }),
  causeflow: (id) => ({ title: 'Disk full', description: '', sourceAlertId: id }),
  openremedy: (id) => ({ hostname: id, incident_type: 'disk_full', severity: 'high' }),
  alertmanager: (id) => ({
    alerts: [{ status: 'firing', labels: { alertname: 'DiskFull', id }, fingerprint: id }],
  }),
};

/** A target for each format, the generic one twice: open, and with a secret. */
export async function openTargets(rig: HubRig) {
  const tenant = await rig.createTenant('acme');
  const { apiKey, webhookSecret: secret, slug } = tenant;
  const generic = await rig.createIntegration(apiKey, { format: 'regen' });
  const alertmanager = await rig.createIntegration(apiKey, { format: 'alertmanager' });
  const target = (
    format: Target['format'],
    path: string,
    credentials: Target['credentials'],
  ): Target => ({ format, path, credentials, good: GOOD[format] });
  const sign = (header: string, key: string) => (body: Buffer) => ({
    [header]: `sha256=${hmac(key, body)}`,
  });
  const bearer = () => ({ authorization: `Bearer ${apiKey}` });
  return {
    tenant,
    open: target('regen', '/api/v1/webhooks/generic', () => ({})),
    generic: target('regen', generic.path, sign('x-regen-signature', generic.secret ?? '')),
    causeflow: target('causeflow', `/v1/webhooks/${slug}/custom`, (body) => ({
      'x-api-key': apiKey,
      'x-webhook-signature': hmac(secret, body),
    })),
    openremedy: target(
      'openremedy',
      `/api/v1/webhooks/alerts/${slug}`,
      sign('x-openremedy-signature', secret),
    ),
    alertmanager: target('alertmanager', alertmanager.path, bearer),
    prometheus: target(
      'alertmanager',
      alertmanager.path.replace('/alertmanager/', '/prometheus/'),
      bearer,
    ),
  };
}

/** A refusal in the words of the format; returns its code. */
export function refusalOf(format: Target['format'], reply: HubReply, status: number): string {
  expect(reply.status, reply.text).toBe(status);
  expect(reply.headers.get('x-request-id')).toMatch(/^req_/);
  const { body } = reply;
  if (format === 'causeflow') {
    expect(body).toMatchObject({ error: expect.any(String), message: expect.any(String) });
    return body.error;
  }
  if (format === 'regen') {
    expect(body).toMatchObject({ source: 'generic', error: expect.any(String), status });
    expect(body.detail).toEqual(expect.any(String));
    return body.code;
  }
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ status, request_id: reply.headers.get('x-request-id') });
  return body.code;
}
