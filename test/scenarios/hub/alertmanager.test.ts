import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { eventually } from '../store/embedded-harness.ts';
import { ALERTMANAGER, startAlertmanager } from './debian-programs.ts';

// Debian: prometheus-alertmanager.
const installed = existsSync(ALERTMANAGER);
if (!installed) console.log(`${ALERTMANAGER} is not installed: what it would send is skipped.`);

interface Labels {
  readonly alertname: string;
  readonly [name: string]: string;
}

describe.skipIf(!installed)('a real Alertmanager', () => {
  let rig: HubRig;
  let alertmanager: Sender;

  beforeAll(async () => {
    rig = await openHubRig();
    const { path } = await rig.createIntegration(rig.owner.apiKey, { format: 'alertmanager' });
    const { key } = await rig.api(rig.owner.apiKey, 'POST', '/api-keys', {
      name: 'Alertmanager',
      scope: 'ingest',
    });
    alertmanager = await startSender(rig.base + path, key);
  });
  afterAll(async () => {
    await alertmanager?.stop();
    await rig?.close();
  });

  const disk: Labels = {
    alertname: 'DiskFull',
    instance: 'web-01:9100',
    mountpoint: '/var',
    severity: 'critical',
    service: 'web',
  };
  const incidents = () => rig.incidents(rig.owner.apiKey);
  const alertsOf = async (id: string) =>
    (await rig.api(rig.owner.apiKey, 'GET', `/incidents/${id}/alerts`)).data;

  test('opens an incident with the labels and the fingerprint of its alert', async () => {
    await alertmanager.tell([
      {
        labels: disk,
        annotations: {
          summary: 'Disk of web-01 is full',
          runbook_url: 'https://wiki.example/disk',
        },
      },
    ]);
    const [incident] = await eventually(async () => {
      const found = await incidents();
      expect(found).toHaveLength(1);
      return found;
    });
    expect(incident).toMatchObject({
      progress: 'triggered',
      severity: 'critical',
      labels: disk,
      service: { name: 'web' },
      alert_count: 1,
    });
    const [{ fingerprint }] = await alertmanager.alerts();
    expect(await alertsOf(incident?.id ?? '')).toMatchObject([
      {
        dedup_key: fingerprint,
        status: 'firing',
        severity_word: 'critical',
        annotations: { summary: 'Disk of web-01 is full' },
        links: expect.arrayContaining([
          { href: 'https://wiki.example/disk', text: expect.any(String) },
        ]),
      },
    ]);
  });

  test('repeats its notification without a second incident', async () => {
    await eventually(async () => {
      const [alert] = await alertsOf((await incidents())[0]?.id ?? '');
      expect(alert.event_count).toBeGreaterThan(2);
    });
    expect(await incidents()).toMatchObject([{ alert_count: 1 }]);
  });

  test('adds another alert of the same name and service to the incident', async () => {
    const second = { ...disk, instance: 'web-02:9100' };
    await alertmanager.tell([{ labels: second }]);
    await eventually(async () => expect(await incidents()).toMatchObject([{ alert_count: 2 }]));
    expect(await alertsOf((await incidents())[0]?.id ?? '')).toHaveLength(2);
  });

  test('closes the incident when its last alert is over', async () => {
    const over = new Date().toISOString();
    await alertmanager.tell([{ labels: disk, endsAt: over }]);
    await eventually(async () =>
      expect(await incidents()).toMatchObject([{ progress: 'triggered', firing: { critical: 1 } }]),
    );
    await alertmanager.tell([{ labels: { ...disk, instance: 'web-02:9100' }, endsAt: over }]);
    await eventually(async () =>
      expect(await incidents()).toMatchObject([
        { progress: 'closed', status: 'ok', closed_by: 'recovery' },
      ]),
    );
  });

  test('reports no notification that the hub refused', async () => {
    const metrics = await alertmanager.metrics();
    expect(metrics).toMatch(/alertmanager_notifications_total\{integration="webhook"\} [1-9]/);
    expect(metrics).toMatch(/alertmanager_notifications_failed_total\{integration="webhook".*\} 0/);
  });
});

interface PostedAlert {
  readonly labels: Labels;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly endsAt?: string;
}

interface Sender {
  /** As Prometheus does: posts alerts to its API. */
  readonly tell: (alerts: readonly PostedAlert[]) => Promise<void>;
  readonly alerts: () => Promise<readonly [{ readonly fingerprint: string }]>;
  readonly metrics: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** An Alertmanager of its own that notifies `url`, as hurried as it can be. */
async function startSender(url: string, apiKey: string): Promise<Sender> {
  const { ask, stop } = await startAlertmanager(configFor(url, apiKey));
  return {
    tell: async (alerts) => {
      const headers = { 'content-type': 'application/json' };
      await ask('/api/v2/alerts', { method: 'POST', headers, body: JSON.stringify(alerts) });
    },
    alerts: async () => (await ask('/api/v2/alerts')).json() as never,
    metrics: async () => (await ask('/metrics')).text(),
    stop,
  };
}

const configFor = (url: string, apiKey: string) => `
route:
  receiver: hub
  group_by: [alertname]
  group_wait: 100ms
  group_interval: 500ms
  repeat_interval: 500ms
receivers:
  - name: hub
    webhook_configs:
      - url: '${url}'
        send_resolved: true
        http_config:
          authorization:
            credentials: '${apiKey}'
`;
