import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Credentials, type HubRig, openHubRig } from '../../hub-rig.ts';
import { hmac } from '../../intake-rig.ts';
import { example, hasRequests, type Runner, runExample, SIGNED_BY } from './run-example.ts';

// What the formats' own documentation prints must work as printed, with the clients it is printed
// for. Only the address, the secrets and the tenant differ.

let rig: HubRig;
let company: Credentials;

beforeAll(async () => {
  rig = await openHubRig();
  company = await rig.createTenant('my-company');
  if (!hasRequests) console.log('No python3-requests here: what it would send is skipped.');
});
afterAll(() => rig?.close());

const GENERIC = '/api/v1/webhooks/generic';
const RUNNERS: readonly Runner[] = ['bash', 'python', 'node'];
const skips = (runner: Runner) => runner === 'python' && !hasRequests;
const incidentOf = async (tenant: Credentials, id: string) =>
  (await rig.incidents(tenant.apiKey)).find((incident) => incident.id === id);

describe('the generic webhook', () => {
  const send = (name: string) => rig.post(GENERIC, example(name));
  let incidentId: string;
  const flaggedAt = async () =>
    (await incidentOf(rig.owner, incidentId))?.flagged_for_resolution_at;

  test('opens an incident for the example alert', async () => {
    const { status, body } = await send('regen-firing.json');
    expect(status).toBe(200);
    expect(body).toEqual({
      source: 'generic',
      received: 1,
      created: 1,
      updated: 0,
      incidents_created: 1,
      alerts: [
        {
          external_id: 'redis-memory-alert-001',
          alert_id: expect.stringMatching(/^alt_/),
          incident_id: expect.stringMatching(/^inc_/),
          status: 'firing',
          action: 'opened',
        },
      ],
    });
    incidentId = body.alerts[0].incident_id;
    expect(await incidentOf(rig.owner, incidentId)).toMatchObject({
      progress: 'triggered',
      title: 'Redis memory usage above 90%',
      severity: 'critical',
      service: { name: 'redis' },
      labels: { service: 'redis', environment: 'production', region: 'us-east-1' },
      flagged_for_resolution_at: null,
    });
  });

  test('updates the alert when its external_id comes again', async () => {
    const { body } = await send('regen-firing.json');
    expect(body).toMatchObject({ created: 0, updated: 1, incidents_created: 0 });
    expect(body.alerts[0].incident_id).toBe(incidentId);
    expect(await rig.incidents(rig.owner.apiKey)).toHaveLength(1);
  });

  test('flags the incident for resolution when the example resolve comes, and erases nothing', async () => {
    const { status, body } = await send('regen-resolved.json');
    expect(status).toBe(200);
    expect(body.alerts).toMatchObject([{ status: 'resolved', action: 'resolved' }]);
    expect(await rig.incident(rig.owner.apiKey, incidentId)).toMatchObject({
      progress: 'triggered',
      severity: 'critical',
      status: 'ok',
      description: 'Redis instance redis-primary is using 91.2% of available memory.',
      flagged_for_resolution_at: expect.any(String),
    });
  });

  test('clears the flag when the alert fires again', async () => {
    const { body } = await send('regen-firing.json');
    expect(body.alerts).toMatchObject([{ incident_id: incidentId, status: 'firing' }]);
    expect(await flaggedAt()).toBeNull();
  });

  test('serves the schema that its examples meet', async () => {
    const { status, headers, body } = await rig.send('GET', `${GENERIC}/schema`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/schema\+json/);
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    formatsPlugin.default(ajv);
    const validate = ajv.compile(body);
    for (const name of ['regen-firing.json', 'regen-resolved.json']) {
      expect(validate(JSON.parse(example(name))), name).toBe(true);
    }
    expect(validate({ alerts: [{ description: 'without a title' }] })).toBe(false);
  });

  describe('with a secret', () => {
    const secret = 'your-webhook-secret';

    beforeAll(async () => {
      const { data } = await rig.api(rig.owner.apiKey, 'GET', '/integrations');
      const generic = data.find((one: { format: string }) => one.format === 'regen');
      const path = `/integrations/${generic.id}/rotate-secret`;
      await rig.api(rig.owner.apiKey, 'POST', path, { secret, overlap_seconds: 0 });
    });

    test('refuses what is not signed', async () => {
      const { status, body } = await send('regen-firing.json');
      expect(status).toBe(401);
      expect(body).toMatchObject({ error: 'authentication failed', source: 'generic' });
    });

    test.skipIf(!hasRequests)('takes the Python example', async () => {
      const { status, body } = await runExample('python', example('regen-signed.py'), {
        replace: {
          'https://your-domain.com': rig.base,
          '[...]': '[{"title": "Signed by Python"}]',
        },
      });
      expect(status).toBe(200);
      const [{ incident_id }] = body.alerts;
      expect(await incidentOf(rig.owner, incident_id)).toMatchObject({ title: 'Signed by Python' });
    });
  });
});

