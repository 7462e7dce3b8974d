import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../../src/cli/program.ts';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { type Ended, runTocsin } from './tocsin-command.ts';

const EXAMPLE = new URL('../../../examples/hub.yaml', import.meta.url).pathname;
const ROOT_TOKEN = 'root-token-of-the-whole-hub';
const SECRETS = {
  ACME_GRAFANA_SECRET: 'grafana-secret-0123456789',
  ACME_TICKETING_AUTHORIZATION: 'Bearer of-the-tickets',
  ACME_CHECKOUT_CHAT_URL: 'https://hooks.slack.com/services/T0/B0/of-the-chat',
};

let rig: HubRig;
let folder: string;
let acme = '';

beforeAll(async () => {
  rig = await openHubRig();
  folder = await mkdtemp(join(tmpdir(), 'tocsin-apply-'));
  const env = { TOCSIN_URL: rig.base, TOCSIN_ROOT_TOKEN: ROOT_TOKEN, ...SECRETS };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
  await rig?.close();
});

/** The command line in this process, which is a second faster than one of its own. */
async function tocsin(...args: string[]): Promise<Ended> {
  const lines = { out: '', err: '' };
  const collect = (stream: 'out' | 'err', end: string) => (text: unknown) => {
    lines[stream] += `${text}${end}`;
    return true;
  };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(collect('out', '\n')),
    vi.spyOn(console, 'error').mockImplementation(collect('err', '\n')),
    vi.spyOn(process.stdout, 'write').mockImplementation(collect('out', '')),
  ];
  try {
    const argv = [process.execPath, 'tocsin', ...args];
    const code = await runCommandLine(argv, { version: '0', description: '' });
    return { code, ...lines };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const summary = async (...args: string[]) =>
  JSON.parse((await tocsin('plan', '--json', ...args)).out).summary;

const SETTLED = { create: 0, change: 0, delete: 0 };

describe('the example file', () => {
  test('makes a tenant; what is generated goes to a file that only its owner reads', async () => {
    const out = join(folder, 'new.json');
    const args = ['apply', '-f', EXAMPLE, '--yes', '--out', out];
    const env = { TOCSIN_URL: rig.base, TOCSIN_ROOT_TOKEN: ROOT_TOKEN, ...SECRETS };
    const ended = await runTocsin(args, env);
    expect(ended).toMatchObject({ code: 0, err: '' });
    for (const secret of Object.values(SECRETS)) expect(ended.out).not.toContain(secret);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const { credentials } = JSON.parse(await readFile(out, 'utf8'));
    const tenant = credentials.find(({ kind }: { kind: string }) => kind === 'tenant');
    acme = tenant.api_key;
    expect(ended.out).not.toContain(acme);
    expect(credentials).toContainEqual(
      expect.objectContaining({ name: 'Grafana', url: expect.stringContaining('/grafana/') }),
    );
    const { data } = await rig.api(acme, 'GET', '/routing-rules');
    expect(data.map(({ name }: { name: string }) => name)).toEqual([
      'Nightly backups',
      'By cluster',
    ]);
  });

  test('finds nothing to do when it is applied again, and needs no secret for it', async () => {
    for (const name of Object.keys(SECRETS)) vi.stubEnv(name, undefined);
    const { code, out, err } = await tocsin('apply', '-f', EXAMPLE);
    for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Nothing to do');
    expect(await tocsin('plan', '-f', EXAMPLE, '--detailed-exitcode')).toMatchObject({ code: 0 });
  });

  test('shows what was changed by hand and by whom, and puts it right', async () => {
    const { data } = await rig.api(acme, 'GET', '/services');
    const search = data.find(({ name }: { name: string }) => name === 'search');
    await rig.api(acme, 'PATCH', `/services/${search.id}`, { description: 'Changed by hand.' });
    const plan = await tocsin('plan', '-f', EXAMPLE, '--detailed-exitcode');
    expect(plan.code).toBe(4);
    expect(plan.out).toContain('~ service "search"  (last changed ');
    expect(plan.out).toContain('by first key');
    expect(plan.out).toContain('description: "Changed by hand." → "Finds products."');
    const refused = await tocsin('apply', '-f', EXAMPLE);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(await tocsin('apply', '-f', EXAMPLE, '--yes')).toMatchObject({ code: 0 });
    expect(await summary('-f', EXAMPLE)).toMatchObject(SETTLED);
  });

  test('sends a secret again only when it is told to', async () => {
    const grafana = async () => {
      const { data } = await rig.api(acme, 'GET', '/integrations');
      return data.find(({ name }: { name: string }) => name === 'Grafana');
    };
    expect(await grafana()).toMatchObject({ has_secret: true, previous_secret_expires_at: null });
    vi.stubEnv('ACME_GRAFANA_SECRET', 'another-secret-0123456789');
    expect(await summary('-f', EXAMPLE)).toMatchObject(SETTLED);
    const rotated = await tocsin('apply', '-f', EXAMPLE, '--rotate', '--yes', '--json');
    expect(rotated).toMatchObject({ code: 0, err: '' });
    expect(rotated.out).not.toContain('another-secret');
    expect((await grafana()).previous_secret_expires_at).not.toBeNull();
  });
});

describe('what is exported', () => {
  test('plans nothing, and makes another tenant just like it', async () => {
    const exported = await tocsin('export-config', '--tenant', 'acme');
    const path = await file('exported.yaml', exported.out);
    expect(await summary('-f', path)).toMatchObject({ ...SETTLED, unchanged: 18 });
    for (const [, name = ''] of exported.out.matchAll(/env: (\w+)/g)) {
      vi.stubEnv(name, 'https://chat.example.com/a-secret');
    }
    const text = exported.out.replaceAll('slug: acme', 'slug: twin');
    const made = await tocsin('apply', '-f', await file('twin.yaml', text), '--yes', '--json');
    expect(made).toMatchObject({ code: 0, err: '' });
    const twin = await tocsin('export-config', '--tenant', 'twin');
    const comparable = (yaml: string) =>
      yaml.replaceAll('slug: twin', 'slug: acme').replaceAll(/TOCSIN_TWIN/g, 'TOCSIN_ACME');
    expect(comparable(twin.out)).toBe(exported.out);
  });
});

describe('a change', () => {
  test('of a name keeps what is named by it; only --prune deletes, and only kinds in the file', async () => {
    const path = await file(
      'renamed.yaml',
      'tenants:\n  - slug: acme\n    services:\n      - { name: payments, formerly: checkout }\n',
    );
    expect(await summary('-f', path)).toMatchObject({ create: 0, change: 1, delete: 0 });
    const pruned = await tocsin('apply', '-f', path, '--prune', '--yes', '--json');
    expect(JSON.parse(pruned.out).tenants[0].done).toEqual([
      { action: 'change', kind: 'services', name: 'payments' },
      { action: 'delete', kind: 'services', name: 'search' },
    ]);
    const { data } = await rig.api(acme, 'GET', '/custom-actions');
    expect(data).toMatchObject([{ name: 'Restart', service: { name: 'payments' } }]);
    expect(await summary('-f', path, '--prune')).toMatchObject({ ...SETTLED, unchanged: 2 });
  });

  test('of a recipe’s text is its next version; the starter set is only switched', async () => {
    const text = await readFile(new URL('rotate-checkout-logs.yaml', `file://${EXAMPLE}`), 'utf8');
    await file('recipe.yaml', text.replace('at_most: 84', 'at_most: 79'));
    const recipes = (own: string, switched: string) =>
      `tenants:\n  - slug: acme\n    recipes:\n      - { slug: rotate-checkout-logs, ${own} }\n` +
      `      - { slug: ${switched}, enabled: true }\n`;
    const included = recipes('text: { file: recipe.yaml }, enabled: false', 'kube-rollout-undo');
    const path = await file('recipes.yaml', included);
    const plan = await tocsin('plan', '-f', path);
    expect(plan.out).toMatch(/- +" +stdout_number: .*84.*\n *\+ " *stdout_number: .*79/);
    expect(plan.out).toContain('enabled: false → true');
    expect(plan.out).not.toContain('left alone: recipe');
    expect(await tocsin('apply', '-f', path, '--prune', '--yes')).toMatchObject({ code: 0 });
    const own = await rig.api(acme, 'GET', '/recipes/rotate-checkout-logs');
    expect(own).toMatchObject({ version: 2, enabled: false });
    expect(await rig.api(acme, 'GET', '/recipes/kube-rollout-undo')).toMatchObject({
      enabled: true,
    });
    expect(await summary('-f', path)).toMatchObject({ ...SETTLED, unchanged: 3 });
    await file('recipe.yaml', text.replace('program: logrotate', 'program: sh'));
    const faulty = await file('faulty.yaml', recipes('text: { file: recipe.yaml }', 'top-cpuu'));
    const refused = await tocsin('plan', '-f', faulty);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/faulty\.yaml:4:\d+: .*recipes\[0\]\.text: must be a sound recipe/);
    expect(refused.err).toContain('steps[0].program: runs scripts');
    expect(refused.err).toContain('the hub has no recipe "top-cpuu": a new one needs text');
    const missing = await file('missing.yaml', recipes('text: { file: none.yaml }', 'top-cpu'));
    expect((await tocsin('plan', '-f', missing)).err).toContain(
      'none.yaml cannot be read (ENOENT)',
    );
  });

  test('that the hub refuses ends the run; it says what was done, and the next one goes on', async () => {
    const text = (url: string) =>
      `tenants:\n  - slug: acme\n    services: [{ name: billing }]\n    webhooks:\n` +
      `      - { name: Books, url: "${url}", event_types: "*", services: [Billing] }\n` +
      `    status_pages: [{ slug: acme-books, name: Books }]\n`;
    const path = await file('half.yaml', text('http://127.0.0.1:1/'));
    const failed = await tocsin('apply', '-f', path, '--yes');
    expect(failed.code).toBe(1);
    expect(failed.out).toContain('acme: created the service "billing"');
    expect(failed.out).toContain('acme: not done: create the status page "acme-books"');
    expect(failed.err).toContain('Could not create the webhook "Books"');
    await file('half.yaml', text('https://books.example.com/'));
    const again = await tocsin('apply', '-f', path, '--yes');
    expect(again.code).toBe(0);
    expect(again.out).not.toContain('created the service');
    expect(again.out).toContain('acme: created the status page "acme-books"');
  });

  test('that names what nobody has is refused by line, before anything is sent', async () => {
    const path = await file(
      'unknown.yaml',
      'tenants:\n  - slug: acme\n    services:\n      - { name: ledger, responders: [nobody@example.com] }\n' +
        '    custom_actions:\n      - { name: Stop, url: "https://a.example.com", service: legder }\n',
    );
    const { code, err } = await tocsin('apply', '-f', path, '--yes');
    expect(code).toBe(2);
    expect(err).toContain(`${path}:4:38: tenants[0].services[0].responders[0]: there is no member`);
    expect(err).toContain('there is no service "legder" (did you mean "ledger"?)');
    const { data } = await rig.api(acme, 'GET', '/services');
    expect(data.map(({ name }: { name: string }) => name)).not.toContain('ledger');
  });
});

