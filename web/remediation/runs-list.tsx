import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Age } from '../frame/age.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { PagedList } from '../settings/paged-list.tsx';
import { usePages } from '../settings/use-pages.ts';
import { HowItWorks } from './how-it-works.tsx';
import { IncidentLink } from './incident-link.tsx';
import { StateMark } from './marks.tsx';
import classes from './remediation.module.css';
import { KEY, type Run, recipesQuery } from './remediation-data.ts';
import { actorWords, lookOfRun, targetWords } from './remediation-words.ts';
import { useServiceNames } from './use-service-names.ts';

const REFRESH = 5_000;

/** Runs of all incidents; null: in any state. */
export function RunsList({ state }: { readonly state: Run['state'] | null }) {
  const names = useServiceNames();
  const { data: recipes } = useQuery(recipesQuery);
  const recipeNames = new Map(recipes?.map(({ slug, name }) => [slug, name]));
  const pages = usePages(
    KEY,
    async ({ query }, signal) => {
      const params = { query: { ...query, ...(state && { state }) } };
      return unwrap(await api.GET('/api/v1/runs', { params, signal }));
    },
    { limit: 30, variant: `runs ${state}`, every: REFRESH },
  );
  return (
    <PagedList
      label="Runs"
      pages={pages}
      idOf={({ id }) => id}
      columns={columnsFor(names, recipeNames)}
      empty={<NoRuns state={state} />}
    />
  );
}

function NoRuns({ state }: { readonly state: Run['state'] | null }) {
  if (state !== null) {
    return (
      <EmptyState icon="filter" title="No run is in this state">
        Runs are kept with all that their steps put out.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="bolt" title="Nothing was run yet">
      <HowItWorks />
    </EmptyState>
  );
}

function columnsFor(names: ReadonlyMap<string, string>, recipeNames: ReadonlyMap<string, string>) {
  return [
    {
      name: 'recipe',
      label: 'Recipe',
      show: (run: Run) => (
        <>
          <Link
            to={`/remediation/runs/${run.id}`}
            className={classes.name}
            title={run.reason ?? ''}
          >
            {recipeNames.get(run.recipe.slug) ?? run.recipe.slug}
          </Link>
          <span className={classes.below}>
            <StateMark look={lookOfRun(run)} />
            <bdi>{targetWords(run.target, names)}</bdi>
          </span>
        </>
      ),
    },
    {
      name: 'state',
      label: 'State',
      width: '160px',
      optional: true,
      show: (run: Run) => <StateMark look={lookOfRun(run)} />,
    },
    {
      name: 'target',
      label: 'On',
      width: '150px',
      optional: true,
      show: ({ target }: Run) => <bdi>{targetWords(target, names)}</bdi>,
    },
    {
      name: 'by',
      label: 'Approved by',
      width: '150px',
      optional: true,
      show: ({ approved_by }: Run) => (
        <bdi>{approved_by.type === 'system' ? 'by itself' : actorWords(approved_by)}</bdi>
      ),
    },
    {
      name: 'incident',
      label: 'Incident',
      width: '24%',
      optional: true,
      show: ({ incident_id }: Run) => <IncidentLink id={incident_id} />,
    },
    {
      name: 'age',
      label: 'Began',
      width: 'min(110px, 24vw)',
      show: ({ created_at }: Run) => (
        <span className={classes.note}>
          <Age at={created_at} /> ago
        </span>
      ),
    },
  ];
}
