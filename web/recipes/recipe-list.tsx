import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import { Age } from '../frame/age.tsx';
import { DataList } from '../frame/data-list.tsx';
import { Icon } from '../frame/icons.tsx';
import { RiskMark, StateMark } from '../remediation/marks.tsx';
import { standingQuery } from '../remediation/remediation-data.ts';
import { lookOfRun } from '../remediation/remediation-words.ts';
import text from '../settings/settings.module.css';
import type { RecipeRow } from './recipe-data.ts';
import { categoryWord } from './recipe-words.ts';
import classes from './recipes.module.css';
import { type LastRuns, useLastRuns } from './use-last-runs.ts';
import { useSwitch } from './use-switch.ts';

/** Recipes of one kind: what they do, how they went last, and whether they are proposed. */
export function RecipeList({ title, recipes }: { title: string; recipes: readonly RecipeRow[] }) {
  const heading = useId();
  const mayChange = atLeast(useSession().role, 'admin');
  const lastRuns = useLastRuns();
  const { data } = useQuery(standingQuery);
  const open = new Set(data?.open_circuits);
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className={text.heading}>
        {title}
      </h2>
      <DataList
        label={title}
        items={recipes}
        idOf={({ slug }) => slug}
        columns={columnsFor(mayChange, lastRuns, open)}
      />
    </section>
  );
}

function columnsFor(mayChange: boolean, lastRuns: LastRuns, open: ReadonlySet<string>) {
  return [
    {
      name: 'name',
      label: 'Recipe',
      show: (recipe: RecipeRow) => <Name recipe={recipe} broken={open.has(recipe.slug)} />,
    },
    {
      name: 'category',
      label: 'What it does',
      width: '116px',
      optional: true,
      show: ({ category }: RecipeRow) => categoryWord(category),
    },
    {
      name: 'risk',
      label: 'Risk',
      width: '180px',
      optional: true,
      show: ({ risk }: RecipeRow) => <RiskMark risk={risk} />,
    },
    {
      name: 'run',
      label: 'Last run',
      width: '200px',
      optional: true,
      show: ({ slug }: RecipeRow) => <LastRun run={lastRuns.get(slug)} />,
    },
    {
      name: 'version',
      label: 'Version',
      width: '72px',
      optional: true,
      numeric: true,
      show: ({ version }: RecipeRow) => version,
    },
    {
      name: 'enabled',
      label: 'Proposed',
      width: 'min(110px, 24vw)',
      show: (recipe: RecipeRow) => <Enabled recipe={recipe} mayChange={mayChange} />,
    },
  ];
}

function Name({ recipe, broken }: { readonly recipe: RecipeRow; readonly broken: boolean }) {
  const { slug, name, description, risk } = recipe;
  return (
    <span className={classes.name} title={description}>
      <Link to={`/recipes/${slug}`} className={text.name} dir="auto">
        {name}
      </Link>
      {broken ? (
        <span className={classes.broken} title="Its last runs failed: it begins no more.">
          <Icon name="warning" size={14} /> failed too often
        </span>
      ) : null}
      <span className={classes.narrow}>
        <RiskMark risk={risk} />
      </span>
    </span>
  );
}

function LastRun({ run }: { readonly run: ReturnType<LastRuns['get']> }) {
  if (!run) return <span className={text.muted}>never</span>;
  return (
    <span className={classes.run}>
      <StateMark look={lookOfRun(run)} /> <Age at={run.created_at} className={text.muted} />
    </span>
  );
}

function Enabled({ recipe, mayChange }: { readonly recipe: RecipeRow; mayChange: boolean }) {
  const toggle = useSwitch();
  const { name, enabled } = recipe;
  if (!mayChange) return <span className={text.muted}>{enabled ? 'Yes' : 'No'}</span>;
  return (
    <label className={classes.switch}>
      <input
        type="checkbox"
        aria-label={`Propose ${name}`}
        checked={enabled}
        onChange={(event) => toggle(recipe, event.currentTarget.checked)}
      />
      <span aria-hidden="true">{enabled ? 'Yes' : 'No'}</span>
    </label>
  );
}