describe('an API key', () => {
  test('applies to its own tenant and to no other', async () => {
    vi.stubEnv('TOCSIN_ROOT_TOKEN', undefined);
    const own = await file('own.yaml', 'tenants: [{ slug: acme, name: Acme Limited }]');
    const other = await file('other.yaml', 'tenants: [{ slug: default, name: Mine now }]');
    expect(await tocsin('apply', '-f', own, '--api-key', acme, '--yes')).toMatchObject({ code: 0 });
    const refused = await tocsin('apply', '-f', other, '--api-key', acme, '--yes');
    vi.stubEnv('TOCSIN_ROOT_TOKEN', ROOT_TOKEN);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('of the tenant acme') });
    expect((await rig.api(acme, 'GET', '/tenant')).name).toBe('Acme Limited');
  });
});

describe('the schema', () => {
  test('is served to editors, and is the one that the command prints', async () => {
    const served = await rig.send('GET', '/schemas/hub.json');
    expect(served.status).toBe(200);
    expect(served.headers.get('content-type')).toContain('application/schema+json');
    expect((await tocsin('apply', '--schema')).out).toBe(served.text);
    const etag = served.headers.get('etag') ?? '';
    const again = await rig.send('GET', '/schemas/hub.json', {
      headers: { 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
  });
});
