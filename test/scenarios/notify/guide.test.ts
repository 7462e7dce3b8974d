import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openNotifyRig, PATIENCE } from './notify-rig.ts';

const GUIDE = new URL('../../../docs/guides/notifications.md', import.meta.url);

test('the commands of docs/guides/notifications.md work as they are printed, one after another', async () => {
  const rig = await openNotifyRig();
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-guide-'));
  try {
    const { key } = await rig.ask('POST', '/api-keys', { name: 'guide', scope: 'admin' });
    const blocks = readFileSync(GUIDE, 'utf8').matchAll(/```sh\n(.*?)```/gs);
    const script = [...blocks]
      .map(([, block = '']) => block)
      .join('')
      .replace('HUB=http://localhost:8080', `HUB=${rig.base}`)
      .replace('KEY=tsk_…', `KEY=${key}`)
      .replace('https://hooks.slack.com/services', `${rig.chat.url}/services`)
      .replaceAll('curl -sS', `curl -sS -w '%{stderr}%{http_code}\\n'`);
    const { stdout, stderr } = await promisify(execFile)('bash', ['-euc', script], { cwd: folder });
    const statuses = stderr.split('\n').filter((line) => /^\d{3}$/.test(line));
    expect(statuses).toHaveLength(11);
    expect(statuses.filter((status) => !status.startsWith('2'))).toEqual([]);
    expect(stdout).toContain('"kind":"test"');
    expect(stdout).toContain('"scope":"all"');
    await expect.poll(() => rig.subjects('Ada'), PATIENCE).toEqual(['Assigned: Checkout errors']);
    expect(rig.messages()).toHaveLength(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rig.close();
  }
});
