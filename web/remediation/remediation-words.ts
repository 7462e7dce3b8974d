import type { IconName } from '../frame/icons.tsx';
import { shortSpan } from '../frame/times.ts';
import type { Actor, Phase, Proposal, ProposalDetail, Run, RunStep } from './remediation-data.ts';

/** How a state looks: a word, a drawing beside it, and what it means. */
export interface Look {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: 'plain' | 'busy' | 'good' | 'bad' | 'asks';
}

const RUN_LOOKS: Readonly<Record<Run['state'], Look>> = {
  queued: { word: 'About to begin', icon: 'clock', tone: 'busy' },
  running: { word: 'Running', icon: 'pulse', tone: 'busy' },
  rolling_back: { word: 'Rolling back', icon: 'undo', tone: 'asks' },
  succeeded: { word: 'Succeeded', icon: 'check', tone: 'good' },
  failed: { word: 'Failed', icon: 'close', tone: 'bad' },
  rolled_back: { word: 'Rolled back', icon: 'undo', tone: 'bad' },
  rollback_failed: { word: 'Rollback failed', icon: 'warning', tone: 'bad' },
  cancelled: { word: 'Cancelled', icon: 'close', tone: 'plain' },
};

const STEP_LOOKS: Readonly<Record<RunStep['state'], Look>> = {
  waiting: { word: 'Not yet', icon: 'more', tone: 'plain' },
  ready: { word: 'Next', icon: 'clock', tone: 'busy' },
  running: { word: 'Running', icon: 'pulse', tone: 'busy' },
  succeeded: { word: 'Succeeded', icon: 'check', tone: 'good' },
  failed: { word: 'Failed', icon: 'close', tone: 'bad' },
  refused: { word: 'Refused on the host', icon: 'close', tone: 'bad' },
  unknown: { word: 'Outcome unknown', icon: 'warning', tone: 'bad' },
  cancelled: { word: 'Cancelled', icon: 'close', tone: 'plain' },
  skipped: { word: 'Not run', icon: 'right', tone: 'plain' },
};

const PROPOSAL_LOOKS: Readonly<Record<Proposal['state'], Look>> = {
  proposed: { word: 'Waits for a decision', icon: 'clock', tone: 'asks' },
  approved: { word: 'Approved', icon: 'check', tone: 'plain' },
  rejected: { word: 'Rejected', icon: 'close', tone: 'plain' },
  expired: { word: 'Expired', icon: 'clock', tone: 'plain' },
};

/** How a run's state looks. */
export function lookOfRun(
  run: Pick<Run, 'state'> & Partial<Pick<Run, 'cancel_requested_at' | 'finished_at'>>,
): Look {
  const look = RUN_LOOKS[run.state];
  const ending = run.cancel_requested_at && !run.finished_at;
  return ending ? { ...look, word: 'Being cancelled', tone: 'asks' } : look;
}

/** How a step's state looks; a person's task does not run, it waits for them. */
export function lookOfStep({ state, kind, host }: Pick<RunStep, 'state' | 'kind' | 'host'>): Look {
  if (state === 'running' && kind === 'manual') {
    return { word: 'Waits for a person', icon: 'user', tone: 'asks' };
  }
  if (state === 'running' && kind === 'wait') return { ...STEP_LOOKS.running, word: 'Waiting' };
  if (state === 'ready' && kind === 'command') {
    return { ...STEP_LOOKS.ready, word: `Waits for the runner on ${host ?? 'its host'}` };
  }
  return STEP_LOOKS[state];
}

/** How a proposal's state looks; one that lacks something waits for that first. */
export function lookOfProposal({ state, missing }: Pick<Proposal, 'state' | 'missing'>): Look {
  if (state !== 'proposed' || missing.length === 0) return PROPOSAL_LOOKS[state];
  const lacks = missing.map(({ name }) => name).join(', ');
  return { word: `Lacks ${lacks}`, icon: 'warning', tone: 'asks' };
}

/** The states by name, for a filter. */
export const PROPOSAL_WORDS = Object.entries(PROPOSAL_LOOKS).map(
  ([state, { word }]) => [state, word] as const,
);

/** The states by name, for a filter. */
export const RUN_WORDS = Object.entries(RUN_LOOKS).map(
  ([state, { word }]) => [state, word] as const,
);

/** The phases of a run, in its order, and what each is for. */
export const PHASES: readonly (readonly [Phase, string, string])[] = [
  ['pre_checks', 'Checks before', 'One that fails ends it, and nothing was changed.'],
  ['steps', 'Steps', 'One after the other.'],
  ['post_checks', 'Checks after', 'They alone decide whether it worked.'],
  ['rollback', 'Rollback', 'Only when a step or a check after it fails.'],
];

const RISKS: Readonly<Record<Proposal['risk'], string>> = {
  none: 'No risk: it only looks',
  low: 'Low risk',
  medium: 'Medium risk',
  high: 'High risk',
  critical: 'Critical risk',
};

/** What a run may break, in two words or a few. */
export function riskWords(risk: Proposal['risk']): string {
  return RISKS[risk];
}

const MODES: Readonly<Record<ProposalDetail['mode'], string>> = {
  audit: 'audit: nothing runs there',
  shadow: 'shadow: a person approves every run',
  live: 'live: what risks little starts by itself',
};

/** How far remediation may go at the target. */
export function modeWords(mode: ProposalDetail['mode']): string {
  return MODES[mode];
}

/**
 * Where it runs, in words: `host:web-01` is “host web-01”. Services go by name where `names` has
 * them.
 */
export function targetWords(target: string, names: ReadonlyMap<string, string>): string {
  const colon = target.indexOf(':');
  const [kind, name] = [target.slice(0, colon), target.slice(colon + 1)];
  if (kind === 'host') return `host ${name}`;
  if (kind === 'service') return `service ${names.get(name) ?? name}`;
  return kind === 'incident' ? 'the hub itself' : target;
}

/** Who did it. */
export function actorWords(actor: Actor): string {
  if (actor.name) return actor.name;
  if (actor.type === 'operator') return 'The operator';
  return actor.type === 'system' ? 'The hub' : (actor.id ?? 'Somebody');
}

/** Why something is proposed, in a sentence. */
export function whyWords({ proposed_by, score, reason }: Proposal): string {
  if (proposed_by.type !== 'system') return `Proposed by ${actorWords(proposed_by)}`;
  return `Fits ${percent(score)}: ${reason}`;
}

/** A share of 1 as people read it. */
export function percent(score: number): string {
  return `${Math.round(score * 100)} %`;
}

/** What is left of a span: `59m 03s`; nothing is left of one that is over. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes >= 60)
    return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
  return minutes > 0 ? `${minutes}m ${String(rest).padStart(2, '0')}s` : `${rest}s`;
}

/** How long something took: `took 12s`. */
export function tookWords(milliseconds: number): string {
  return milliseconds < 1_000 ? 'took less than 1s' : `took ${shortSpan(milliseconds)}`;
}
