import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Credentials, type HubRig, openHubRig } from '../../hub-rig.ts';
import { hmac } from '../../intake-rig.ts';
import { eventually } from '../store/embedded-harness.ts';
import {
  ALERTMANAGER,
  NODE_EXPORTER,
  PROMETHEUS,
  type Program,
  PYTHON,
  startAlertmanager,
  startProgram,
} from './debian-programs.ts';
import {
  receiversFor,
  rulesWithDiskAbove,
  startNodeExporter,
  startPrometheus,
} from './openremedy-monitoring.ts';

// The senders of OpenRemedy's documentation: its rule file and receiver in Debian's Prometheus,
// node exporter and Alertmanager, and its two adapters, which need Flask and requests.

const monitored = [ALERTMANAGER, NODE_EXPORTER, PROMETHEUS].every(existsSync);
const adapted = spawnSync(PYTHON, ['-c', 'import flask, requests']).status === 0;
if (!monitored) console.log('Prometheus, its exporter or Alertmanager is missing here: skipped.');
if (!adapted) console.log('Flask or requests is missing here: the adapters are skipped.');

const PATIENCE = 40_000;
const started: Program[] = [];
const start = async (starting: Promise<Program>) => {
  const program = await starting;
  started.push(program);
  return program;
};

let rig: HubRig;
let direct: Credentials;
let behindAdapter: Credentials;
beforeAll(async () => {
  rig = await openHubRig();
  direct = await rig.createTenant('my-company');
  behindAdapter = await rig.createTenant('behind-adapter');
});
afterAll(async () => {
  await Promise.all(started.map(({ stop }) => stop()));
  await rig?.close();
});

const webhookOf = ({ slug }: Credentials) => `${rig.base}/api/v1/webhooks/alerts/${slug}`;

function startAdapter(name: string): Promise<Program> {
  const file = fileURLToPath(new URL(`adapters/${name}_adapter.py`, import.meta.url));
  const env = {
    OPENREMEDY_URL: webhookOf(behindAdapter),
    OPENREMEDY_WEBHOOK_SECRET: behindAdapter.webhookSecret,
    PYTHONDONTWRITEBYTECODE: '1',
  };
  return start(startProgram({ binary: PYTHON, args: () => [file], env, readyPath: '/' }));
}

const incidentsOf = async ({ apiKey }: Credentials, type: string) =>
  (await rig.incidents(apiKey)).filter(({ labels }) => labels.incident_type === type);
const alertsOf = async ({ apiKey }: Credentials, incidentId = '') =>
  (await rig.api(apiKey, 'GET', `/incidents/${incidentId}/alerts`)).data;

describe.skipIf(!(monitored && adapted))('Prometheus with OpenRemedy’s rule file', () => {
  let prometheus: Program;

  beforeAll(async () => {
    const [key] = await Promise.all([ingestKey(direct), takeApiKeys(direct)]);
    const [adapter, exporter] = await Promise.all([
      startAdapter('alertmanager'),
      start(startNodeExporter()),
    ]);
    const receivers = receiversFor(webhookOf(direct), key, adapter.address);
    const alertmanager = await start(startAlertmanager(receivers));
    prometheus = await start(startPrometheus(alertmanager.address, exporter.address));
  });

  test('opens a disk_full incident with its evidence, straight and through the adapter', async () => {
    const [straight] = await eventually(async () => {
      const found = await incidentsOf(direct, 'disk_full');
      expect(found).toHaveLength(1);
      return found;
    }, PATIENCE);
    expect(straight).toMatchObject({
      title: 'Disk usage above 90% on web-01:9100',
      severity: 'high',
      progress: 'triggered',
      labels: { alertname: 'DiskFull', instance: 'web-01:9100', mountpoint: '/' },
    });
    const evidence = { mount: '/', usage_percent: expect.stringMatching(/^\d+\.\d+$/) };
    expect(await alertsOf(direct, straight?.id)).toMatchObject([
      { status: 'firing', annotations: { ...evidence, hostname: 'web-01:9100' } },
    ]);

    const [passedOn] = await eventually(async () => {
      const found = await incidentsOf(behindAdapter, 'disk_full');
      expect(found).toHaveLength(1);
      return found;
    }, PATIENCE);
    expect(passedOn).toMatchObject({
      title: 'Disk full on web-01 (/)',
      severity: 'high',
      labels: { hostname: 'web-01' },
    });
    expect(await alertsOf(behindAdapter, passedOn?.id)).toMatchObject([
      { status: 'firing', annotations: { ...evidence, alertname: 'DiskFull', status: 'firing' } },
    ]);
  });

  test('closes both when the disk has recovered', async () => {
    await prometheus.rewrite('rules.yml', rulesWithDiskAbove(101));
    prometheus.reload();
    await eventually(async () => {
      const closed = [{ progress: 'closed', status: 'ok', closed_by: 'recovery' }];
      expect(await incidentsOf(direct, 'disk_full')).toMatchObject(closed);
      expect(await incidentsOf(behindAdapter, 'disk_full')).toMatchObject(closed);
    }, PATIENCE);
  });
});