interface Signed {
  readonly url: string;
  readonly file: string;
  readonly secret: string;
  readonly header: string;
  readonly prefix: string;
  readonly apiKey?: string;
}

function sendSigned(runner: Runner, { url, file, secret, header, prefix, apiKey = '' }: Signed) {
  const body = example(file).trimEnd();
  const env = { URL: url, BODY: body, SECRET: secret, HEADER: header, PREFIX: prefix };
  return runExample(runner, SIGNED_BY[runner], { env: { ...env, API_KEY: apiKey } });
}

describe.each(RUNNERS)('signed and sent with %s', (runner) => {
  test.skipIf(skips(runner))('the generic examples fire and resolve', async () => {
    const { apiKey } = company;
    const made = await rig.createIntegration(apiKey, { format: 'regen' });
    const target = {
      url: rig.base + made.path,
      secret: made.secret ?? '',
      header: 'X-Regen-Signature',
      prefix: 'sha256=',
    };
    const fired = await sendSigned(runner, { ...target, file: 'regen-firing.json' });
    expect(fired).toMatchObject({ status: 200, body: { created: 1, incidents_created: 1 } });
    const resolved = await sendSigned(runner, { ...target, file: 'regen-resolved.json' });
    const [{ incident_id, status }] = resolved.body.alerts;
    expect([resolved.status, status]).toEqual([200, 'resolved']);
    expect(await incidentOf(company, incident_id)).toMatchObject({
      severity: 'critical',
      flagged_for_resolution_at: expect.any(String),
    });
  });

  test.skipIf(skips(runner))('the CauseFlow payload is triaged once', async () => {
    const tenant = await rig.createTenant(`causeflow-${runner}`);
    const sending = {
      url: `${rig.base}/v1/webhooks/${tenant.slug}/custom`,
      file: 'causeflow-alert.json',
      secret: tenant.webhookSecret,
      header: 'X-Webhook-Signature',
      prefix: '',
      apiKey: tenant.apiKey,
    };
    const first = await sendSigned(runner, sending);
    expect(first).toEqual({
      status: 202,
      body: { incidentId: expect.stringMatching(/^inc_[0-9a-z]{26}$/), status: 'triaging' },
    });
    const { incidentId } = first.body;
    expect(await sendSigned(runner, sending)).toEqual({
      status: 409,
      body: {
        error: 'duplicate_alert',
        message: "An incident with sourceAlertId 'alert-98765' already exists.",
        incidentId,
      },
    });
    expect(await rig.incidents(tenant.apiKey)).toMatchObject([
      {
        id: incidentId,
        title: 'High error rate on payment-service',
        severity: 'high',
        service: { name: 'payment-service' },
      },
    ]);
  });

  test.skipIf(skips(runner))('the OpenRemedy payload opens an incident', async () => {
    const tenant = await rig.createTenant(`openremedy-${runner}`);
    const { status, body } = await sendSigned(runner, {
      url: `${rig.base}/api/v1/webhooks/alerts/${tenant.slug}`,
      file: 'openremedy-alert.json',
      secret: tenant.webhookSecret,
      header: 'X-OpenRemedy-Signature',
      prefix: 'sha256=',
    });
    expect(status).toBe(202);
    expect(body).toEqual({
      incident_id: expect.stringMatching(/^inc_/),
      alert_id: expect.stringMatching(/^alt_/),
      status: 'firing',
      occurrences: 1,
    });
    expect(await rig.incidents(tenant.apiKey)).toMatchObject([
      { id: body.incident_id, severity: 'high', labels: { hostname: 'web-01' } },
    ]);
  });
});

