import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Age } from '../frame/age.tsx';
import { useNow } from '../frame/clock.ts';
import { EmptyState } from '../frame/empty-state.tsx';
import { PagedList } from '../settings/paged-list.tsx';
import { usePages } from '../settings/use-pages.ts';
import { HowItWorks } from './how-it-works.tsx';
import { IncidentLink } from './incident-link.tsx';
import { RiskMark, StateMark } from './marks.tsx';
import classes from './remediation.module.css';
import { KEY, type Proposal } from './remediation-data.ts';
import { countdown, lookOfProposal, targetWords } from './remediation-words.ts';
import { useServiceNames } from './use-service-names.ts';

interface ProposalsListProps {
  /** Null: in any state. */
  readonly state: Proposal['state'] | null;
  readonly onReview: (id: string) => void;
}

const REFRESH = 5_000;

/** Proposals of all incidents. */
export function ProposalsList({ state, onReview }: ProposalsListProps) {
  const names = useServiceNames();
  const pages = usePages(
    KEY,
    async ({ query }, signal) => {
      const params = { query: { ...query, ...(state && { state }) } };
      return unwrap(await api.GET('/api/v1/proposals', { params, signal }));
    },
    { limit: 30, variant: `proposals ${state}`, every: REFRESH },
  );
  return (
    <PagedList
      label="Proposals"
      pages={pages}
      idOf={({ id }) => id}
      columns={columnsFor(names, onReview)}
      empty={<NoProposals state={state} />}
    />
  );
}

function NoProposals({ state }: { readonly state: Proposal['state'] | null }) {
  if (state !== 'proposed' && state !== null) {
    return (
      <EmptyState icon="filter" title="No proposal is in this state">
        Proposals are kept with what was decided about them, and by whom.
      </EmptyState>
    );
  }
  const title = state === null ? 'Nothing was proposed yet' : 'Nothing waits for a decision';
  return (
    <EmptyState icon="bolt" title={title}>
      <HowItWorks />
    </EmptyState>
  );
}

function columnsFor(names: ReadonlyMap<string, string>, onReview: (id: string) => void) {
  return [
    {
      name: 'recipe',
      label: 'Recipe',
      show: (proposal: Proposal) => (
        <>
          <button type="button" className={classes.row} onClick={() => onReview(proposal.id)}>
            {proposal.recipe.name}
          </button>
          <span className={classes.below}>
            <StateMark look={lookOfProposal(proposal)} />
            <bdi>{targetWords(proposal.target, names)}</bdi>
          </span>
        </>
      ),
    },
    {
      name: 'state',
      label: 'State',
      width: '180px',
      optional: true,
      show: (proposal: Proposal) => <StateMark look={lookOfProposal(proposal)} />,
    },
    {
      name: 'risk',
      label: 'Risk',
      width: '190px',
      optional: true,
      show: ({ risk }: Proposal) => <RiskMark risk={risk} />,
    },
    {
      name: 'target',
      label: 'On',
      width: '150px',
      optional: true,
      show: ({ target }: Proposal) => <bdi>{targetWords(target, names)}</bdi>,
    },
    {
      name: 'incident',
      label: 'Incident',
      width: '24%',
      optional: true,
      show: ({ incident_id }: Proposal) => <IncidentLink id={incident_id} />,
    },
    {
      name: 'age',
      label: 'Time',
      width: 'min(110px, 24vw)',
      show: (proposal: Proposal) => <TimeOf proposal={proposal} />,
    },
  ];
}

function TimeOf({ proposal }: { readonly proposal: Proposal }) {
  const { state, created_at, decided_at, expires_at } = proposal;
  const left = useNow((now) => countdown(Date.parse(expires_at) - now));
  if (state === 'proposed') return <span className={classes.note}>{left} left</span>;
  return (
    <span className={classes.note}>
      <Age at={decided_at ?? created_at} /> ago
    </span>
  );
}
