// Programs that tests run but npm does not bring. Also a command: node scripts/debian-packages.mjs
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const POLICY = '/usr/sbin/policy-rc.d';

/** Present, or installed by the first of these packages that Debian has. */
const PROGRAMS = [
  {
    name: 'PostgreSQL',
    present: () => listFolder('/usr/lib/postgresql').some((name) => /^\d+$/.test(name)),
    packages: ['postgresql-15', 'postgresql'],
  },
  {
    name: 'Alertmanager',
    present: () => existsSync('/usr/bin/prometheus-alertmanager'),
    packages: ['prometheus-alertmanager'],
  },
  {
    name: 'Prometheus',
    present: () => existsSync('/usr/bin/prometheus'),
    packages: ['prometheus'],
  },
  {
    name: 'Prometheus node exporter',
    present: () => existsSync('/usr/bin/prometheus-node-exporter'),
    packages: ['prometheus-node-exporter'],
  },
  {
    name: 'Python Flask',
    present: () => succeeds('/usr/bin/python3', '-c', 'import flask'),
    packages: ['python3-flask'],
  },
  {
    name: 'Python requests',
    present: () => succeeds('/usr/bin/python3', '-c', 'import requests'),
    packages: ['python3-requests'],
  },
  { name: 'curl', present: () => succeeds('curl', '--version'), packages: ['curl'] },
  {
    name: 'Chromium',
    present: () => existsSync('/usr/bin/chromium'),
    packages: ['chromium'],
  },
  { name: 'OpenSSL', present: () => succeeds('openssl', 'version'), packages: ['openssl'] },
];

function succeeds(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/**
 * Installs what is missing where this is Debian and we are root, without starting any service.
 * Returns the names of the programs that are still missing.
 */
export function ensureDebianPackages() {
  const missing = PROGRAMS.filter((program) => !program.present());
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    withoutServices(() => {
      apt('update');
      for (const program of missing) installFirst(program);
    });
  }
  return PROGRAMS.filter((program) => !program.present()).map((program) => program.name);
}

function installFirst({ name, packages }) {
  console.log(`Installing ${name} (apt-get install ${packages[0]}) …`);
  packages.some((item) => apt('install', '--yes', '--no-install-recommends', item));
}

function apt(...args) {
  const { status, stderr } = spawnSync('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) console.error(stderr.trim());
  return status === 0;
}

/** Debian starts what it installs unless this file forbids it. */
function withoutServices(work) {
  const ours = !existsSync(POLICY);
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    work();
  } finally {
    if (ours) rmSync(POLICY);
  }
}

function listFolder(path) {
  return existsSync(path) ? readdirSync(path) : [];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const missing = ensureDebianPackages();
  if (missing.length > 0) {
    console.error(`Could not be installed: ${missing.join(', ')}`);
    process.exit(1);
  }
}
