import type { Outcome, Task } from './carry-out.ts';
import type { TenantPlan } from './plan-tenant.ts';
import { sameJson } from './rules/changes.ts';
import type { Change } from './rules/item.ts';
import type { Step } from './rules/plan-kind.ts';

/** Characters of a value before the rest is left out. */
const LONGEST = 120;

const SIGNS = { create: '+', change: '~', delete: '-' } as const;

/** How many things the plans create, change, delete and leave as they are. */
export interface Summary {
  readonly create: number;
  readonly change: number;
  readonly delete: number;
  readonly unchanged: number;
}

/** Counts the steps of the plans. */
export function summaryOf(plans: readonly TenantPlan[]): Summary {
  const kinds = plans.flatMap((plan) => plan.kinds);
  const steps = kinds.flatMap(({ plan }) => plan.steps);
  const count = (action: Step['action']) => steps.filter((step) => step.action === action).length;
  const unchanged = kinds.reduce((sum, { plan }) => sum + plan.unchanged, 0);
  return { create: count('create'), change: count('change'), delete: count('delete'), unchanged };
}

/** Whether the plans do anything. */
export function isPending({ create, change, delete: gone }: Summary): boolean {
  return create + change + gone > 0;
}

/** The plans for people; `history` says who changed a thing last, by its id. */
export function renderPlans(
  plans: readonly TenantPlan[],
  history: ReadonlyMap<string, string>,
): string {
  const summary = summaryOf(plans);
  const parts = plans.flatMap((plan) => renderTenant(plan, history));
  const { create, change, delete: gone, unchanged } = summary;
  const end = isPending(summary)
    ? `Plan: ${create} to create, ${change} to change, ${gone} to delete, ${unchanged} unchanged.`
    : `Nothing to do: ${unchanged} unchanged.`;
  return [...parts, end].join('\n');
}

function renderTenant(plan: TenantPlan, history: ReadonlyMap<string, string>): string[] {
  const { slug, isNew, kinds } = plan;
  const steps = kinds.flatMap(({ kind, plan: { steps: ofKind } }) =>
    ofKind.flatMap((step) => renderStep(kind.noun, step, history.get(step.id ?? ''))),
  );
  const left = kinds.flatMap(({ kind, plan: { left: labels } }) =>
    labels.map((label) => `${kind.noun} "${label}"`),
  );
  const notes = [
    ...(isNew && kinds.length > 1
      ? [
          '  A new tenant has a status page, integrations and recipes already: what is named here is changed.',
        ]
      : []),
    ...(left.length > 0 ? [`  Not in the file, left alone: ${left.join(', ')}`] : []),
  ];
  if (steps.length + notes.length === 0) return [];
  return [`Tenant ${slug}`, ...steps, ...notes, ''];
}

function renderStep(noun: string, step: Step, lastChange: string | undefined): string[] {
  const said = lastChange === undefined ? '' : `  (${lastChange})`;
  return [
    `  ${SIGNS[step.action]} ${noun} "${step.label}"${said}`,
    ...step.changes.flatMap((change) => renderChange(step.action, change)),
  ];
}

function renderChange(action: Step['action'], { path, before, after }: Change): string[] {
  if (action === 'create') return [`      ${path}: ${valueText(after)}`];
  const isLong = valueText(before).length + valueText(after).length > LONGEST;
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old === null || now === null || !isLong) {
    return [`      ${path}: ${valueText(before)} → ${valueText(after)}`];
  }
  return [
    `      ${path}:${sameParts(old, now) ? ' in another order' : ''}`,
    ...partLines(old, now),
  ];
}

/** Entries of a list, lines of a text; null for what is shown as a whole. */
function partsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' && value.includes('\n') ? value.split('\n') : null;
}

function sameParts(before: readonly unknown[], after: readonly unknown[]): boolean {
  return partLines(before, after).length === 0;
}

function partLines(before: readonly unknown[], after: readonly unknown[]): string[] {
  const gone = before.filter((one) => !after.some((other) => sameJson(one, other)));
  const added = after.filter((one) => !before.some((other) => sameJson(one, other)));
  return [
    ...gone.map((one) => `        - ${valueText(one)}`),
    ...added.map((one) => `        + ${valueText(one)}`),
  ];
}

/** A value on one line; what is not there is called so. */
export function valueText(value: unknown): string {
  if (value === undefined) return '(not set)';
  if (typeof value === 'string' && value.startsWith('(') && value.endsWith(')')) return value;
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The plans as data. */
export function plansAsJson(plans: readonly TenantPlan[]) {
  return {
    tenants: plans.map(({ slug, isNew, kinds }) => ({
      tenant: slug,
      new: isNew,
      steps: kinds.flatMap(({ kind, plan }) =>
        plan.steps.map(({ action, label, changes }) => ({
          action,
          kind: kind.name,
          name: label,
          changes: changes.map(({ path, before, after }) => ({
            path,
            before: before ?? null,
            after: after ?? null,
          })),
        })),
      ),
      left: kinds.flatMap(({ kind, plan }) => plan.left.map((name) => ({ kind: kind.name, name }))),
    })),
    summary: summaryOf(plans),
  };
}

/** What a run did, as data. */
export function outcomeAsJson(tenant: string, { done, failure, remaining }: Outcome) {
  const brief = ({ planned, step }: Task) => ({
    action: step.action,
    kind: planned.kind.name,
    name: step.label,
  });
  return {
    tenant,
    done: done.map(brief),
    failed: failure ?? null,
    not_done: remaining.map(brief),
  };
}
