import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { PageHeader } from '../frame/page-header.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import shared from '../integrations/integrations.module.css';
import bar from '../settings/settings.module.css';
import { ProposalsList } from './proposals-list.tsx';
import type { Proposing } from './propose-dialog.tsx';
import classes from './remediation.module.css';
import { proposalStateOf, runStateOf } from './remediation-filter.ts';
import { PROPOSAL_WORDS, RUN_WORDS } from './remediation-words.ts';
import { ReviewDialogs } from './review-dialogs.tsx';
import { RunsList } from './runs-list.tsx';
import { useReview } from './use-review.ts';

/** What recipes propose, everywhere; what waits for a decision first. */
export function ProposalsPage() {
  const state = proposalStateOf(useSearch({ strict: false }));
  const review = useReview();
  const navigate = useNavigate();
  const [proposing, setProposing] = useState<Proposing | null>(null);
  const filter = (next: string) => {
    const search = next === 'proposed' ? {} : { state: next };
    void navigate({ to: '/remediation', search: search as never, replace: true });
  };
  return (
    <>
      <Top here="proposals" />
      <div className={bar.bar}>
        <PlainSelect
          label="State"
          value={state ?? 'all'}
          options={[...PROPOSAL_WORDS, ['all', 'All proposals']]}
          onChange={filter}
        />
      </div>
      <ProposalsList state={state} onReview={review.open} />
      <ReviewDialogs review={review} proposing={proposing} onPropose={setProposing} />
    </>
  );
}

/** What ran, everywhere, newest first. */
export function RunsPage() {
  const state = runStateOf(useSearch({ strict: false }));
  const navigate = useNavigate();
  const filter = (next: string) => {
    const search = next === 'all' ? {} : { state: next };
    void navigate({ to: '/remediation/runs', search: search as never, replace: true });
  };
  return (
    <>
      <Top here="runs" />
      <div className={bar.bar}>
        <PlainSelect
          label="State"
          value={state ?? 'all'}
          options={[['all', 'All runs'], ...RUN_WORDS]}
          onChange={filter}
        />
      </div>
      <RunsList state={state} />
    </>
  );
}

const TABS = [
  ['proposals', '/remediation', 'Proposals'],
  ['runs', '/remediation/runs', 'Runs'],
] as const;

function Top({ here }: { readonly here: 'proposals' | 'runs' }) {
  return (
    <>
      <PageHeader
        title="Remediation"
        description="What recipes propose for incidents, and what was run."
      />
      <nav className={`${shared.tabs} ${classes.tabs}`} aria-label="Parts of remediation">
        {TABS.map(([name, path, word]) => (
          <Link
            key={name}
            to={path}
            className={shared.tab}
            data-here={here === name}
            aria-current={here === name ? 'page' : undefined}
          >
            {word}
          </Link>
        ))}
      </nav>
    </>
  );
}
