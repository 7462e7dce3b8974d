import type { TSchema } from 'typebox';
import { type Access, openAccess, requireReach } from './access.ts';
import { readState } from './hub-state.ts';
import { includeTexts } from './included-texts.ts';
import { lastChanges } from './last-changes.ts';
import { planTenant, type TenantPlan } from './plan-tenant.ts';
import { readFiles, refuseTroubles, type WantedTenant } from './read-files.ts';
import type { PlanOptions } from './rules/plan-kind.ts';
import type { SecretReader } from './secrets.ts';

/** What a run works with. */
export interface Run extends PlanOptions {
  readonly base: string;
  readonly files: readonly string[];
  readonly schema: TSchema;
  readonly apiKey: string | undefined;
  readonly secrets: SecretReader;
}

/** The plans of all tenants that the files name, in their order. */
export interface Planned {
  readonly access: Access;
  readonly wanted: readonly WantedTenant[];
  readonly plans: readonly TenantPlan[];
}

/** Reads the files, then the hub, and compares. Everything that is wrong is one failure. */
export async function planRun(run: Run): Promise<Planned> {
  const wanted = includeTexts(readFiles(run.files, run.schema));
  const access = await openAccess(run.base, run.apiKey);
  requireReach(
    access,
    wanted.map(({ slug }) => slug),
  );
  const results = [];
  for (const tenant of wanted) results.push(await planOne(run, access, tenant));
  refuseTroubles(results.flatMap(({ troubles }) => troubles));
  return { access, wanted, plans: results.map(({ plan }) => plan) };
}

/** The plan for one tenant, as it is now. */
export async function planAgain(
  run: Run,
  access: Access,
  wanted: WantedTenant,
): Promise<TenantPlan> {
  const made = { ...access, tenants: [...access.tenants, wanted.slug] };
  const { plan, troubles } = await planOne(run, made, wanted);
  refuseTroubles(troubles);
  return plan;
}

async function planOne(run: Run, access: Access, wanted: WantedTenant) {
  const exists = access.tenants.includes(wanted.slug);
  const state = exists
    ? await readState(access.within(wanted.slug), ({ name }) => wanted.entries.has(name))
    : undefined;
  return planTenant(wanted, state, run);
}

/** Who changed last what the plans would change, by id. */
export async function historyOf({ access, plans }: Planned): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const plan of plans) {
    for (const [id, text] of await lastChanges(access.within(plan.slug), plan)) found.set(id, text);
  }
  return found;
}
