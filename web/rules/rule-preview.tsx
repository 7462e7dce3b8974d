import type { Failure } from '../api/failure.ts';
import { Moment } from '../frame/age.tsx';
import text from '../settings/settings.module.css';
import { PreviewExamples } from './preview-examples.tsx';
import classes from './rules.module.css';
import type { Preview, RulePreviewQuery } from './use-preview.ts';

const COUNTS = [
  ['incidents', 'Incidents opened'],
  ['suppressed', 'Alerts suppressed'],
  ['grouped', 'Alerts grouped'],
  ['no_incident', 'Alerts without incident'],
] as const;

interface RulePreviewProps {
  readonly preview: RulePreviewQuery;
  /** The rule is saved already. */
  readonly saved: boolean;
}

/** What the draft would make of the latest alerts, beside what the saved rules make of them. */
export function RulePreview({ preview, saved }: RulePreviewProps) {
  const { data, failure, isBusy } = preview;
  return (
    <section className={classes.preview} aria-label="Preview" aria-busy={isBusy}>
      <h2>On the latest alerts</h2>
      {failure ? <Refusal failure={failure} /> : null}
      {!(data || failure) ? (
        <p className={text.muted}>Type a condition; it is tried on the latest alerts.</p>
      ) : null}
      {data && !failure ? <Outcome data={data} saved={saved} /> : null}
    </section>
  );
}

/** What is wrong with the condition stands below the condition. */
function Refusal({ failure }: { readonly failure: Failure }) {
  const isRead = typeof failure.problem.reason !== 'string';
  return (
    <p className={isRead ? text.fault : text.muted} role="status">
      {isRead ? failure.message : 'It is tried as soon as the condition can be read.'}
    </p>
  );
}

function Outcome({ data, saved }: { readonly data: Preview; readonly saved: boolean }) {
  if (data.sample === 0) {
    return (
      <p className={text.muted} role="status">
        The condition can be read. There are no alerts yet to try it on.
      </p>
    );
  }
  return (
    <>
      <p role="status">{sentence(data)}</p>
      {data.oldest_at ? (
        <p className={text.muted}>
          Looked at: the alerts since <Moment at={data.oldest_at} />.
        </p>
      ) : null}
      <table className={classes.counts}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Count</span>
            </th>
            <th scope="col">{saved ? 'As saved' : 'Without it'}</th>
            <th scope="col">{saved ? 'With changes' : 'With it'}</th>
          </tr>
        </thead>
        <tbody>
          {COUNTS.map(([name, word]) => (
            <Count key={name} word={word} now={data.before[name]} then={data.after[name]} />
          ))}
        </tbody>
      </table>
      <PreviewExamples examples={data.examples} />
    </>
  );
}

/** How much the rule catches, and whether it is its word that counts. */
function sentence({ matched, decided, sample, changed }: Preview): string {
  const caught = matched ?? 0;
  const last = `the last ${sample} ${sample === 1 ? 'alert' : 'alerts'}`;
  const told = `It would have matched ${caught} of ${last}`;
  const earlier = caught - (decided ?? 0);
  const shadow = earlier > 0 ? `; for ${earlier} of them an earlier rule decides` : '';
  const effect =
    changed.alerts === 0 ? 'Nothing changes.' : `Something changes for ${changed.alerts}.`;
  return `${told}${shadow}. ${effect}`;
}

function Count({ word, now, then }: { word: string; now: number; then: number }) {
  return (
    <tr>
      <th scope="row">{word}</th>
      <td>{now}</td>
      <td>{now === then ? then : <strong>{then}</strong>}</td>
    </tr>
  );
}