describe.skipIf(!adapted)('OpenRemedy’s PagerDuty adapter', () => {
  let adapter: Program;
  beforeAll(async () => {
    adapter = await startAdapter('pagerduty');
  });

  const post = async (payload: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(payload);
    return (await adapter.ask('/pagerduty', { method: 'POST', headers, body })).json();
  };
  const incidents = async () =>
    (await incidentsOf(behindAdapter, 'custom')).filter(
      ({ title }) => title === VERSION_2.incident.title,
    );

  test('opens an incident for a webhook of version 2, and closes it', async () => {
    expect(await post({ messages: [VERSION_2] })).toEqual({ status: 'ok' });
    const [incident] = await incidents();
    expect(incident).toMatchObject({
      severity: 'medium',
      progress: 'triggered',
      labels: { hostname: 'Production XDB Cluster' },
    });
    expect(await alertsOf(behindAdapter, incident?.id)).toMatchObject([
      { annotations: { pagerduty_id: 'PRORDTY', url: VERSION_2.incident.html_url } },
    ]);
    const resolved = { ...VERSION_2.incident, status: 'resolved' };
    await post({ messages: [{ ...VERSION_2, event: 'incident.resolve', incident: resolved }] });
    expect(await incidents()).toMatchObject([{ id: incident?.id, progress: 'closed' }]);
  });

  test('reads nothing of version 3, which the hub takes itself', async () => {
    const alerts = async () =>
      (await rig.incidents(behindAdapter.apiKey)).map(({ id, progress, alert_count }) => {
        return { id, progress, alert_count };
      });
    const before = await alerts();
    expect(await post(VERSION_3)).toEqual({ status: 'ok' });
    expect(await alerts()).toEqual(before);

    const { apiKey } = behindAdapter;
    const { path, secret } = await rig.createIntegration(apiKey, { format: 'pagerduty' });
    const signature = `v1=${hmac(secret ?? '', VERSION_3)}`;
    const reply = await rig.post(path, VERSION_3, { 'x-pagerduty-signature': signature });
    expect([reply.status, reply.body.incidents_opened]).toEqual([200, 1]);
    expect((await rig.incidents(apiKey))[0]).toMatchObject({ title: VERSION_3.event.data.title });
  });
});

/** Of version 2 as PagerDuty documents it, but for what nobody reads. */
const VERSION_2 = {
  event: 'incident.trigger',
  log_entries: [{ id: 'R2XGXEI3W0', type: 'trigger_log_entry', channel: { type: 'web_trigger' } }],
  webhook: { id: 'PKT9NNX', type: 'webhook', name: 'OpenRemedy', config: {} },
  incident: {
    incident_number: 33,
    title: 'Cluster lost a node',
    description: 'Cluster lost a node',
    created_at: '2025-09-26T15:14:36Z',
    status: 'triggered',
    service: { id: 'PN49J75', name: 'Production XDB Cluster', type: 'service' },
    impacted_services: [{ id: 'PN49J75', name: 'Production XDB Cluster', type: 'service' }],
    urgency: 'high',
    id: 'PRORDTY',
    type: 'incident',
    html_url: 'https://acme.pagerduty.example/incidents/PRORDTY',
  },
  id: 'a52d3f80-d9a7-11e5-8db3-22000ad5aec9',
  created_on: '2025-09-26T15:18:08Z',
};

const VERSION_3 = {
  event: {
    id: '5ac64822-4adc-4fda-ade0-410becf0de4f',
    event_type: 'incident.triggered',
    resource_type: 'incident',
    occurred_at: '2025-10-02T18:45:22.169Z',
    agent: null,
    client: null,
    data: {
      id: 'PGR0VU2',
      type: 'incident',
      html_url: 'https://acme.pagerduty.example/incidents/PGR0VU2',
      number: 2,
      status: 'triggered',
      title: 'Checkout answers with errors',
      service: { id: 'PF9KMXH', summary: 'API Service', type: 'service_reference' },
      urgency: 'high',
    },
  },
};

async function ingestKey({ apiKey }: Credentials): Promise<string> {
  const body = { name: 'Alertmanager', scope: 'ingest' };
  return (await rig.api(apiKey, 'POST', '/api-keys', body)).key;
}

/** Alertmanager cannot sign: the tenant lets it show a key at OpenRemedy’s URL. */
async function takeApiKeys({ apiKey }: Credentials): Promise<void> {
  const { data } = await rig.api(apiKey, 'GET', '/integrations');
  const own = data.find(({ format }: { format: string }) => format === 'openremedy');
  const settings = { accept_api_key: true };
  await rig.api(apiKey, 'PATCH', `/integrations/${own.id}`, { settings });
}
