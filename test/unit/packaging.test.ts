import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const listFiles = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });

/** Sources of `COPY` from the build's context, not from another stage. */
function copied(): string[] {
  const lines = read('Dockerfile').match(/^COPY (?!--from).*$/gm) ?? [];
  return lines.flatMap((line) => line.split(/\s+/).slice(1, -1));
}

test('the image is made of files that are there and that the build is given', () => {
  const kept =
    read('.dockerignore')
      .match(/^!.+$/gm)
      ?.map((line) => line.slice(1)) ?? [];
  for (const source of copied().filter((path) => path !== '.')) {
    expect(existsSync(join(ROOT, source)), source).toBe(true);
    expect(kept).toContain(source);
  }
});

test('the image holds every file that the program reads beside its sources', () => {
  const text = listFiles('src')
    .filter((name) => /(?<!\.test)\.ts$/.test(name))
    .map((name) => read(join('src', name)))
    .join('\n');
  const folders = [...text.matchAll(/new URL\('(?:\.\.\/)+(?!src)([\w.-]+)/g)].map(
    ([, name]) => name,
  );
  expect(folders).toContain('migrations');
  const image =
    read('Dockerfile')
      .split(/^FROM /m)
      .at(-1) ?? '';
  for (const folder of folders) expect(image).toMatch(new RegExp(`^COPY .*\\b${folder}\\b`, 'm'));
});

test('the program runs without the packages that only developers need', () => {
  const allowed = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  const imported = new Set<string>();
  for (const name of listFiles('src').filter((file) => /(?<!\.test)\.ts$/.test(file))) {
    const text = read(join('src', name));
    const imports = text.matchAll(
      /(?:^import (?!type )[^;]*? from |^export (?:\*|\{[^}]*\}) from |\bimport\(|^import )'([^'./][^']*)'/gm,
    );
    for (const [, specifier = ''] of imports) {
      const parts = specifier.split('/');
      imported.add(parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/'));
    }
  }
  const packages = [...imported].filter(
    (name) => !name.startsWith('node:') && !builtinModules.includes(name),
  );
  expect(packages).toContain('fastify');
  expect(packages.filter((name) => !allowed.includes(name))).toEqual([]);
});

test.each(['compose.yaml', 'compose.single.yaml'])(
  '%s keeps what must be kept, and little else',
  (file) => {
    const { services, volumes } = parse(read(file));
    expect(services.hub).toMatchObject({
      build: '.',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: ['/tmp'],
      volumes: ['hub:/var/lib/tocsin'],
      ports: ['127.0.0.1:8080:8080'],
    });
    // The hub closes within ten seconds.
    expect(Number.parseInt(services.hub.stop_grace_period, 10)).toBeGreaterThan(10);
    for (const service of Object.values<{ volumes: string[] }>(services)) {
      for (const volume of service.volumes)
        expect(volumes).toHaveProperty(volume.split(':')[0] ?? '');
    }
    expect(read(file)).not.toMatch(/PASSWORD: (?!\$\{)/);
  },
);

test('every variable of the examples is a setting of the hub or of its database', () => {
  const settings = read('README.md') + read('compose.yaml');
  const names = [...read('deploy/tocsin.env.example').matchAll(/^(?:# )?([A-Z_]+)=/gm)];
  expect(names.length).toBeGreaterThan(4);
  for (const [, name = ''] of names) expect(settings).toContain(name);
});

test('the unit runs as an account of its own that may write its state alone', () => {
  const unit = read('deploy/tocsin.service');
  for (const line of [
    'User=tocsin',
    'StateDirectory=tocsin',
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
  ]) {
    expect(unit).toContain(`\n${line}\n`);
  }
  // Node compiles while it runs.
  expect(unit).not.toContain('MemoryDenyWriteExecute');
  expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(10);
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test('the runner’s unit takes every right from it that no diagnosis needs', () => {
  const unit = read('deploy/tocsin-runner.service');
  for (const line of [
    'User=tocsin-runner',
    'StateDirectory=tocsin-runner',
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    // What outlives the runner would go on without anybody who reports it.
    'KillMode=mixed',
    'RestartPreventExitStatus=2',
  ]) {
    expect(unit).toContain(`\n${line}\n`);
  }
  // Half a minute for what runs, seven seconds to kill it, ten to report it.
  expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(30 + 7 + 10);
});

test.runIf(hasSystemd).each([
  ['tocsin.service', null],
  ['tocsin-runner.service', null],
  ['tocsin-runner.service', 'tocsin-runner-sudo.conf'],
] as const)('systemd knows every key of %s with %s', (name, dropIn) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-unit-'));
  const path = join(folder, name);
  // What is not installed where the test runs is no fault of the unit.
  const unit = read(join('deploy', name))
    .replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true')
    .replaceAll(/^(User|Group|WorkingDirectory|SupplementaryGroups)=.*\n/gm, '');
  writeFileSync(path, unit);
  if (dropIn !== null) {
    mkdirSync(`${path}.d`);
    writeFileSync(join(`${path}.d`, 'more.conf'), read(join('deploy', dropIn)));
  }
  const { stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stderr.split('\n').filter((line) => line.includes(path))).toEqual([]);
});
