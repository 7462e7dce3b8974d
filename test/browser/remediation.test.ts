import { createHmac } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunnerProcess, startRunner } from '../runner-process.ts';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { addPerson, goAs, type Person } from './people.ts';
import { expectAccessible } from './scan.ts';

let hub: BrowserHub;
let browser: Browser;
let watched: WatchedPage;
let page: Page;
let folder: string;
let runner: RunnerProcess;
let ana: Person;
let secret: string;

/** The recipe of a filesystem that is full, with a program of the scratch folder as its one step. */
const recipe = (program: string) => `
slug: make-room
name: Make room on a filesystem
description: Removes old archives where the filesystem is full.
category: remediation
risk: medium
os: [linux]
when: incident.incident_type == "disk_full"
signals:
  - { when: incident.incident_type == "disk_full", weight: 3, because: the disk is full }
parameters:
  mount:
    type: string
    description: Where the filesystem is mounted
    from: alert.evidence.mount
    format: absolute_path
pre_checks:
  - { name: there, kind: command, title: It is there, program: ls, args: ["\${mount}"] }
steps:
  - name: clean
    kind: command
    title: Remove the archives
    program: ${program}
    args: ["\${mount}", "two words; and a semicolon"]
post_checks:
  - name: room
    kind: command
    title: There is room again
    program: ls
    args: ["\${mount}"]
    expect: { stdout_lacks: "stays" }
rollback:
  - { name: tell, kind: command, title: Look what is left, program: ls, args: [-a, "\${mount}"] }
resolves: true
cool_down_minutes: 0
`;

