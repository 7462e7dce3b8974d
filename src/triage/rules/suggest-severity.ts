import { SEVERITIES, type Severity, severityRank } from '../../kernel/severity.ts';
import type { BlastRadius } from './blast-radius.ts';
import type { Verdict } from './classify.ts';
import type { ReadAlert } from './facts.ts';
import type { TriageInput } from './triage-input.ts';

interface SuggestedSeverity {
  readonly suggested: Severity;
  readonly reason: string;
}

/** So many hosts or services at once are worse than one. */
const MANY = 5;
const FULL_PERCENT = 98;
const REHEARSAL =
  /^(?:dev|devel|development|test|testing|qa|staging|stage|sandbox|preview|local)$/i;
const ENVIRONMENT_KEYS = ['environment', 'env', 'stage', 'tier'];
const PERCENT_KEY = /percent|pct|usage|utili[sz]ation/i;

/** Types that mean something has stopped working already. */
const STOPPED: readonly string[] = ['service_down', 'port_unavailable'];

/** One step of the reasoning: what it makes of the severity so far, and why. */
interface Step {
  readonly applies: boolean;
  readonly change: (severity: Severity) => Severity;
  readonly reason: string;
}

/**
 * A severity for the incident with the reason: what the senders say, raised by how much is hit and
 * what has stopped, lowered for what only looks like production. A suggestion; nothing sets it.
 */
export function suggestSeverity(
  input: TriageInput,
  alerts: readonly ReadAlert[],
  verdict: Verdict,
  blastRadius: BlastRadius,
): SuggestedSeverity {
  const sent = worstOf(input);
  const steps = stepsOf(input, alerts, verdict, blastRadius).filter(
    ({ applies, change }) => applies && change(sent) !== sent,
  );
  const suggested = steps.reduce((severity, { change }) => change(severity), sent);
  const reasons = [`The senders say ${sent}`, ...steps.map(({ reason }) => reason)];
  return { suggested, reason: `${reasons.join('; ')}.` };
}

function worstOf({ incident, alerts }: TriageInput): Severity {
  const firing = alerts.filter(({ status }) => status === 'firing');
  const given = firing.map(({ severity }) => severity);
  return SEVERITIES.find((severity) => given.includes(severity)) ?? incident.severity;
}

function stepsOf(
  input: TriageInput,
  alerts: readonly ReadAlert[],
  verdict: Verdict,
  blastRadius: BlastRadius,
): Step[] {
  const { services, hosts } = blastRadius;
  const full = alerts.some(isFull);
  const rehearsal = environmentOf(input);
  return [
    {
      applies: STOPPED.includes(verdict.incident_type),
      change: atLeast('high'),
      reason: 'something has stopped working, which is high at least',
    },
    {
      applies: full && verdict.incident_type !== 'custom',
      change: atLeast('high'),
      reason: `a value of ${FULL_PERCENT} percent or more leaves no room, which is high at least`,
    },
    {
      applies: services.length >= MANY || hosts.length >= MANY,
      change: raised,
      reason: `${services.length} services and ${hosts.length} hosts are hit, one step worse`,
    },
    {
      applies: rehearsal !== null,
      change: atMost('medium'),
      reason: `the environment is ${rehearsal ?? ''}, which is medium at most`,
    },
    {
      applies: verdict.category === 'unknown',
      change: atMost('medium'),
      reason: 'nothing in the alerts says what is wrong, which is medium at most',
    },
  ];
}

function atLeast(least: Severity) {
  return (severity: Severity) => (severityRank(severity) < severityRank(least) ? least : severity);
}

function atMost(most: Severity) {
  return (severity: Severity) => (severityRank(severity) > severityRank(most) ? most : severity);
}

function raised(severity: Severity): Severity {
  return SEVERITIES[Math.max(0, SEVERITIES.indexOf(severity) - 1)] ?? severity;
}

/** The environment if all alerts are of one that no customer uses. */
function environmentOf({ alerts }: TriageInput): string | null {
  const words = alerts.map(({ labels }) => {
    const key = ENVIRONMENT_KEYS.find((name) => Object.hasOwn(labels, name));
    return key === undefined ? '' : (labels[key] ?? '');
  });
  const [first] = words;
  const all = words.every((word) => word === first && REHEARSAL.test(word));
  return all && first !== undefined ? first : null;
}

/** Whether a fact named as a share is at its end: `disk_usage_percent: 99`. */
function isFull({ facts }: ReadAlert): boolean {
  return facts.some(({ path, text }) => {
    const key = path.slice(path.lastIndexOf('/') + 1);
    if (path.startsWith('/labels/') || !PERCENT_KEY.test(key)) return false;
    const share = Number.parseFloat(text.slice(0, 32));
    return share >= FULL_PERCENT && share <= 100;
  });
}
