import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The script as the hub serves it. */
export const SCRIPT = fileURLToPath(new URL('../../../agent/monitor.sh', import.meta.url));

/** What the script may use; `stat`, `systemctl` and `nproc` are ours, `find` a test's to add. */
const TOOLS = [
  ...['bash', 'cat', 'curl', 'date', 'du', 'env', 'flock', 'mkdir', 'mv', 'od', 'rm'],
  ...['rmdir', 'sha256sum', 'sleep', 'sort', 'timeout', 'uname'],
];

/** How a run of the script ended. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The bodies that it says it sent, or would send. */
  // biome-ignore lint/suspicious/noExplicitAny: evidence of many shapes
  readonly sent: readonly any[];
}

/** A server whose disks, load and services a test sets; the script, curl and ports are real. */
export interface WatchedServer {
  readonly folder: string;
  /** Where the script keeps its state. */
  readonly state: string;
  /** A mount that is `percent` full, at a name of any bytes; null: it does not answer. */
  readonly disk: (mount: string | Buffer, percent: number | null, type?: string) => Promise<void>;
  readonly unmount: () => Promise<void>;
  readonly load: (oneMinute: string) => Promise<void>;
  /** Of 1,000 MB. */
  readonly memory: (usedMb: number) => Promise<void>;
  /** As `systemctl is-active` says; an unnamed service is inactive. */
  readonly service: (name: string, state: string) => Promise<void>;
  /** Takes a program away, or puts a script in its place. */
  readonly program: (name: string, script: string | null) => Promise<void>;
  readonly run: (env: Readonly<Record<string, string>>, ...options: string[]) => Promise<Run>;
  readonly close: () => Promise<void>;
}

const digest = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

const STAT = `#!/bin/bash
[ "$1" = -f ] || exec /usr/bin/stat "$@"
name=$(printf '%s' "\${@: -1}" | sha256sum)
exec cat "\${0%/*}/../disks/\${name:0:64}"
`;

const SYSTEMCTL = `#!/bin/bash
name=$(printf '%s' "\${@: -1}" | sha256sum)
state=$(cat "\${0%/*}/../services/\${name:0:64}" 2>/dev/null || echo inactive)
[ "$1" = show ] && echo ExecMainStatus=143 && exit
echo "$state"
[ "$state" = active ]
`;

/** A server with nothing wrong and nothing mounted. */
export async function openWatchedServer(): Promise<WatchedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-monitor-'));
  const at = (...names: string[]) => join(folder, ...names);
  for (const name of ['bin', 'disks', 'services', 'proc/self', 'proc/4242', 'proc/7']) {
    await mkdir(at(name), { recursive: true });
  }
  for (const tool of TOOLS) await symlink(pathOf(tool), at('bin', tool));
  await symlink('/proc/net', at('proc/net'));
  const program: WatchedServer['program'] = async (name, script) => {
    await rm(at('bin', name), { force: true });
    if (script === null) return;
    await writeFile(at('bin', name), script);
    await chmod(at('bin', name), 0o755);
  };
  await program('stat', STAT);
  await program('systemctl', SYSTEMCTL);
  await program('nproc', '#!/bin/bash\necho 4\n');
  await addProcess(at('proc/4242'), 'mysqld', 90_000);
  await addProcess(at('proc/7'), 'small', 10);
  let mounts: Buffer = Buffer.from('proc /proc proc rw 0 0\ntmpfs /run tmpfs rw 0 0\n');
  const setMounts = (value: Buffer) => {
    mounts = value;
    return writeFile(at('proc/self/mounts'), value);
  };
  const nothing = mounts;
  await setMounts(nothing);
  const server: WatchedServer = {
    folder,
    state: at('state'),
    disk: async (mount, percent, type = 'ext4') => {
      const name = Buffer.from(mount);
      const figures = `4096 100000 ${(100 - (percent ?? 0)) * 1000} ${(100 - (percent ?? 0)) * 1000}`;
      await rm(at('disks', digest(name)), { force: true });
      if (percent !== null) await writeFile(at('disks', digest(name)), `${figures}\n`);
      const source = `/dev/disk-${digest(name).slice(0, 8)} `;
      const line = [Buffer.from(source), escaped(name), Buffer.from(` ${type} rw 0 0\n`)];
      if (!mounts.includes(source)) await setMounts(Buffer.concat([mounts, ...line]));
    },
    unmount: () => setMounts(nothing),
    load: (oneMinute) => writeFile(at('proc/loadavg'), `${oneMinute} 0.50 0.40 1/234 5678\n`),
    memory: (used) =>
      writeFile(
        at('proc/meminfo'),
        `MemTotal: 1024000 kB\nMemFree: 10 kB\nMemAvailable: ${(1000 - used) * 1024} kB\n`,
      ),
    service: (name, state) => writeFile(at('services', digest(name)), state),
    program,
    run: (env, ...options) => run(folder, env, options),
    close: () => rm(folder, { recursive: true, force: true }),
  };
  await server.load('0.10');
  await server.memory(100);
  return server;
}

function pathOf(tool: string): string {
  return ['/usr/bin', '/bin'].map((folder) => join(folder, tool)).find(existsSync) ?? tool;
}

async function addProcess(folder: string, name: string, pages: number): Promise<void> {
  await writeFile(join(folder, 'comm'), `${name}\n`);
  await writeFile(join(folder, 'statm'), `${pages * 2} ${pages} 1 1 0 1 0\n`);
  await writeFile(join(folder, 'stat'), `1 (${name}) S ${'0 '.repeat(10)}5 5 0 0\n`);
}

/** As the kernel writes names into its list of mounts. */
function escaped(name: Buffer): Buffer {
  const octal = (byte: number) => `\\${byte.toString(8).padStart(3, '0')}`;
  return Buffer.concat(
    [...name].map((byte) =>
      [0x20, 0x09, 0x0a, 0x5c, 0x23].includes(byte)
        ? Buffer.from(octal(byte))
        : Buffer.from([byte]),
    ),
  );
}

function run(
  folder: string,
  env: Readonly<Record<string, string>>,
  options: readonly string[],
): Promise<Run> {
  const whole = {
    PATH: join(folder, 'bin'),
    OREMEDY_HOSTNAME: 'web-01',
    OREMEDY_STATE_DIR: join(folder, 'state'),
    OREMEDY_PROC: join(folder, 'proc'),
    ...env,
  };
  return new Promise((resolve) => {
    const child = execFile(SCRIPT, options, { env: whole, timeout: 50_000 }, (_, out, err) => {
      const bodies = out.matchAll(/^\S+ (?:sent|would send) (\{.*\})$/gm);
      const sent = [...bodies].map(([, body = '']) => JSON.parse(body));
      resolve({ code: child.exitCode ?? -1, stdout: out, stderr: err, sent });
    });
  });
}

/** What the script remembers, one line a condition. */
export async function rememberedBy(server: WatchedServer): Promise<string[]> {
  const name = (await readdir(server.state)).find((file) => /^state-[0-9a-f]{16}$/.test(file));
  if (name === undefined) return [];
  return (await readFile(join(server.state, name), 'utf8'))
    .split('\n')
    .filter((line) => line !== '');
}
