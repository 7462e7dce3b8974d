import type { Ask } from './hub-api.ts';
import type { Ids, View } from './kind.ts';
import { idsOf } from './names.ts';
import type { PlannedKind, TenantPlan } from './plan-tenant.ts';
import { changeRequests, creation, type Sending, urlOf } from './requests.ts';
import type { Step } from './rules/plan-kind.ts';
import type { SecretReader } from './secrets.ts';

/** What a new thing is reached or signed by; shown once. */
export interface Credential {
  readonly tenant: string;
  readonly kind: string;
  readonly name: string;
  readonly [field: string]: string;
}

/** A step and the kind it is about. */
export interface Task {
  readonly planned: PlannedKind;
  readonly step: Step;
}

/** What became of a tenant's plan; with a failure, what was not done any more. */
export interface Outcome {
  readonly done: readonly Task[];
  readonly failure?: { readonly what: string; readonly reason: string };
  readonly remaining: readonly Task[];
}

/** All steps in the order of their doing: what names others after them, deletions backwards at the end. */
export function tasksOf({ kinds }: TenantPlan): readonly Task[] {
  const all = kinds.flatMap((planned) => planned.plan.steps.map((step) => ({ planned, step })));
  const deletions = all.filter(({ step }) => step.action === 'delete').reverse();
  return [...all.filter(({ step }) => step.action !== 'delete'), ...deletions];
}

/**
 * Does the steps one after another; the first that fails ends it. `told` hears of each step before
 * it, `keep` of each credential at once. Running the files again goes on where this ended.
 */
export async function carryOut(
  plan: TenantPlan,
  tools: {
    readonly ask: Ask;
    readonly secrets: SecretReader;
    readonly keep: (credential: Credential) => void;
  },
): Promise<Outcome> {
  const tasks = tasksOf(plan);
  const services = serviceIds(plan);
  const ids = idsOf(plan.state.members, services);
  for (const [index, task] of tasks.entries()) {
    try {
      await carryOutTask(plan.slug, task, { ...tools, ids, services });
    } catch (error) {
      const failure = { what: taskText(task, 'to do'), reason: reasonOf(error) };
      return { done: tasks.slice(0, index), failure, remaining: tasks.slice(index + 1) };
    }
  }
  return { done: tasks, remaining: [] };
}

/** One step in a line: `created the service "checkout"`. */
export function taskText({ planned, step }: Task, form: 'done' | 'to do'): string {
  const verb = form === 'done' ? `${step.action}d` : step.action;
  return `${verb} the ${planned.kind.noun} "${step.label}"`;
}

/** What an error says. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function serviceIds({ state }: TenantPlan): Map<string, string> {
  const views = state.views.get('services') ?? [];
  return new Map(views.map(({ id, name }) => [String(name).toLowerCase(), String(id)]));
}

interface Tools {
  readonly ask: Ask;
  readonly secrets: SecretReader;
  readonly keep: (credential: Credential) => void;
  readonly ids: Ids;
  /** Ids by name in lower case; grows with every service that is made. */
  readonly services: Map<string, string>;
}

async function carryOutTask(tenant: string, { planned, step }: Task, tools: Tools): Promise<void> {
  const { ask, ids } = tools;
  const { kind, existing, entries } = planned;
  const entry = step.index === undefined ? undefined : entries[step.index];
  const sending: Sending = {
    kind,
    step,
    entry,
    existing: existing.find(({ id }) => id === step.id),
    ids,
    secret: (path) => {
      const source = entry?.secrets.get(path);
      if (entry === undefined || source === undefined) throw new Error(`${path} is not given`);
      return tools.secrets.read(source, entry.placed.source.file);
    },
  };
  let id = step.id;
  if (step.action === 'delete') await ask({ method: 'DELETE', path: urlOf(kind, id ?? '') });
  if (step.action === 'change') for (const one of changeRequests(sending)) await ask(one);
  if (step.action === 'create') {
    const { request, after } = creation(sending);
    const view = await ask<View>(request);
    id = kind.idOf(view);
    await keepCredentials(tenant, sending, view, tools);
    for (const one of after(id)) await ask(one);
  }
  if (kind.name === 'services') tools.services.set(step.label.toLowerCase(), id ?? '');
}

/** A secret that the file gives is known already. */
async function keepCredentials(
  tenant: string,
  { kind, step, entry }: Sending,
  view: View,
  { ask, keep }: Tools,
): Promise<void> {
  const base = { tenant, kind: kind.name, name: step.label };
  const secret = entry?.secrets.has('secret') ? null : view.secret;
  const shown = {
    ...(kind.name === 'integrations' && { url: String(view.url) }),
    ...(typeof secret === 'string' && { secret }),
  };
  if (Object.keys(shown).length > 0) keep({ ...base, ...shown });
  if (kind.name !== 'services') return;
  // Its hook is a URL that only a look at the service itself shows.
  const { statushub_url } = await ask<View>({ method: 'GET', path: urlOf(kind, kind.idOf(view)) });
  if (typeof statushub_url === 'string') keep({ ...base, statushub_url });
}
