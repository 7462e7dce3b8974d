import type { Failure } from '../api/failure.ts';
import { atLeast, type Session } from '../api/session.ts';
import type { Proposal, ProposalDetail } from './remediation-data.ts';

/** Who may decide, as the page knows it. */
export type Viewer = Pick<Session, 'role' | 'person'>;

/** Why this person cannot approve now, in a sentence; null: they can. The hub decides in the end. */
export function whyNotApprove(
  proposal: ProposalDetail,
  viewer: Viewer,
  now: number,
): string | null {
  const { approval, blocked, missing } = proposal;
  const undecidable = whyNotReject(proposal, viewer, now);
  if (undecidable !== null) return undecidable;
  if (missing.length > 0) {
    return `It lacks ${missing.map(({ name }) => name).join(', ')}. Propose it again with what it needs.`;
  }
  if (blocked !== null) return blocked.detail;
  if (approval.scope === 'admin' && !atLeast(viewer.role, 'admin')) {
    return `An admin approves what has ${riskOf(proposal)}.`;
  }
  if (approval.by_another && proposal.proposed_by.id === viewer.person?.id) {
    return `You proposed it: with ${riskOf(proposal)}, another person approves.`;
  }
  return null;
}

/** Why this person cannot reject now, in a sentence; null: they can. */
export function whyNotReject(proposal: Proposal, viewer: Viewer, now: number): string | null {
  if (!atLeast(viewer.role, 'responder')) return 'Responders decide; you may look.';
  if (viewer.person === null) return 'A person decides: sign in, a key alone may not.';
  const over = proposal.state === 'expired' || Date.parse(proposal.expires_at) <= now;
  if (proposal.state === 'proposed' && over) return 'Its time is over. Propose it again.';
  return null;
}

/** Whether it has to be proposed again before anybody can approve it. */
export function needsAgain({ missing, blocked }: ProposalDetail, over: boolean): boolean {
  return over || missing.length > 0 || blocked?.code === 'recipe_changed';
}

function riskOf({ risk }: Proposal): string {
  return risk === 'none' ? 'no risk' : `a ${risk} risk`;
}

/** What has to be true to approve it, before anybody tries; its mode is said beside it. */
export function neededWords({ approval, mode, risk }: ProposalDetail): string {
  if (approval.kind === 'never') return approval.reason;
  const who = approval.scope === 'admin' ? 'An admin' : 'A responder';
  const other = approval.by_another ? ', but not who proposed it,' : '';
  const why = mode === 'live' ? ` ${approval.reason}` : '';
  return `${who}${other} approves it, since its risk is ${risk}.${why}`;
}

/** What to say of a decision that the hub refused, and what to do then. */
export interface Refusal {
  readonly title: string;
  readonly text: string;
  /** The run that somebody else began. */
  readonly runId: string | null;
}

const TITLES: Readonly<Record<string, string>> = {
  already_decided: 'Somebody was faster',
  already_proposed: 'It is proposed already',
  proposal_expired: 'Its time is over',
  recipe_changed: 'The recipe has changed',
  incident_closed: 'The incident is resolved',
  not_runnable: 'It cannot run as it is',
  stopped: 'Remediation is stopped',
  target_busy: 'Something else runs there',
  circuit_open: 'This recipe failed too often',
  cooling_down: 'It ran there a moment ago',
  daily_limit: 'It ran often enough today',
  target_limit: 'It runs on enough targets now',
  no_runner: 'Nothing on that host could run it',
  person_required: 'A person decides',
};

/** A refusal of the hub in a person's words. */
export function refusalWords({ code, message, status, problem }: Failure): Refusal {
  const runId = typeof problem.run_id === 'string' ? problem.run_id : null;
  const fallback = status === 0 ? 'Nothing was decided' : 'The hub refused';
  return { title: TITLES[code] ?? fallback, text: message, runId };
}
