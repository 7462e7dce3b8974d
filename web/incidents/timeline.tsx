import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNow } from '../frame/clock.ts';
import { Icon } from '../frame/icons.tsx';
import { Markdown } from '../frame/markdown.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { dayName, exactTime, timeInDay } from '../frame/times.ts';
import { customFieldsQuery } from './custom-fields.ts';
import classes from './timeline.module.css';
import { type Level, linesOf, type TimelineLine } from './timeline-words.ts';
import { useTimeline } from './use-incident.ts';

const LEVELS = [
  ['key', 'Key'],
  ['all', 'All'],
  ['raw', 'Raw'],
] as const;

/** What happened, newest last, days apart; grows as it happens. */
export function Timeline({ id }: { readonly id: string }) {
  const [level, setLevel] = useState<Level>('key');
  const { data, isPending, isError } = useTimeline(id);
  const entries = data?.entries;
  const { data: fields } = useQuery(customFieldsQuery);
  const lines = useMemo(() => {
    const labels = new Map(fields?.map(({ name, label }) => [name, label]));
    return linesOf(entries ?? [], level, labels);
  }, [entries, level, fields]);
  return (
    <section aria-labelledby="timeline">
      <div className={classes.head}>
        <h2 id="timeline">Timeline</h2>
        <div className={classes.levels} role="group" aria-label="How much is shown">
          {LEVELS.map(([name, word]) => (
            <button
              key={name}
              type="button"
              className={classes.level}
              aria-pressed={level === name}
              onClick={() => setLevel(name)}
            >
              {word}
            </button>
          ))}
        </div>
      </div>
      {isPending ? (
        <Loading>
          <Skeleton height={160} />
        </Loading>
      ) : null}
      {isError ? <p>The timeline could not be read. It is asked for again.</p> : null}
      <Days lines={lines} raw={level === 'raw'} />
    </section>
  );
}

function Days({ lines, raw }: { readonly lines: readonly TimelineLine[]; readonly raw: boolean }) {
  const days = Map.groupBy(lines, (line) => new Date(line.entries[0]?.at ?? 0).toDateString());
  return [...days].map(([day, own]) => (
    <div key={day}>
      <DayName at={own[0]?.entries[0]?.at ?? ''} />
      <ol className={classes.lines}>
        {own.map((line) => (
          <Line key={line.entries[0]?.seq} line={line} raw={raw} />
        ))}
      </ol>
    </div>
  ));
}

function DayName({ at }: { readonly at: string }) {
  const name = useNow((now) => dayName(at, now));
  return <h3 className={classes.day}>{name}</h3>;
}

function Line({ line, raw }: { readonly line: TimelineLine; readonly raw: boolean }) {
  const [entry] = line.entries;
  if (!entry) return null;
  const anchor = `entry-${entry.seq}`;
  return (
    <li className={classes.line} id={anchor}>
      <span className={classes.icon}>
        <Icon name={line.icon} size={14} />
      </span>
      <div className={classes.what}>
        <p>
          {line.who ? (
            <>
              <strong>
                <bdi>{line.who}</bdi>
              </strong>{' '}
            </>
          ) : null}
          <bdi>{line.words}</bdi>
        </p>
        {line.quote ? (
          <div className={classes.quote}>
            <Markdown text={line.quote} />
          </div>
        ) : null}
        {raw ? <pre className={classes.raw}>{JSON.stringify(entry, null, 2)}</pre> : null}
      </div>
      <a href={`#${anchor}`} className={classes.time}>
        <time dateTime={entry.at} title={exactTime(entry.at)}>
          {timeInDay(entry.at)}
        </time>
      </a>
    </li>
  );
}
