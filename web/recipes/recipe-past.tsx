import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Age, Moment } from '../frame/age.tsx';
import { StateMark } from '../remediation/marks.tsx';
import { actorWords, lookOfRun } from '../remediation/remediation-words.ts';
import text from '../settings/settings.module.css';
import { type Recipe, versionsQuery } from './recipe-data.ts';
import classes from './recipes.module.css';
import { useNewestRuns } from './use-last-runs.ts';

/** Runs that are shown; the rest is with the runs. */
const MOST_RUNS = 5;

/** What came of a recipe lately, and how it came to be what it is. */
export function RecipePast({ recipe }: { readonly recipe: Recipe }) {
  return (
    <>
      <LatestRuns slug={recipe.slug} />
      {recipe.built_in ? null : <Versions recipe={recipe} />}
    </>
  );
}

function LatestRuns({ slug }: { readonly slug: string }) {
  const runs = useNewestRuns().filter((run) => run.recipe.slug === slug);
  return (
    <section className={classes.part}>
      <h2>Last runs</h2>
      {runs.length === 0 ? (
        <p className={text.muted}>It has not run lately.</p>
      ) : (
        <ul className={classes.rows} aria-label="Last runs">
          {runs.slice(0, MOST_RUNS).map((run) => (
            <li key={run.id} className={classes.row}>
              <StateMark look={lookOfRun(run)} />
              <Link to={`/remediation/runs/${run.id}`}>See the run</Link>
              <span className={text.muted}>
                version {run.recipe.version}, <Age at={run.created_at} /> ago
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Versions({ recipe }: { readonly recipe: Recipe }) {
  const { slug, version } = recipe;
  const { data } = useQuery(versionsQuery(slug));
  if (!data || data.length < 2) return null;
  return (
    <section className={classes.part}>
      <h2>Versions</h2>
      <ul className={classes.rows} aria-label="Versions">
        {data.map((one, at) => (
          <li key={one.version} className={classes.row}>
            {one.version === version ? (
              <strong>Version {one.version}</strong>
            ) : (
              <Link
                to={`/recipes/${slug}`}
                search={(at === 0 ? {} : { version: one.version }) as never}
              >
                Version {one.version}
              </Link>
            )}
            <span className={text.muted}>
              {one.created_by ? `${actorWords(one.created_by)}, ` : ''}
              {one.created_at ? <Moment at={one.created_at} /> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