/** Says what it sees, waits until it may go on, and removes what is called an archive. */
const PROGRAM = `#!/bin/sh
echo "Looking at $1 for $2"
while [ ! -e "$1/go" ]; do sleep 0.05; done
rm -f "$1/old.gz" && echo "Removed old.gz"
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-remediation-'));
  const program = join(folder, 'make-room');
  await writeFile(program, PROGRAM);
  await chmod(program, 0o755);
  const rest = `${folder}/.*|-a|two words; and a semicolon`;
  const programs = [
    { program: '/usr/bin/ls', rest },
    { program, rest },
  ];
  await writeFile(join(folder, 'allow.yaml'), JSON.stringify({ programs }), { mode: 0o600 });
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  await hub.api('POST', '/recipes', { text: recipe(program) });
  const rotated = await hub.api('POST', '/tenant/webhook-secret/rotate', { overlap_seconds: 0 });
  secret = rotated.webhook_secret;
  ana = await addPerson(hub, 'Ana Ruiz', 'responder');
  watched = await openPage(browser);
  page = watched.page;
});

afterAll(async () => {
  await runner?.stop();
  await browser?.close();
  await hub?.close();
  await rm(folder, { recursive: true, force: true });
});

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const drawer = () => page.getByRole('dialog');

/** A scratch filesystem that is full of these files. */
async function mountOf(name: string, ...files: readonly string[]): Promise<string> {
  const mount = join(folder, name);
  await mkdir(mount);
  for (const file of files) await writeFile(join(mount, file), '');
  return mount;
}

/** OpenRemedy's own example, about a filesystem of ours; resolves to the incident. */
async function diskFull(hostname: string, mount: string): Promise<string> {
  const evidence = { disk_usage_percent: 95, mount };
  const alert = { hostname, incident_type: 'disk_full', severity: 'high', evidence };
  const body = JSON.stringify(alert);
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const response = await fetch(`${hub.url}/api/v1/webhooks/alerts/default`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-openremedy-signature': `sha256=${signature}`,
    },
    body,
  });
  expect(response.status).toBe(202);
  return ((await response.json()) as { readonly incident_id: string }).incident_id;
}

/** Reviews the proposal of our recipe and approves it; resolves on the page of its run. */
async function approve(): Promise<void> {
  await button('Review Make room on a filesystem').click();
  await button('Approve …').click();
  await drawer().getByLabel('Reason').fill('The archives are in the backup.');
  await button('Approve and run').click();
  await page.waitForURL(/\/remediation\/runs\/run_/);
}

test('without any proposal the page teaches how they come to be', async () => {
  await goAs(page, hub, ana, '/remediation');
  await page.getByRole('heading', { name: 'Nothing waits for a decision' }).waitFor();
  await expectAccessible(page, 'no proposals');
});

let mount: string;
let incident: string;

test('a full disk gets its recipe proposed, with the mount that the alert names', async () => {
  mount = await mountOf('data', 'old.gz');
  incident = await diskFull('web-01', mount);
  await button('Make room on a filesystem').click();
  await drawer().getByText('Medium risk').waitFor();
  await drawer().getByText('from the alert’s evidence mount').waitFor();
  const commands = drawer().getByRole('list', { name: 'Command with 2 arguments' });
  const tokens = await commands.first().getByRole('listitem').allTextContents();
  expect(tokens).toEqual([join(folder, 'make-room'), mount, 'two words; and a semicolon']);
  await drawer().getByText('nothing in its output matches stays').waitFor();
  await expectAccessible(page, 'review');
});

test('approved on the incident’s page, it runs on its host and shows what it puts out', async () => {
  const { registration_token } = await hub.api('POST', '/runners', {
    name: 'web-01',
    host: 'web-01',
  });
  const url = hub.url.replace('localhost', '127.0.0.1');
  const args = ['--url', url, '--allow-list', join(folder, 'allow.yaml')];
  const env = { TOCSIN_RUNNER_TOKEN: registration_token };
  runner = startRunner([...args, '--state', join(folder, 'state')], env);
  await runner.serves;
  await page.goto(`${hub.url}/incidents/${incident}`);
  await approve();
  // While it still runs.
  await page.getByText(`Looking at ${mount} for two words; and a semicolon`).waitFor();
  await page.getByText('Approved by Ana Ruiz').waitFor();
  await expectAccessible(page, 'run under way');
  await writeFile(join(mount, 'go'), '');
  await page.getByText('Removed old.gz').waitFor();
  await page.getByText('Its post-check passed.').waitFor();
  expect(await readdir(mount)).toEqual(['go']);
});

test('the incident is resolved, with the evidence on its timeline', async () => {
  const resolved = async () => (await hub.api('GET', `/incidents/${incident}`)).progress;
  await expect.poll(resolved, PATIENCE).toBe('closed');
  await page.getByRole('link', { name: /Disk full on web-01/ }).click();
  await page.getByText('Its post-check passed.').first().waitFor();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByText(/“make-room” on .*web-01 succeeded/).waitFor();
  await timeline.getByText('The archives are in the backup.').waitFor();
});

test('where the check after it fails, it is rolled back and the incident stays open', async () => {
  const other = await mountOf('other', 'stays', 'go');
  const open = await diskFull('web-01', other);
  await page.goto(`${hub.url}/incidents/${open}`);
  await approve();
  await page.getByText('its output has what matches stays').first().waitFor();
  await page.getByText('What it had changed was taken back').waitFor();
  await page.getByRole('group', { name: 'Output of Look what is left' }).waitFor();
  expect((await hub.api('GET', `/incidents/${open}`)).progress).not.toBe('closed');
  await page.getByRole('link', { name: 'Remediation', exact: true }).first().click();
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('cell', { name: 'Rolled back' }).waitFor();
  await expectAccessible(page, 'runs');
});

test('a recipe is proposed by hand, its values are checked, and it is rejected', async () => {
  const third = await diskFull('db-01', await mountOf('third'));
  await page.goto(`${hub.url}/incidents/${third}`);
  await button('Propose a recipe').click();
  await drawer().getByLabel('Recipe').selectOption('restart-unit');
  await drawer().getByRole('button', { name: 'Propose', exact: true }).click();
  await drawer()
    .getByText(/As it stands it lacks unit/)
    .waitFor();
  await drawer().getByLabel('unit').selectOption('nginx');
  await drawer().getByLabel('host').fill('not a host');
  await drawer().getByRole('button', { name: 'Propose again' }).click();
  await drawer().getByText('Expected the name of a host.').waitFor();
  await expectAccessible(page, 'propose by hand');
  await drawer().getByLabel('host').fill('db-02');
  await drawer().getByRole('button', { name: 'Propose again' }).click();
  await drawer().getByText('on host db-02').waitFor();
  await button('Reject …').click();
  await drawer().getByLabel('Reason').fill('It is not nginx.');
  await button('Reject').click();
  await drawer()
    .getByText(/Ana Ruiz rejected it/)
    .waitFor();
});

test('what somebody else decided meanwhile is said, and shown', async () => {
  const fourth = await diskFull('db-03', await mountOf('fourth'));
  await page.goto(`${hub.url}/incidents/${fourth}`);
  await button('Review Make room on a filesystem').click();
  await button('Reject …').click();
  await hub.sql(
    `update proposals set state = 'rejected', decided_at = now(), decided_by = '{"type":"system"}'
     where incident_id = $1`,
    [fourth],
  );
  await button('Reject').click();
  await drawer().getByText('Somebody was faster.').waitFor();
  await drawer()
    .getByText(/The hub rejected it/)
    .waitFor();
});

test('nothing broke the content security policy, and no script failed', () => {
  expect(watched.faults).toEqual([]);
});
