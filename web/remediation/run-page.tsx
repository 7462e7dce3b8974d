import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { toFailure } from '../api/failure.ts';
import { Age, Moment } from '../frame/age.tsx';
import { BrokenPage } from '../frame/broken-page.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { useDocumentTitle } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import page from '../incidents/incident-page.module.css';
import { useIncident } from '../incidents/use-incident.ts';
import { RiskMark, StateMark } from './marks.tsx';
import classes from './remediation.module.css';
import {
  isActive,
  type Proposal,
  proposalQuery,
  type RunDetail,
  recipeVersionQuery,
  refreshRemediation,
  runQuery,
} from './remediation-data.ts';
import { actorWords, lookOfRun, targetWords, tookWords } from './remediation-words.ts';
import { RunActions } from './run-actions.tsx';
import { RunStepper } from './run-stepper.tsx';
import { RunSteps } from './run-steps.tsx';
import { useServiceNames } from './use-service-names.ts';

/** One run: what it does now, what each step put out, and what decided how it ended. */
export function RunPage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error } = useQuery(runQuery(id));
  if (data) return <Whole run={data} />;
  if (error) return toFailure(error).status === 404 ? <Gone /> : <BrokenPage error={error} />;
  return <Bones />;
}

function Bones() {
  return (
    <div className={page.page}>
      <Loading>
        <Skeleton width={200} height={16} />
        <Skeleton width="50%" height={28} />
        <Skeleton height={240} />
      </Loading>
    </div>
  );
}

function Gone() {
  return (
    <EmptyState
      whole
      icon="search"
      title="This run was not found"
      action={<Link to="/remediation/runs">Go to the runs</Link>}
    >
      It may belong to another tenant of yours, or its time of keeping is over.
    </EmptyState>
  );
}

function Whole({ run }: { readonly run: RunDetail }) {
  const { data: proposal, isPending: isNameless } = useQuery(proposalQuery(run.proposal_id));
  const { slug, version, digest } = run.recipe;
  const { data: recipe, isPending: isUnread } = useQuery(recipeVersionQuery(slug, version));
  const name = proposal?.recipe.name ?? slug;
  useDocumentTitle(`Run: ${name}`);
  useEndTold(run);
  // What comes later would push the rest down.
  if (isNameless || isUnread) return <Bones />;
  return (
    <div className={page.page}>
      <BackToIncident id={run.incident_id} />
      <header className={page.header}>
        <Head run={run} name={name} proposal={proposal ?? null} />
        <RunStepper run={run} />
        <Outcome run={run} />
        <RunActions run={run} />
      </header>
      <RunSteps run={run} document={recipe?.digest === digest ? recipe.document : null} />
    </div>
  );
}

/** What the end of a run changed elsewhere is asked for when it comes. */
function useEndTold({ incident_id, state }: RunDetail): void {
  const active = isActive({ state });
  const was = useRef(active);
  useEffect(() => {
    if (was.current && !active) refreshRemediation(incident_id);
    was.current = active;
  }, [active, incident_id]);
}

function BackToIncident({ id }: { readonly id: string }) {
  const { data } = useIncident(id);
  return (
    <Link to={`/incidents/${id}`} className={page.back}>
      <Icon name="left" size={14} />
      <bdi>{data?.title ?? 'The incident'}</bdi>
    </Link>
  );
}

interface HeadProps {
  readonly run: RunDetail;
  readonly name: string;
  readonly proposal: Proposal | null;
}

function Head({ run, name, proposal }: HeadProps) {
  const { target, approved_by, created_at, started_at, finished_at } = run;
  const names = useServiceNames();
  const by =
    approved_by.type === 'system' ? 'Started by itself' : `Approved by ${actorWords(approved_by)}`;
  return (
    <div className={classes.words}>
      <p className={classes.line} role="status">
        <StateMark look={lookOfRun(run)} />
        {proposal ? <RiskMark risk={proposal.risk} /> : null}
        <span>
          on <bdi>{targetWords(target, names)}</bdi>
        </span>
      </p>
      <h1 dir="auto">{name}</h1>
      <p className={classes.note}>
        <bdi>{by}</bdi>, <Moment at={created_at} />
        {started_at ? (
          <>
            {' · '}
            {finished_at ? (
              tookWords(Date.parse(finished_at) - Date.parse(started_at))
            ) : (
              <>
                for <Age at={started_at} />
              </>
            )}
          </>
        ) : null}
        {' · '}
        <Link to={`/recipes/${run.recipe.slug}`}>{run.recipe.slug}</Link>, version{' '}
        {run.recipe.version}
      </p>
    </div>
  );
}

/** What decided how it ended, and what is to be done now. */
function Outcome({ run }: { readonly run: RunDetail }) {
  if (run.finished_at === null) {
    if (run.cancel_requested_at === null) return null;
    return (
      <p className={classes.note} role="status">
        It is being cancelled: what is under way ends first, and nothing more begins.
      </p>
    );
  }
  const look = lookOfRun(run);
  return (
    <div className={classes.notice} data-tone={look.tone}>
      <Icon name={look.icon} />
      <div>
        <p>
          <strong>{look.word}.</strong> <bdi>{run.reason}</bdi>
        </p>
        {MEANINGS[run.state] ? <p>{MEANINGS[run.state]}</p> : null}
      </div>
    </div>
  );
}

const MEANINGS: Readonly<Partial<Record<RunDetail['state'], string>>> = {
  failed: 'Nothing was rolled back; the incident stays open.',
  rolled_back: 'What it had changed was taken back; the incident stays open.',
  rollback_failed: 'Somebody has to look at what it left behind.',
  cancelled: 'Nothing was rolled back: look at what it had begun.',
};
