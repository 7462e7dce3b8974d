import { useQuery } from '@tanstack/react-query';
import { Moment } from '../frame/age.tsx';
import { BrokenPage } from '../frame/broken-page.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { type Receipt, receiptsQuery } from './integration-data.ts';
import classes from './integrations.module.css';
import { OutcomeMark } from './outcome-mark.tsx';

const EVERY = 5_000;
const SHOWN = 50;

/** What came in: refused requests first, because they are the ones that need somebody. */
export function Receipts({ id }: { readonly id: string }) {
  const refused = useQuery({ ...receiptsQuery(id, 'refused', SHOWN), refetchInterval: EVERY });
  const all = useQuery({ ...receiptsQuery(id, null, SHOWN), refetchInterval: EVERY });
  const error = all.error ?? refused.error;
  if (error) return <BrokenPage error={error} />;
  if (!all.data || !refused.data) {
    return (
      <Loading>
        <Skeleton height={160} />
      </Loading>
    );
  }
  const taken = all.data.data.filter(({ outcome }) => outcome !== 'refused');
  return (
    <>
      {refused.data.data.length > 0 ? <Group title="Refused" receipts={refused.data.data} /> : null}
      {taken.length > 0 ? (
        <Group
          title="Accepted"
          note="Under load a sample of them is kept; refused requests are not thinned like that."
          receipts={taken}
        />
      ) : null}
      {taken.length === 0 && refused.data.data.length === 0 ? (
        <p className={classes.muted}>
          Nothing has come in yet. Send a test, or use one of the examples.
        </p>
      ) : null}
    </>
  );
}

interface GroupProps {
  readonly title: string;
  readonly note?: string;
  readonly receipts: readonly Receipt[];
}

function Group({ title, note, receipts }: GroupProps) {
  return (
    <section className={classes.stack} aria-label={title}>
      <h2>{title}</h2>
      <ul className={classes.list}>
        {receipts.map((receipt) => (
          <li key={receipt.id}>
            <Row receipt={receipt} />
          </li>
        ))}
      </ul>
      {note ? <p className={classes.note}>{note}</p> : null}
    </section>
  );
}

function Row({ receipt }: { readonly receipt: Receipt }) {
  const { received_at, outcome, status, detail, code, warnings, body, headers } = receipt;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <details className={classes.receipt}>
      <summary className={classes.summary}>
        <Moment at={received_at} />
        <OutcomeMark outcome={outcome} />
        <span className="figures">{status}</span>
        <span className={classes.reason} dir="auto">
          {detail ?? code ?? warnings[0] ?? ''}
        </span>
      </summary>
      <p className={classes.note}>
        {[code, receipt.ip && `from ${receipt.ip}`, `${receipt.body_bytes} bytes`]
          .filter(Boolean)
          .join(' · ')}
        {receipt.request_id ? ` · ${receipt.request_id}` : ''}
      </p>
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
      {lines.length > 0 ? <CodeSnippet label="Headers" code={lines.join('\n')} wrap /> : null}
      {body ? <CodeSnippet label="Body, its beginning" code={body} wrap /> : <NoBody />}
    </details>
  );
}

function NoBody() {
  return (
    <p className={classes.note}>
      No body is shown: those of refused requests are kept, for responders and admins.
    </p>
  );
}
