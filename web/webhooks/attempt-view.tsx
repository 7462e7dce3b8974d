import { Moment } from '../frame/age.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import type { Attempt } from './webhook-data.ts';
import { OutcomeMark } from './webhook-marks.tsx';
import classes from './webhooks.module.css';

interface AttemptViewProps {
  readonly attempt: Attempt;
  /** The bytes that were sent; null: not kept, or shown elsewhere. */
  readonly body: string | null;
}

/** What was sent beside what came back. */
export function AttemptView({ attempt, body }: AttemptViewProps) {
  const { attempt: number, attempted_at, outcome, status, error, detail, duration_ms } = attempt;
  const { request, response } = attempt;
  const sent = [`POST ${request.url}`, linesOf(request.headers), ...(body ? ['', body] : [])];
  const back = response ? [linesOf(response.headers), '', response.body ?? ''].join('\n') : null;
  return (
    <article className={classes.attempt}>
      <p>
        <OutcomeMark outcome={outcome} /> · attempt {number}, <Moment at={attempted_at} /> ·{' '}
        {status ?? error ?? 'no answer'} · {duration_ms} ms
      </p>
      {detail ? <p>{detail}</p> : null}
      <div className={classes.pair}>
        <CodeSnippet label="Request" code={sent.join('\n')} wrap />
        {back === null ? (
          <p>No answer came.</p>
        ) : (
          <CodeSnippet label={`Response ${status ?? ''}`} code={back} wrap />
        )}
      </div>
    </article>
  );
}

function linesOf(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