describe('CauseFlow’s shell examples', () => {
  const run = (name: string, secrets: Record<string, string>) =>
    runExample('bash', example(name), {
      replace: {
        'https://api.causeflow.ai': rig.base,
        YOUR_TENANT_ID: company.slug,
        YOUR_API_KEY: company.apiKey,
        ...secrets,
      },
    });
  const expectTriage = async ({ status, body }: Awaited<ReturnType<typeof run>>, title: string) => {
    expect(status).toBe(202);
    expect(body).toEqual({ incidentId: expect.any(String), status: 'triaging' });
    expect(await incidentOf(company, body.incidentId)).toMatchObject({ title });
  };

  test('sign with openssl and awk', async () => {
    const secrets = { your_webhook_secret: company.webhookSecret };
    await expectTriage(await run('causeflow-signed.sh', secrets), 'High error rate');
  });

  test('send a whole alert', async () => {
    const [, body = ''] = /-d '([^']+)'/.exec(example('causeflow-curl.sh')) ?? [];
    const secrets = { YOUR_HMAC_SIGNATURE: hmac(company.webhookSecret, body) };
    const title = 'Database connection pool exhausted';
    await expectTriage(await run('causeflow-curl.sh', secrets), title);
    expect(await run('causeflow-curl.sh', secrets)).toMatchObject({
      status: 409,
      body: { message: "An incident with sourceAlertId 'alert-112233' already exists." },
    });
  });

  test('test the setup', async () => {
    const secrets = { YOUR_WEBHOOK_SECRET: company.webhookSecret };
    await expectTriage(await run('causeflow-test.sh', secrets), 'Test alert');
  });

  test('are refused in CauseFlow’s words with another secret or key', async () => {
    const other = { your_webhook_secret: 'another secret' };
    expect(await run('causeflow-signed.sh', other)).toMatchObject({
      status: 401,
      body: { error: 'invalid_signature', message: expect.any(String) },
    });
    const key = { your_webhook_secret: company.webhookSecret, [company.apiKey]: rig.owner.apiKey };
    expect(await run('causeflow-signed.sh', key)).toMatchObject({
      status: 401,
      body: { error: 'invalid_api_key', message: expect.any(String) },
    });
  });
});

describe('OpenRemedy’s authentication examples', () => {
  const CASES = [
    ['bash', 'openremedy-signed.sh', {}],
    ['python', 'openremedy-signed.py', { ', ...}': ', "severity": "high"}' }],
    ['node', 'openremedy-signed.mjs', {}],
  ] as const;

  test.for(CASES)('are taken from %s, all as one alert', async ([runner, name, more], { skip }) => {
    skip(skips(runner));
    const { status, body } = await runExample(runner, example(name), {
      replace: {
        'https://your-platform.example.com': rig.base,
        'your-tenant-webhook-secret': company.webhookSecret,
        ...more,
      },
    });
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'firing', occurrences: expect.any(Number) });
    expect(await incidentOf(company, body.incident_id)).toMatchObject({
      labels: { hostname: 'web-01', incident_type: 'disk_full' },
      alert_count: 1,
    });
  });
});

describe('OpenRemedy’s examples for any source', () => {
  const CASES = [
    ['bash', 'openremedy-curl.sh', 'web-01', 'critical'],
    ['python', 'openremedy-python.py', 'db-01', 'high'],
    ['node', 'openremedy-node.mjs', 'api-01', 'high'],
  ] as const;

  test.for(CASES)('need a signature from %s, and are taken with one', async (one, { skip }) => {
    const [runner, name, hostname, severity] = one;
    skip(skips(runner));
    const replace = { 'https://your-platform.example.com': rig.base };
    const asPrinted = await runExample(runner, example(name), { replace });
    expect(asPrinted).toMatchObject({ status: 401, body: { code: 'invalid_signature' } });
    const signWith = company.webhookSecret;
    const { status, body } = await runExample(runner, example(name), { replace, signWith });
    expect([status, body.occurrences]).toEqual([202, 1]);
    expect(await incidentOf(company, body.incident_id)).toMatchObject({
      severity,
      labels: { hostname },
    });
  });
});
