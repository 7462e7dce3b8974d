import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { toFailure } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { Moment } from '../frame/age.tsx';
import { useNow } from '../frame/clock.ts';
import { Icon } from '../frame/icons.tsx';
import { tellDone } from '../frame/toasts.ts';
import { DecisionForm } from './decision-form.tsx';
import {
  needsAgain,
  type Refusal,
  refusalWords,
  whyNotApprove,
  whyNotReject,
} from './decision-words.ts';
import classes from './remediation.module.css';
import { approve, type ProposalDetail, refreshRemediation, reject } from './remediation-data.ts';
import { actorWords, countdown } from './remediation-words.ts';
import layout from './review.module.css';

interface DecisionBarProps {
  readonly proposal: ProposalDetail;
  readonly onProposeAgain: () => void;
}

/** What can be decided about a proposal, or what was. */
export function DecisionBar({ proposal, onProposeAgain }: DecisionBarProps) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return (
    <div className={layout.footer}>
      {refusal ? <Refused refusal={refusal} /> : null}
      {proposal.state === 'proposed' ? (
        <Open proposal={proposal} onRefused={setRefusal} onProposeAgain={onProposeAgain} />
      ) : (
        <Decided proposal={proposal} onProposeAgain={onProposeAgain} />
      )}
    </div>
  );
}

function Refused({ refusal: { title, text, runId } }: { readonly refusal: Refusal }) {
  return (
    <div className={classes.notice} data-tone="asks" role="alert">
      <Icon name="info" />
      <p>
        <strong>{title}.</strong> {text}{' '}
        {runId ? <Link to={`/remediation/runs/${runId}`}>Watch its run</Link> : null}
      </p>
    </div>
  );
}

interface OpenProps extends DecisionBarProps {
  readonly onRefused: (refusal: Refusal | null) => void;
}

function Open({ proposal, onRefused, onProposeAgain }: OpenProps) {
  const [asked, setAsked] = useState<'approve' | 'reject' | null>(null);
  const whyNot = useWhyNot(proposal);
  const { busy, decide } = useDecision(proposal, onRefused);
  if (asked !== null && whyNot[asked] === null) {
    return (
      <DecisionForm
        kind={asked}
        proposal={proposal}
        busy={busy}
        onBack={() => setAsked(null)}
        onDecide={async (reason) => {
          await decide(asked, reason);
          setAsked(null);
        }}
      />
    );
  }
  const reason = whyNot.reject ?? whyNot.approve;
  const again = whyNot.mayAct && needsAgain(proposal, whyNot.over);
  return (
    <div className={layout.decision}>
      <p className={classes.note}>
        {reason ?? <Expiry at={proposal.expires_at} />}
        {whyNot.lacksRunner ? (
          <>
            {' '}
            <Link to="/settings/remediation">Connect one</Link>
          </>
        ) : null}
      </p>
      <Button
        variant="default"
        disabled={whyNot.reject !== null}
        onClick={() => setAsked('reject')}
      >
        Reject …
      </Button>
      {again ? (
        <Button onClick={onProposeAgain}>
          {proposal.missing.length > 0 ? 'Fill in what it lacks' : 'Propose it again'}
        </Button>
      ) : (
        <Button disabled={whyNot.approve !== null} onClick={() => setAsked('approve')}>
          Approve …
        </Button>
      )}
    </div>
  );
}

/** Why this person cannot decide now, by decision; null: they can. */
function useWhyNot(proposal: ProposalDetail) {
  const viewer = useSession();
  const ends = Date.parse(proposal.expires_at);
  // Changes with the clock only when the proposal's time ends.
  const over = useNow((now) => now >= ends);
  const now = over ? ends : 0;
  return {
    approve: whyNotApprove(proposal, viewer, now),
    reject: whyNotReject(proposal, viewer, now),
    mayAct: atLeast(viewer.role, 'responder'),
    over,
    lacksRunner: proposal.blocked?.code === 'no_runner' && atLeast(viewer.role, 'admin'),
  };
}

function useDecision(proposal: ProposalDetail, onRefused: OpenProps['onRefused']) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const decide = async (kind: 'approve' | 'reject', reason: string) => {
    setBusy(true);
    onRefused(null);
    try {
      if (kind === 'approve') {
        const { id } = await approve(proposal, reason);
        await navigate({ to: `/remediation/runs/${id}` });
      } else {
        await reject(proposal, reason);
        tellDone('Rejected; it never runs');
      }
    } catch (error) {
      onRefused(refusalWords(toFailure(error)));
    } finally {
      setBusy(false);
      refreshRemediation(proposal.incident_id);
    }
  };
  return { busy, decide };
}

/** How long it still waits for a decision. */
function Expiry({ at }: { readonly at: string }) {
  const left = useNow((now) => countdown(Date.parse(at) - now));
  return (
    <>
      Expires in <time dateTime={at}>{left}</time>
    </>
  );
}

function Decided({ proposal, onProposeAgain }: DecisionBarProps) {
  const { decided_at, decision_reason, run_id } = proposal;
  const mayAct = atLeast(useSession().role, 'responder');
  return (
    <div className={layout.decision}>
      <p className={classes.note}>
        <bdi>{decidedWords(proposal)}</bdi> {decided_at ? <Moment at={decided_at} /> : null}
        {decision_reason ? (
          <>
            : <bdi>{decision_reason}</bdi>
          </>
        ) : null}
      </p>
      {run_id ? (
        <Button component={Link} to={`/remediation/runs/${run_id}`}>
          See its run
        </Button>
      ) : null}
      {run_id === null && mayAct ? (
        <Button variant="default" onClick={onProposeAgain}>
          Propose it again
        </Button>
      ) : null}
    </div>
  );
}

function decidedWords({ state, decided_by }: ProposalDetail): string {
  if (state === 'expired' || !decided_by) return 'Nobody decided; it expired';
  if (state === 'approved' && decided_by.type === 'system') return 'It started by itself';
  return `${actorWords(decided_by)} ${state} it`;
}
