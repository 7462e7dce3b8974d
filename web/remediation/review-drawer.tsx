import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toFailure } from '../api/failure.ts';
import { Icon } from '../frame/icons.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { stepsOf } from '../recipes/recipe-words.ts';
import { BoundValues } from './bound-values.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { neededWords } from './decision-words.ts';
import { RiskMark, StateMark } from './marks.tsx';
import { PlannedPhases } from './planned-phases.tsx';
import classes from './remediation.module.css';
import {
  type ProposalDetail,
  proposalQuery,
  type RecipeDocument,
  recipeVersionQuery,
} from './remediation-data.ts';
import { lookOfProposal, modeWords, targetWords, whyWords } from './remediation-words.ts';
import layout from './review.module.css';
import { useServiceNames } from './use-service-names.ts';

interface ReviewDrawerProps {
  readonly id: string;
  readonly onClose: () => void;
  /** Opens the form that proposes it again, filled with what this one has. */
  readonly onProposeAgain: (proposal: ProposalDetail) => void;
}

/** A proposal under review: exactly what would run where, and the decision about it. */
export function ReviewDrawer({ id, onClose, onProposeAgain }: ReviewDrawerProps) {
  const { data: proposal, error } = useQuery(proposalQuery(id));
  const title = proposal?.recipe.name ?? 'Review';
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span dir="auto">{title}</span>}
      classNames={{
        inner: layout.inner ?? '',
        content: layout.drawer ?? '',
        header: layout.drawerHeader ?? '',
        title: layout.drawerTitle ?? '',
        body: layout.drawerBody ?? '',
      }}
    >
      {error && !proposal ? <Unreadable error={error} /> : null}
      {!proposal && !error ? (
        <div className={layout.review}>
          <Loading>
            <Skeleton height={320} />
          </Loading>
        </div>
      ) : null}
      {proposal ? (
        <>
          <Review proposal={proposal} />
          <DecisionBar proposal={proposal} onProposeAgain={() => onProposeAgain(proposal)} />
        </>
      ) : null}
    </Modal>
  );
}

function Unreadable({ error }: { readonly error: unknown }) {
  const { status, message } = toFailure(error);
  return (
    <div className={layout.review}>
      <p className={classes.fault} role="alert">
        {status === 404 ? 'There is no such proposal, or not any more.' : message}
      </p>
    </div>
  );
}

function Review({ proposal }: { readonly proposal: ProposalDetail }) {
  const { recipe, missing, steps } = proposal;
  const { data } = useQuery(recipeVersionQuery(recipe.slug, recipe.version));
  const document = data?.digest === recipe.digest ? data.document : null;
  // Without all of its values it would show commands that never run.
  const shows = missing.length > 0 ? document : null;
  return (
    <div className={layout.review}>
      <Head proposal={proposal} />
      {document ? <p dir="auto">{document.description}</p> : null}
      {missing.length > 0 ? <Lacks proposal={proposal} /> : null}
      <section className={layout.section} aria-labelledby="why">
        <h2 id="why">Why it is proposed</h2>
        <p dir="auto">{whyWords(proposal)}</p>
      </section>
      <BoundValues proposal={proposal} document={document} />
      <section className={layout.section} aria-labelledby="runs">
        <h2 id="runs">What would run</h2>
        {shows === null ? (
          <PlannedPhases steps={steps} document={document} />
        ) : (
          <>
            <p className={classes.note}>
              As the recipe says it: values are put in when it has them.
            </p>
            <PlannedPhases steps={stepsOf(shows)} document={shows} />
          </>
        )}
        {document ? <p className={classes.note}>{frameWords(document)}</p> : null}
      </section>
      <section className={layout.section} aria-labelledby="needs">
        <h2 id="needs">What it needs</h2>
        <p>{neededWords(proposal)}</p>
        {proposal.approval.kind === 'never' ? null : (
          <p className={classes.note}>The mode there is {modeWords(proposal.mode)}.</p>
        )}
      </section>
    </div>
  );
}

function Head({ proposal }: { readonly proposal: ProposalDetail }) {
  const { recipe, risk, target, incident_id } = proposal;
  const names = useServiceNames();
  return (
    <div className={classes.words}>
      <p className={classes.line}>
        <StateMark look={lookOfProposal(proposal)} />
        <RiskMark risk={risk} />
        <span>
          on <bdi>{targetWords(target, names)}</bdi>
        </span>
      </p>
      <p className={classes.note}>
        <Link to={`/recipes/${recipe.slug}`}>{recipe.slug}</Link>, version {recipe.version} ·{' '}
        <Link to={`/incidents/${incident_id}`}>its incident</Link>
      </p>
    </div>
  );
}

function Lacks({ proposal: { missing } }: { readonly proposal: ProposalDetail }) {
  return (
    <div className={classes.notice} data-tone="asks">
      <Icon name="warning" />
      <p>It cannot run as it is: it lacks {missing.map(({ name }) => name).join(', ')}.</p>
    </div>
  );
}

/** What holds for a run as a whole. */
function frameWords(document: RecipeDocument): string {
  const { timeout_s = 900, cool_down_minutes = 30, resolves = false, post_checks = [] } = document;
  // Only checks that were carried out may close an incident.
  const ends =
    resolves && post_checks.length > 0
      ? 'When its checks have passed, the incident is resolved with what they found.'
      : 'The incident stays open, however it ends.';
  return `All of it ends within ${timeout_s} s; not again there for ${cool_down_minutes} minutes. ${ends}`;
}
