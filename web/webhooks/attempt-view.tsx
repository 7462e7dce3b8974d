import { Button } from '@mantine/core';
import { Moment } from '../frame/age.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { copyAndTell } from '../frame/copying.ts';
import { Icon } from '../frame/icons.tsx';
import { curlOf } from './delivery-curl.ts';
import { answerWords } from './failure-words.ts';
import type { Attempt } from './webhook-data.ts';
import { OutcomeMark } from './webhook-marks.tsx';
import classes from './webhooks.module.css';

interface AttemptViewProps {
  readonly attempt: Attempt;
  /** The bytes that were sent; null: not kept, or not known yet. */
  readonly body: string | null;
}

/** What was sent beside what came back. */
export function AttemptView({ attempt, body }: AttemptViewProps) {
  const { attempt: number, attempted_at, outcome, status, detail, duration_ms } = attempt;
  const { request, response } = attempt;
  const sent = [`POST ${request.url}`, linesOf(request.headers), ...(body ? ['', body] : [])];
  const back = response ? [linesOf(response.headers), '', response.body ?? ''].join('\n') : null;
  const curl = () => copyAndTell(curlOf({ ...request, body }), 'The curl line was');
  return (
    <article className={classes.attempt}>
      <div className={classes.attemptHead}>
        <p>
          <OutcomeMark outcome={outcome} /> · attempt {number}, <Moment at={attempted_at} /> ·{' '}
          {answerWords(attempt)} · {duration_ms} ms
        </p>
        <Button
          variant="default"
          size="xs"
          title="What the hub hides, as signatures and secret headers, stands there as …"
          leftSection={<Icon name="copy" size={14} />}
          onClick={() => void curl()}
        >
          Copy as curl
        </Button>
      </div>
      {detail ? <p dir="auto">{detail}</p> : null}
      <div className={classes.pair}>
        <CodeSnippet label="Request" code={sent.join('\n')} wrap />
        {back === null ? (
          <p className={classes.none}>No answer came.</p>
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
