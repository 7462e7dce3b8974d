import type { Ask } from './hub-api.ts';
import type { TenantPlan } from './plan-tenant.ts';

/** Things whose history is asked for; a plan that changes more is no drift. */
const MOST_ASKED = 30;

interface AuditPage {
  readonly data: readonly {
    readonly at: string;
    readonly actor: { readonly type: string; readonly name: string | null };
  }[];
}

/** Who changed the things last that the plan would change, by id: where drift comes from. */
export async function lastChanges(ask: Ask, plan: TenantPlan): Promise<Map<string, string>> {
  const ids = plan.kinds
    .flatMap(({ plan: { steps } }) => steps.filter(({ action }) => action === 'change'))
    .flatMap(({ id }) => id ?? [])
    .slice(0, MOST_ASKED);
  const found = new Map<string, string>();
  for (const id of ids) {
    const path = `/audit?limit=1&target=${encodeURIComponent(id)}`;
    const { data } = await ask<AuditPage>({ method: 'GET', path });
    const [last] = data;
    if (last === undefined) continue;
    const who = last.actor.name ?? `the ${last.actor.type}`;
    found.set(id, `last changed ${last.at.slice(0, 19).replace('T', ' ')} UTC by ${who}`);
  }
  return found;
}
