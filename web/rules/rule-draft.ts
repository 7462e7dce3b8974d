import type { paths } from '../api/schema.ts';
import type { Severity } from '../api/shapes.ts';

/** A routing rule as the API shows it. */
export type Rule =
  paths['/api/v1/routing-rules']['get']['responses'][200]['content']['application/json']['data'][number];
export type RuleActions = Rule['actions'];

/** A rule as its form holds it; empty texts stand for what is not set. */
export interface RuleDraft {
  readonly name: string;
  readonly condition: string;
  readonly service: string;
  readonly severity: string;
  readonly suppress: boolean;
  /** Fields with commas between them. */
  readonly groupBy: string;
  readonly windowKind: string;
  readonly windowMinutes: string;
  readonly onRecovery: string;
  readonly responders: readonly string[];
}

/** The form's contents for a saved rule, or for a new one. */
export function draftOf(rule: Rule | null): RuleDraft {
  const actions: RuleActions = rule?.actions ?? {};
  return {
    name: rule?.name ?? '',
    condition: rule?.condition ?? '',
    service: actions.service ?? '',
    severity: actions.severity ?? '',
    suppress: actions.suppress ?? false,
    groupBy: (actions.group_by ?? []).join(', '),
    windowKind: actions.window?.kind ?? '',
    windowMinutes: String(actions.window?.minutes ?? 60),
    onRecovery: actions.on_recovery ?? '',
    responders: actions.responders ?? [],
  };
}

/** What the form says, for the API; what the form does not show is kept as it was saved. */
export function actionsOf(draft: RuleDraft, saved: RuleActions): RuleActions {
  const { close_after_minutes: recovery, close_after_silence_minutes: silence } = saved;
  const groupBy = draft.groupBy.split(',').map((field) => field.trim());
  const fields = groupBy.filter((field) => field !== '');
  return {
    ...(recovery !== undefined && { close_after_minutes: recovery }),
    ...(silence !== undefined && { close_after_silence_minutes: silence }),
    ...(draft.service.trim() && { service: draft.service.trim() }),
    ...(draft.severity && { severity: draft.severity as Severity }),
    ...(draft.suppress && { suppress: true }),
    ...(fields.length > 0 && { group_by: fields }),
    ...windowOf(draft, saved),
    ...(draft.onRecovery && { on_recovery: draft.onRecovery as 'flag' | 'close' }),
    ...(draft.responders.length > 0 && { responders: [...draft.responders] }),
  };
}

function windowOf({ windowKind, windowMinutes }: RuleDraft, saved: RuleActions) {
  if (windowKind !== '') {
    const kind = windowKind as 'tumbling' | 'sliding';
    return { window: { kind, minutes: Math.round(Number(windowMinutes)) } };
  }
  return saved.window === null ? { window: null } : {};
}

/** What a rule does, in a few words. */
export function actionWords(actions: RuleActions): string {
  const { service, severity, suppress, group_by: fields, window, on_recovery: recovery } = actions;
  const words = [
    suppress ? 'suppressed' : '',
    severity ? `${severity} severity` : '',
    service ? `service ${service}` : '',
    fields?.length ? `grouped by ${fields.join(', ')}` : '',
    window ? `for ${window.minutes} min` : '',
    recovery === 'close' ? 'closes on recovery' : '',
    recovery === 'flag' ? 'only flagged on recovery' : '',
    actions.responders?.length ? `${actions.responders.length} assigned` : '',
  ].filter((word) => word !== '');
  return words.join(' · ') || 'Nothing special';
}
