import { createInterface } from 'node:readline/promises';
import { readVariable } from '../config.ts';
import { HubFile, hubFileSchemaText } from '../http/hub-file-schema.ts';
import { describeTrouble } from '../kernel/yaml-source.ts';
import { carryOut, type Outcome, reasonOf, tasksOf, taskText } from './apply/carry-out.ts';
import { type CredentialSink, openCredentials } from './apply/credentials-file.ts';
import { missingSecrets } from './apply/missing-secrets.ts';
import { historyOf, type Planned, planAgain, planRun, type Run } from './apply/planning.ts';
import { refuseTroubles, type WantedTenant } from './apply/read-files.ts';
import {
  isPending,
  outcomeAsJson,
  plansAsJson,
  renderPlans,
  summaryOf,
} from './apply/render-plan.ts';
import { createSecretReader } from './apply/secrets.ts';
import { hubUrl } from './hub-client.ts';
import { CommandFailure, EXIT, usageFailure } from './outcomes.ts';

/** The options of `tocsin plan`. */
export interface PlanCommand {
  readonly file?: readonly string[];
  readonly url?: string;
  readonly apiKey?: string;
  readonly prune?: boolean;
  readonly rotate?: boolean;
  readonly json?: boolean;
  readonly detailedExitcode?: boolean;
}

/** The options of `tocsin apply`. */
export interface ApplyCommand extends PlanCommand {
  readonly yes?: boolean;
  readonly out?: string;
  readonly schema?: boolean;
}

/** Shows what `apply` would do. */
export async function planFiles(options: PlanCommand): Promise<void> {
  const run = runOf(options);
  const planned = await planRun(run);
  const { plans } = planned;
  if (options.json) console.log(JSON.stringify(plansAsJson(plans)));
  else console.log(renderPlans(plans, await historyOf(planned)));
  const missing = missingSecrets(plans, run.secrets).map(describeTrouble);
  if (missing.length > 0) console.error(`Before this can be applied:\n  ${missing.join('\n  ')}`);
  if (!options.detailedExitcode || !isPending(summaryOf(plans))) return;
  throw new CommandFailure(EXIT.differs, 'The hub differs from the files.');
}

/** Makes the hub what the files say, after it has shown how and was told to. */
export async function applyFiles(options: ApplyCommand): Promise<void> {
  if (options.schema) return void process.stdout.write(hubFileSchemaText());
  const run = runOf(options);
  const planned = await planRun(run);
  if (!options.json) console.log(renderPlans(planned.plans, await historyOf(planned)));
  if (isPending(summaryOf(planned.plans))) {
    refuseTroubles(missingSecrets(planned.plans, run.secrets));
    await askFirst(options);
    return carryOutAll(run, planned, options);
  }
  if (options.json) console.log(JSON.stringify({ plan: plansAsJson(planned.plans), tenants: [] }));
}

function runOf(options: PlanCommand): Run {
  const files = options.file ?? [];
  if (files.length === 0)
    throw usageFailure('Name a configuration file with -f, such as hub.yaml.');
  return {
    base: hubUrl(options.url),
    files,
    schema: HubFile,
    apiKey: options.apiKey ?? readVariable('TOCSIN_API_KEY'),
    secrets: createSecretReader(readVariable),
    prune: options.prune ?? false,
    rotate: options.rotate ?? false,
  };
}

async function askFirst({ yes, json }: ApplyCommand): Promise<void> {
  if (yes) return;
  if (json || !process.stdin.isTTY) {
    throw usageFailure('Nothing was done: without a terminal to ask on, --yes is needed.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question('Apply this? Only "yes" does: ');
    if (answer.trim().toLowerCase() === 'yes') return;
  } finally {
    terminal.close();
  }
  throw new CommandFailure(EXIT.refused, 'Nothing was done.');
}

interface TenantOutcome extends Outcome {
  readonly tenant: string;
}

async function carryOutAll(run: Run, planned: Planned, options: ApplyCommand): Promise<void> {
  const sink = openCredentials(options.out);
  const outcomes: TenantOutcome[] = [];
  for (const [index, plan] of planned.plans.entries()) {
    const stopped = outcomes.some(({ failure }) => failure !== undefined);
    const outcome = stopped
      ? { done: [], remaining: tasksOf(plan) }
      : await carryOutTenant(run, planned, index, sink);
    outcomes.push({ tenant: plan.slug, ...outcome });
  }
  sink.close();
  report(planned, outcomes, sink, options);
}

async function carryOutTenant(
  run: Run,
  planned: Planned,
  index: number,
  sink: CredentialSink,
): Promise<Outcome> {
  const { access } = planned;
  const plan = planned.plans[index];
  const wanted = planned.wanted[index];
  if (plan === undefined || wanted === undefined) return { done: [], remaining: [] };
  const tools = { ask: access.within(plan.slug), secrets: run.secrets, keep: sink.keep };
  if (!plan.isNew) return carryOut(plan, tools);
  const [creation, ...others] = tasksOf(plan);
  try {
    await createTenant(access, wanted, sink);
    // What it came with is known only now.
    const outcome = await carryOut(await planAgain(run, access, wanted), tools);
    return { ...outcome, done: [...(creation ? [creation] : []), ...outcome.done] };
  } catch (error) {
    const what = `set up the new tenant "${plan.slug}"`;
    return { done: [], failure: { what, reason: reasonOf(error) }, remaining: others };
  }
}

async function createTenant(
  access: Planned['access'],
  { slug, own }: WantedTenant,
  { keep }: CredentialSink,
): Promise<void> {
  const made = await access.createTenant?.(slug, String(own.entry.name ?? slug));
  const credentials = {
    api_key: String(made?.api_key),
    webhook_secret: String(made?.webhook_secret),
  };
  keep({ tenant: slug, kind: 'tenant', name: slug, ...credentials });
}

function report(
  planned: Planned,
  outcomes: readonly TenantOutcome[],
  sink: CredentialSink,
  options: ApplyCommand,
): void {
  const credentials = options.out === undefined ? sink.kept() : [];
  if (options.json) {
    const tenants = outcomes.map((outcome) => outcomeAsJson(outcome.tenant, outcome));
    console.log(JSON.stringify({ plan: plansAsJson(planned.plans), tenants, credentials }));
  } else {
    for (const line of outcomeLines(outcomes, sink, options)) console.log(line);
  }
  const failed = outcomes.find(({ failure }) => failure !== undefined);
  if (failed?.failure === undefined) return;
  const { what, reason } = failed.failure;
  const text = `Could not ${what} (tenant ${failed.tenant}): ${reason}`;
  throw new CommandFailure(
    EXIT.refused,
    `${text}\nCorrect it and apply again: it goes on from here.`,
  );
}

function outcomeLines(
  outcomes: readonly TenantOutcome[],
  sink: CredentialSink,
  { out }: ApplyCommand,
): string[] {
  const lines = outcomes.flatMap(({ tenant, done, remaining }) => [
    ...done.map((task) => `${tenant}: ${taskText(task, 'done')}`),
    ...remaining.map((task) => `${tenant}: not done: ${taskText(task, 'to do')}`),
  ]);
  const kept = sink.kept();
  if (kept.length === 0) return lines;
  if (out !== undefined) return [...lines, `Credentials of what is new are in ${out}.`];
  const shown = kept.map(({ tenant, kind, name, ...fields }) => {
    const values = Object.entries(fields).map(([key, value]) => `    ${key}: ${value}`);
    return [`  ${tenant}, ${kind} "${name}"`, ...values].join('\n');
  });
  return [...lines, '', 'Of what is new, shown this once:', ...shown];
}
