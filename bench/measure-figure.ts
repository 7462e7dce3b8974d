import { requireSignature } from '../test/generic-secret.ts';
import { openRig, type Rig } from '../test/rig.ts';
import { cpuSeconds, cpuSecondsOfFamily } from './cpu-time.ts';
import type { Figure } from './figures.ts';
import { startSender } from './run-sender.ts';
import type { SenderPlan, SenderReport } from './sender-plan.ts';
import { countStored, readServerFacts, type ServerFacts, type Stored } from './stored.ts';

export interface MeasureOptions {
  readonly seconds: number;
  readonly warmupSeconds: number;
  readonly autocannon: boolean;
  /** Folder for a CPU profile of the hub. */
  readonly profile?: string;
}

/** CPU seconds used in the measured window. */
export interface CpuUse {
  readonly hub: number;
  readonly database: number;
  readonly sender: number;
}

export interface Measurement {
  readonly figure: Figure;
  readonly report: SenderReport;
  readonly cpu: CpuUse;
  /** Rows that the load added, warm-up included. */
  readonly added: Stored;
  readonly server: ServerFacts;
  readonly hubStartedIn: number;
}

const KNOWN_BATCH = 100;

/** Brings up a fresh hub and database, measures one figure and takes everything down again. */
export async function measureFigure(figure: Figure, options: MeasureOptions): Promise<Measurement> {
  const profile = options.profile ? `--cpu-prof --cpu-prof-dir=${options.profile}` : '';
  const rig = await openRig(figure.database, { NODE_OPTIONS: profile });
  try {
    return await measureOn(rig, figure, options);
  } finally {
    await rig.close();
  }
}

async function measureOn(rig: Rig, figure: Figure, options: MeasureOptions): Promise<Measurement> {
  const { secret } = await requireSignature(rig);
  const { port, startedIn: hubStartedIn } = rig.hub();
  const base = { port, secret, connections: figure.connections, insist: false };
  const { warmupSeconds, seconds } = options;
  const plan = { ...base, prefix: 'bench', batch: figure.batch, limit: 0, warmupSeconds, seconds };
  if (figure.known > 0) await store(plan, figure.known);
  const before = await countStored(await rig.connection());
  const program = options.autocannon ? './autocannon-sender.ts' : undefined;
  const { report, cpu } = await send(rig, { ...plan, known: figure.known }, program);
  const after = await countStored(await rig.connection());
  const server = await readServerFacts(await rig.connection());
  return { figure, report, cpu, added: difference(after, before), server, hubStartedIn };
}

/** Stores the alerts with the numbers 0 … known-1. */
async function store(plan: Omit<SenderPlan, 'known'>, known: number): Promise<void> {
  const limit = Math.ceil(known / KNOWN_BATCH);
  const whole = { batch: KNOWN_BATCH, known: 0, limit, warmupSeconds: 0, seconds: 0 };
  const { acknowledged } = await startSender({ ...plan, ...whole, connections: 4 }).done;
  if (acknowledged !== limit) throw new Error('The alerts to repeat could not be stored.');
}

async function send(rig: Rig, plan: SenderPlan, program: string | undefined) {
  const postmaster = await rig.postmasterPid();
  const read = (): CpuUse => ({
    hub: cpuSeconds(rig.hub().pid),
    database: cpuSecondsOfFamily(postmaster),
    sender: cpuSeconds(sender.pid),
  });
  let begin: CpuUse | undefined;
  let end: CpuUse | undefined;
  const onMeasuring = () => {
    begin = read();
  };
  const onMeasured = () => {
    end = read();
  };
  const sender = startSender(plan, { onMeasuring, onMeasured }, program);
  const report = await sender.done;
  const none = { hub: 0, database: 0, sender: 0 };
  return { report, cpu: difference(end ?? none, begin ?? none) };
}

function difference<Numbers extends { readonly [Key in keyof Numbers]: number }>(
  after: Numbers,
  before: Numbers,
): Numbers {
  const keys = Object.keys(after) as (keyof Numbers)[];
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as Numbers;
}
