import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, toFailure, unwrap } from '../api/failure.ts';
import text from '../settings/settings.module.css';
import type { RuleActions } from './rule-draft.ts';
import classes from './rules.module.css';

interface Draft {
  readonly id?: string;
  readonly condition: string;
  readonly actions: RuleActions;
}

/** Milliseconds without a key before the hub is asked. */
const PAUSE = 500;

/** What the draft would make of the latest alerts, a moment after the last key. */
export function usePreview(draft: Draft) {
  const now = JSON.stringify(draft);
  const [asked, setAsked] = useState(now);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(now), PAUSE);
    return () => clearTimeout(timer);
  }, [now]);
  const rule = JSON.parse(asked) as Draft;
  return useQuery({
    queryKey: ['rule-preview', asked],
    queryFn: async ({ signal }) =>
      unwrap(await api.POST('/api/v1/routing-rules/preview', { body: { rule }, signal })),
    enabled: rule.condition.trim() !== '',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

const COUNTS = [
  ['incidents', 'Incidents'],
  ['suppressed', 'Suppressed'],
  ['grouped', 'Grouped'],
  ['no_incident', 'Without incident'],
] as const;

/** The answer of {@link usePreview}, in words and examples. */
export function RulePreview({ preview }: { readonly preview: ReturnType<typeof usePreview> }) {
  const { data, error } = preview;
  return (
    <section className={classes.preview} aria-label="Preview" aria-busy={preview.isFetching}>
      <h2>What it would do</h2>
      {error ? <p className={text.fault}>{toFailure(error).message}</p> : null}
      {!(data || error) ? (
        <p className={text.muted}>Type a condition; it is tried on the latest alerts.</p>
      ) : null}
      {data && !error ? (
        <>
          <p role="status">
            Holds for {data.matched ?? 0} of the latest {data.sample} alerts and decides about{' '}
            {data.decided ?? 0}. Something changes for {data.changed.alerts}.
          </p>
          <div className={classes.counts}>
            <span />
            <span className={text.muted}>now</span>
            <span className={text.muted}>then</span>
            {COUNTS.map(([name, word]) => (
              <Count key={name} word={word} now={data.before[name]} then={data.after[name]} />
            ))}
          </div>
          <ul>
            {data.examples.map(({ alert, matched, after }) => (
              <li key={alert.id}>
                <span dir="auto">{alert.title}</span>{' '}
                <span className={text.muted}>
                  {matched ? 'holds' : 'does not hold'} · {outcomeWords(after)}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

function Count({ word, now, then }: { word: string; now: number; then: number }) {
  return (
    <>
      <span>{word}</span>
      <span>{now}</span>
      {now === then ? <span>{then}</span> : <strong>{then}</strong>}
    </>
  );
}

interface Outcome {
  readonly rule: { readonly name: string } | null;
  readonly severity: string;
  readonly suppressed: boolean;
  readonly opens: boolean;
}

function outcomeWords({ rule, severity, suppressed, opens }: Outcome): string {
  const end = suppressed ? 'suppressed' : opens ? 'opens an incident' : 'opens nothing';
  return `${severity}, ${end}${rule ? `, by '${rule.name}'` : ''}`;
}

/** Which characters of the condition are wrong, where the hub could tell. */
export function rangeOf(failure: Failure | null): { start: number; end: number } | null {
  const range = failure?.problem.range as { start?: unknown; end?: unknown } | null | undefined;
  if (typeof range?.start !== 'number' || typeof range.end !== 'number') return null;
  return { start: range.start, end: range.end };
}
