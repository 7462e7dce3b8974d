import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import type { Incident } from '../api/shapes.ts';
import { useNow } from '../frame/clock.ts';
import { Icon } from '../frame/icons.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { useCommands } from '../frame/use-commands.ts';
import { type Attempt, attemptsOf, isOver } from './attempts.ts';
import { RiskMark, StateMark } from './marks.tsx';
import type { Proposing } from './propose-dialog.tsx';
import classes from './remediation.module.css';
import { ofIncidentQuery, type Proposal, type Run } from './remediation-data.ts';
import {
  countdown,
  lookOfProposal,
  lookOfRun,
  PHASES,
  targetWords,
  whyWords,
} from './remediation-words.ts';
import { ReviewDialogs } from './review-dialogs.tsx';
import { useReview } from './use-review.ts';
import { useServiceNames } from './use-service-names.ts';

/** What could be done about an incident, what is being done, and what was. */
export function RemediationCard({ incident }: { readonly incident: Incident }) {
  const { data, isPending } = useQuery(ofIncidentQuery(incident.id));
  const review = useReview();
  const [proposing, setProposing] = useState<Proposing | null>(null);
  const mayPropose = atLeast(useSession().role, 'responder') && incident.progress !== 'closed';
  const attempts = attemptsOf(data?.proposals ?? [], data?.runs ?? []);
  const propose = () => setProposing({ incidentId: incident.id, again: null });
  useCommands('page', commandsFor(attempts, { propose: mayPropose ? propose : null, review }));
  return (
    <>
      {isPending ? (
        <Loading>
          <Skeleton height={96} />
        </Loading>
      ) : null}
      {attempts.length > 0 || (mayPropose && data) ? (
        <section aria-labelledby="remediation" className={classes.card}>
          <div className={classes.head}>
            <h2 id="remediation">Remediation</h2>
            {mayPropose ? (
              <Button variant="default" size="xs" onClick={propose}>
                Propose a recipe
              </Button>
            ) : null}
          </div>
          <Attempts attempts={attempts} onReview={review.open} />
        </section>
      ) : null}
      <ReviewDialogs review={review} proposing={proposing} onPropose={setProposing} />
    </>
  );
}

function commandsFor(
  attempts: readonly Attempt[],
  {
    propose,
    review,
  }: { readonly propose: (() => void) | null; readonly review: { open: (id: string) => void } },
) {
  const group = 'Remediation';
  const open = attempts.filter(
    ({ proposal, run }) => run === null && proposal.state === 'proposed',
  );
  return [
    ...open.map(({ proposal: { id, recipe } }) => ({
      id: `review-${id}`,
      label: `Review: ${recipe.name}`,
      group,
      run: () => review.open(id),
    })),
    ...(propose ? [{ id: 'propose', label: 'Propose a recipe', group, run: propose }] : []),
  ];
}

interface AttemptsProps {
  readonly attempts: readonly Attempt[];
  readonly onReview: (id: string) => void;
}

function Attempts({ attempts, onReview }: AttemptsProps) {
  const now = attempts.filter((attempt) => !isOver(attempt));
  const past = attempts.filter(isOver);
  // How the last run ended matters to whoever decides about the next.
  const latest = past.find(({ run }) => run !== null) ?? (now.length === 0 ? past[0] : undefined);
  const earlier = past.filter((attempt) => attempt !== latest);
  const list = (items: readonly Attempt[]) => (
    <ul className={classes.list}>
      {items.map(({ proposal, run }) =>
        run ? (
          <RunItem key={run.id} run={run} name={proposal.recipe.name} />
        ) : (
          <ProposalItem key={proposal.id} proposal={proposal} onReview={onReview} />
        ),
      )}
    </ul>
  );
  if (attempts.length === 0) {
    return <p className={classes.note}>No recipe fits it by itself.</p>;
  }
  return (
    <>
      {list(latest ? [...now, latest] : now)}
      {earlier.length > 0 ? (
        <details className={classes.past}>
          <summary>Earlier ({earlier.length})</summary>
          {list(earlier)}
        </details>
      ) : null}
    </>
  );
}

interface ProposalItemProps {
  readonly proposal: Proposal;
  readonly onReview: (id: string) => void;
}

function ProposalItem({ proposal, onReview }: ProposalItemProps) {
  const { id, recipe, risk, target, missing, state } = proposal;
  const names = useServiceNames();
  const waits = state === 'proposed';
  return (
    <li className={classes.item}>
      <div className={classes.words}>
        <span className={classes.name} dir="auto">
          {recipe.name}
        </span>
        <p className={classes.line}>
          <RiskMark risk={risk} />
          <span>
            on <bdi>{targetWords(target, names)}</bdi>
          </span>
          {waits ? (
            <TimeLeft at={proposal.expires_at} />
          ) : (
            <StateMark look={lookOfProposal(proposal)} />
          )}
        </p>
        <p className={classes.note} dir="auto">
          {whyWords(proposal)}
        </p>
        {waits && missing.length > 0 ? (
          <p className={classes.lacks}>
            <Icon name="warning" size={14} />
            It lacks {missing.map(({ name }) => name).join(', ')}
          </p>
        ) : null}
      </div>
      <Button variant="default" onClick={() => onReview(id)}>
        {waits ? 'Review' : 'Show'}
        <span className="visually-hidden"> {recipe.name}</span>
      </Button>
    </li>
  );
}

function TimeLeft({ at }: { readonly at: string }) {
  const left = useNow((now) => countdown(Date.parse(at) - now));
  return (
    <span className={classes.note}>
      expires in <time dateTime={at}>{left}</time>
    </span>
  );
}

function RunItem({ run, name }: { readonly run: Run; readonly name: string }) {
  const names = useServiceNames();
  const phase = PHASES.find(([own]) => own === run.phase)?.[1];
  const active = run.finished_at === null;
  return (
    <li className={classes.item}>
      <div className={classes.words}>
        <span className={classes.name} dir="auto">
          {name}
        </span>
        <p className={classes.line}>
          <StateMark look={lookOfRun(run)} />
          <span>
            on <bdi>{targetWords(run.target, names)}</bdi>
          </span>
          {active && phase ? <span className={classes.note}>{phase}</span> : null}
        </p>
        {run.reason ? (
          <p className={classes.note} dir="auto">
            {run.reason}
          </p>
        ) : null}
      </div>
      <Button component={Link} to={`/remediation/runs/${run.id}`} variant="default">
        {active ? 'Watch' : 'Show'}
        <span className="visually-hidden"> the run of {name}</span>
      </Button>
    </li>
  );
}
