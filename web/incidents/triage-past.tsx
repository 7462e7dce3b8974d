import { Link } from '@tanstack/react-router';
import type { Triage } from '../api/shapes.ts';
import { safeHref } from '../frame/markdown.tsx';
import classes from './triage-card.module.css';

type Findings = NonNullable<Triage['result']>;
type Change = Findings['changes'][number];

/** What was deployed or changed within the hour before. */
export function TriageChanges({ changes }: { readonly changes: readonly Change[] }) {
  if (changes.length === 0) return null;
  return (
    <div>
      <h3 className={classes.part}>Changed shortly before</h3>
      <ul className={classes.list}>
        {changes.map((change) => (
          <li key={change.id}>
            <ChangeTitle change={change} />{' '}
            <span className={classes.note}>
              {minutesWords(change.minutes_before)}
              {change.service ? (
                <>
                  {' · '}
                  <bdi>{change.service}</bdi>
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ChangeTitle({ change: { title, url } }: { readonly change: Change }) {
  const href = url === null ? null : safeHref(url);
  if (!href) return <bdi>{title}</bdi>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      <bdi>{title}</bdi>
    </a>
  );
}

function minutesWords(minutes: number): string {
  if (minutes === 0) return 'less than a minute before';
  return minutes === 1 ? 'a minute before' : `${minutes} minutes before`;
}

/** What resolved incidents like this one; those nobody wrote anything about say nothing. */
export function TriageSimilar({ similar }: { readonly similar: Findings['similar'] }) {
  const telling = similar.filter(({ resolution, root_cause }) => resolution || root_cause);
  if (telling.length === 0) return null;
  return (
    <div>
      <h3 className={classes.part}>What helped before</h3>
      <ul className={classes.list}>
        {telling.map(({ incident_id, title, resolution, root_cause }) => (
          <li key={incident_id}>
            <span dir="auto" className={classes.helped}>
              {resolution || root_cause}
            </span>{' '}
            <Link to={`/incidents/${incident_id}`} className={classes.source} dir="auto">
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
