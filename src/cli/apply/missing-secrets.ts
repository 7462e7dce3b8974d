import type { Trouble } from '../../kernel/yaml-source.ts';
import { reasonOf } from './carry-out.ts';
import type { TenantPlan } from './plan-tenant.ts';
import type { Prepared } from './prepare.ts';
import type { Step } from './rules/plan-kind.ts';
import type { SecretReader } from './secrets.ts';

/** Secrets that would have to be sent and cannot be read here. */
export function missingSecrets(
  plans: readonly TenantPlan[],
  reader: SecretReader,
): readonly Trouble[] {
  return plans
    .flatMap((plan) => plan.kinds)
    .flatMap(({ plan, entries }) =>
      plan.steps.flatMap((step) => {
        const entry = step.index === undefined ? undefined : entries[step.index];
        return entry === undefined ? [] : troublesOf(step, entry, reader);
      }),
    );
}

function troublesOf(step: Step, { secrets, placed }: Prepared, reader: SecretReader): Trouble[] {
  const { source, path } = placed;
  const changed = new Set(step.changes.map((change) => change.path));
  return [...secrets].flatMap(([name, from]) => {
    if (step.action !== 'create' && !changed.has(name)) return [];
    try {
      reader.read(from, source.file);
      return [];
    } catch (error) {
      return [source.trouble([...path, ...name.split('.')], reasonOf(error))];
    }
  });
}
