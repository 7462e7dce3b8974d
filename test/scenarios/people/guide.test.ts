import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openPeopleRig, ROOT_TOKEN, tokenOf } from './people-rig.ts';

const GUIDE = new URL('../../../docs/guides/people.md', import.meta.url);

test('the commands of docs/guides/people.md work as they are printed, one after another', async () => {
  const rig = await openPeopleRig();
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-guide-'));
  try {
    const blocks = readFileSync(GUIDE, 'utf8').matchAll(/```sh\n(.*?)```/gs);
    const script = [...blocks]
      .map(([, block = '']) => block)
      .join('')
      .replace('HUB=http://localhost:8080', `HUB=${rig.base}`)
      .replace('TOKEN=…', `TOKEN=${tokenOf(rig.hub.setupUrl ?? '')}`)
      .replace('ROOT=…', `ROOT=${ROOT_TOKEN}`);
    // The guide looks into answers, so that their statuses are told beside them.
    const lines = script.replaceAll('curl -sS', `curl -sS -w '%{stderr}%{http_code}\\n'`);
    const run = promisify(execFile)('bash', ['-euc', lines], { cwd: folder });
    const { stdout, stderr } = await run;
    const statuses = stderr.split('\n').filter((line) => /^\d{3}$/.test(line));
    expect(statuses.length).toBeGreaterThan(12);
    expect(statuses.filter((status) => !status.startsWith('2'))).toEqual([]);
    expect(stdout).toContain('"role":"owner"');
    expect(stdout).toContain('otpauth://totp/Tocsin:ada%40shop.example');
    expect(stdout).toContain('/reset-password#token=');
    expect(stdout).toContain('person.password_changed');
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rig.close();
  }
});
