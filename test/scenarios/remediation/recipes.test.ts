import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startReceiver } from '../../fake-receiver.ts';
import { type Credentials, type HubRig, openHubRig } from '../../hub-rig.ts';
import { hmac } from '../../intake-rig.ts';

const GUIDE = new URL('../../../docs/guides/recipes.md', import.meta.url);

let rig: HubRig;
let acme: Credentials;
let viewer = '';

beforeAll(async () => {
  rig = await openHubRig({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' });
  acme = await rig.createTenant('acme');
  viewer = (await rig.api(acme.apiKey, 'POST', '/api-keys', { name: 'v', scope: 'viewer' })).key;
});
afterAll(() => rig?.close());

const ask = (method: string, path: string, body?: unknown, key = acme.apiKey) =>
  rig.send(method, `/api/v1${path}`, {
    body,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
  });
const save = (text: string, expected_version?: number) =>
  ask('POST', '/recipes', { text, ...(expected_version !== undefined && { expected_version }) });

function look(slug: string, change: (text: string) => string = (text) => text): string {
  return change(`slug: ${slug}
name: Look at a disk
description: Looks.
category: diagnostic
risk: none
os: [linux]
when: incident.incident_type == "disk_full"
parameters:
  mount: { type: string, from: alert.evidence.mount }
steps:
  - { name: usage, kind: command, program: df, args: [-hP, '\${mount}'] }
`);
}

/** An alert as OpenRemedy's agents send it; resolves to its incident's id. */
async function alertWith(hostname: string, evidence: unknown): Promise<string> {
  const body = JSON.stringify({ hostname, incident_type: 'disk_full', severity: 'high', evidence });
  const signature = `sha256=${hmac(acme.webhookSecret, body)}`;
  const path = `/api/v1/webhooks/alerts/${acme.slug}`;
  const reply = await rig.post(path, body, { 'x-openremedy-signature': signature });
  expect(reply.status).toBe(202);
  return reply.body.incident_id;
}

describe('a recipe', () => {
  test('has a version for each saving, and keeps the older ones', async () => {
    const text = look('look');
    expect(await save(text, 0)).toMatchObject({
      status: 201,
      body: { slug: 'look', version: 1, built_in: false, enabled: true, text },
    });
    const again = await save(text);
    expect(again.body).toMatchObject({ version: 1 });
    const changed = look('look', (before) => before.replace('Looks.', 'Looks again.'));
    expect((await save(changed, 1)).body).toMatchObject({ version: 2 });
    expect(await save(text, 1)).toMatchObject({
      status: 409,
      body: { code: 'version_changed', version: 2 },
    });
    const { data } = await rig.api(viewer, 'GET', '/recipes/look/versions');
    expect(data.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    expect(await rig.api(viewer, 'GET', '/recipes/look?version=1')).toMatchObject({ text });
    const entries = (await rig.api(acme.apiKey, 'GET', '/audit?target=look')).data;
    expect(entries.map(({ action }: { action: string }) => action)).toEqual([
      'recipe.saved',
      'recipe.saved',
    ]);
  });

  test('is saved once where many save it at the same time', async () => {
    const texts = Array.from({ length: 8 }, (_, n) =>
      look('busy', (text) => text.replace('Looks.', `Looks ${n}.`)),
    );
    const replies = await Promise.all(texts.map((text) => save(text, 0)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
  });

  test('is seen by viewers, changed by admins, and unknown to other tenants', async () => {
    expect((await ask('POST', '/recipes', { text: look('mine') }, viewer)).status).toBe(403);
    expect((await ask('DELETE', '/recipes/look', undefined, viewer)).status).toBe(403);
    expect((await ask('GET', '/recipes/look', undefined, rig.owner.apiKey)).status).toBe(404);
    expect((await ask('DELETE', '/recipes/look', undefined, rig.owner.apiKey)).status).toBe(404);
    expect((await ask('GET', '/recipes/look', undefined, viewer)).status).toBe(200);
  });

  test('that is deleted keeps its number for ever', async () => {
    await save(look('gone'));
    expect((await ask('DELETE', '/recipes/gone')).status).toBe(204);
    expect((await ask('GET', '/recipes/gone')).status).toBe(404);
    expect((await save(look('gone'))).body).toMatchObject({ version: 2 });
  });

  test('of the starter set is switched off and copied, never changed', async () => {
    const text = (await rig.api(viewer, 'GET', '/recipes/disk-usage')).text;
    expect(await save(text)).toMatchObject({ status: 409, body: { code: 'built_in_recipe' } });
    expect(await ask('DELETE', '/recipes/disk-usage')).toMatchObject({
      status: 409,
      body: { code: 'built_in_recipe' },
    });
    await rig.api(acme.apiKey, 'PATCH', '/recipes/disk-usage', { enabled: false });
    await save(text.replace('slug: disk-usage', 'slug: our-disk-usage'));
    const { data } = await rig.api(viewer, 'GET', '/recipes');
    const found = (slug: string) => data.find((one: { slug: string }) => one.slug === slug);
    expect(found('disk-usage')).toMatchObject({ built_in: true, enabled: false });
    expect(found('our-disk-usage')).toMatchObject({ built_in: false, enabled: true, version: 1 });
  });
});

test('a document with faults has all of them told, by line and column', async () => {
  const text = look('faulty', (sound) =>
    sound
      .replace('name: Look', 'nmae: Look')
      .replace('from: alert.evidence.mount', 'from: alert.evidence.mount, pattern: "(a+)+(?=b)"')
      .replace('program: df', 'program: sh')
      .concat('  - { name: a, kind: wait, seconds: 1, needs: [b] }\n')
      .concat('  - { name: b, kind: wait, seconds: 1, needs: [a] }\n')
      .concat(
        `  - { name: c, kind: http, method: GET, url: 'https://a.example/\${nothing}', headers: { Authorization: x } }\n`,
      ),
  );
  const { status, body } = await save(text);
  expect(status).toBe(422);
  expect(body.code).toBe('invalid_recipe');
  const told = body.faults.map(
    ({ line, path, message }: { line: number; path: string; message: string }) =>
      `${line} ${path}: ${message}`,
  );
  expect(told).toEqual([
    expect.stringMatching(/^1 name: is missing/),
    expect.stringMatching(/^2 nmae: no such field \(did you mean "name"\?\)/),
    expect.stringMatching(/^9 parameters\.mount\.pattern: is no RE2 pattern/),
    expect.stringMatching(/^11 steps\[0\]\.program: runs scripts/),
    expect.stringMatching(/^12 steps\[1\]\.needs: steps need each other: a → b → a/),
    expect.stringMatching(/^14 steps\[3\]\.url: \$\{nothing\} is no parameter/),
    expect.stringMatching(/^14 steps\[3\]\.headers\.Authorization: is a secret/),
  ]);
  expect(body.errors).toHaveLength(told.length);
  const { body: tried } = await ask('POST', '/recipes/validate', { text });
  expect(tried).toMatchObject({ valid: false, faults: body.faults });
});

test('a document is tried on recent incidents before it is saved', async () => {
  const mount = '/srv/a b; $(reboot) `id` | tee';
  const incident = await alertWith('store-1', { mount });
  const hostless = await alertWith('not a host!', { mount: ['/'] });
  const text = look('tried', (sound) =>
    sound.concat(
      '  - { name: tell, kind: http, method: GET, url: "https://a.example/", headers: { Authorization: { secret: TOKEN } } }\n',
    ),
  );
  const { valid, matches } = await rig.api(acme.apiKey, 'POST', '/recipes/validate', { text });
  expect(valid).toBe(true);
  const found = (id: string) =>
    matches.find(({ incident_id }: { incident_id: string }) => incident_id === id);
  expect(found(incident)).toMatchObject({
    parameters: { mount },
    missing: [{ name: 'secret TOKEN' }],
    commands: [{ phase: 'steps', name: 'usage', argv: ['df', '-hP', mount] }],
  });
  expect(found(hostless)).toMatchObject({
    parameters: {},
    missing: [
      { name: 'mount', reason: 'nothing is at alert.evidence.mount' },
      { name: 'host' },
      { name: 'secret TOKEN' },
    ],
    commands: [{ argv: ['df', '-hP', `\${mount}`] }],
  });
});

test('a secret is sent where a recipe names it, and shown nowhere', async () => {
  const value = 'Bearer of-the-deployments';
  const echo = await startReceiver({
    answer: ({ headers }) => ({ status: 200, body: `You are ${headers.authorization}.` }),
  });
  const text = JSON.stringify({
    ...{ slug: 'deployments', name: 'Ask for deployments', description: 'Looks.', os: ['any'] },
    ...{ category: 'diagnostic', risk: 'none', when: 'false' },
    steps: [
      {
        ...{ name: 'ask', kind: 'http', method: 'GET', url: `${echo.url}/deployments` },
        headers: { Authorization: { secret: 'DEPLOY_KEY' } },
      },
    ],
  });
  try {
    await rig.api(acme.apiKey, 'POST', '/recipes', { text });
    const open = async () => {
      const { id } = await rig.api(acme.apiKey, 'POST', '/incidents', { title: 'Slow' });
      const body = { recipe: 'deployments' };
      return rig.api(acme.apiKey, 'POST', `/incidents/${id}/proposals`, body);
    };
    expect((await open()).missing).toMatchObject([{ name: 'secret DEPLOY_KEY' }]);
    expect((await ask('PUT', '/recipe-secrets/DEPLOY_KEY', { value }, viewer)).status).toBe(403);
    const put = await ask('PUT', '/recipe-secrets/DEPLOY_KEY', { value });
    expect(put).toMatchObject({ status: 200, body: { name: 'DEPLOY_KEY' } });
    expect(put.text).not.toContain('of-the');
    expect((await ask('PUT', '/recipe-secrets/K', { value: 'a\nb' })).status).toBe(422);
    expect((await ask('GET', '/recipe-secrets', undefined, viewer)).text).not.toContain('of-the');
    const { id, missing } = await open();
    expect(missing).toEqual([]);
    const ana = { name: 'Ana', email: 'ana@acme.example', role: 'responder' };
    const { id: member_id } = await rig.api(acme.apiKey, 'POST', '/members', ana);
    const wanted = { name: 'of Ana', scope: 'responder', member_id };
    const { key } = await rig.api(acme.apiKey, 'POST', '/api-keys', wanted);
    const { id: runId } = await rig.api(key, 'POST', `/proposals/${id}/approve`, {});
    const run = () => rig.api(acme.apiKey, 'GET', `/runs/${runId}`);
    await expect
      .poll(async () => (await run()).state, { timeout: 30_000, interval: 100 })
      .toBe('succeeded');
    expect(echo.requests[0]?.headers.authorization).toBe(value);
    expect((await run()).steps[0].output).toBe('You are (secret).');
    expect(JSON.stringify(await run())).not.toContain('of-the');
    expect((await ask('DELETE', '/recipe-secrets/DEPLOY_KEY')).status).toBe(204);
    expect((await open()).missing).toMatchObject([{ name: 'secret DEPLOY_KEY' }]);
  } finally {
    await echo.close();
  }
});

test('the commands of docs/guides/recipes.md work as they are printed, one after another', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-guide-'));
  try {
    const guide = readFileSync(GUIDE, 'utf8');
    const [, recipe = ''] = /```yaml\n(slug: .*?)```/s.exec(guide) ?? [];
    await writeFile(join(folder, 'rotate-checkout-logs.yaml'), recipe);
    const script = [...guide.matchAll(/```sh\n(.*?)```/gs)]
      .map(([, block = '']) => block)
      .join('')
      .replace('HUB=http://localhost:8080', `HUB=${rig.base}`)
      .replace('KEY=tsk_…', `KEY=${rig.owner.apiKey}`)
      .replaceAll('curl -sS', `curl -sS -w '%{stderr}%{http_code}\\n'`);
    const { stdout, stderr } = await promisify(execFile)('bash', ['-euc', script], { cwd: folder });
    const statuses = stderr.split('\n').filter((line) => /^\d{3}$/.test(line));
    expect(statuses.length).toBeGreaterThan(8);
    expect(statuses.filter((status) => !status.startsWith('2'))).toEqual([]);
    expect(stdout).toContain('journal-vacuum low');
    expect(stdout).toContain('"valid":true');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
