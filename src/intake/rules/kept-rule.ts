import type { AlertState } from '../../alerts/rules/fold.ts';
import type { IntakeEvent, OpeningRule } from './situation.ts';

type Rules = ReadonlyMap<string, OpeningRule>;

/** An event without labels keeps its alert's rule (domain, "Alert rules", last). */
export function keepsRule(event: IntakeEvent, before: AlertState | null): before is AlertState {
  return !event.hasLabels && before !== null && before.ruleId !== null;
}

/**
 * The event as the rule of its alert has it. Routed alone, without the labels that led there, an
 * event may have met another rule or none: what that set is undone, what the kept one sets holds.
 */
export function underKeptRule(
  event: IntakeEvent,
  before: AlertState | null,
  rules: Rules,
): IntakeEvent {
  if (!keepsRule(event, before)) return event;
  const actions = rules.get(before.ruleId ?? '')?.actions;
  const severity = actions?.severity ?? event.ownSeverity;
  // Which service the sender named is not known where a rule overrode it: the stored one stays.
  const overridden = actions?.service ?? event.routing.rule?.actions.service;
  const serviceId = overridden === undefined ? event.serviceId : undefined;
  if (severity === event.severity && serviceId === event.serviceId) return event;
  return { ...event, severity, serviceId };
}
