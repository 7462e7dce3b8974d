import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import { Moment } from '../frame/age.tsx';
import { BrokenPage } from '../frame/broken-page.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { type Receipt, receiptsQuery } from './integration-data.ts';
import classes from './integrations.module.css';
import { OutcomeMark } from './outcome-mark.tsx';
import { ResendDialog } from './resend-dialog.tsx';

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
      {refused.data.data.length > 0 ? (
        <Group id={id} title="Refused" receipts={refused.data.data} />
      ) : null}
      {taken.length > 0 ? (
        <Group
          id={id}
          title="Accepted"
          note="Under load a sample of them is kept; refused requests are not thinned like that."
          receipts={taken}
        />
      ) : null}
      {taken.length === 0 && refused.data.data.length === 0 ? (
        <p className={classes.muted}>
          Nothing has come in lately. Send a test, or use one of the examples.
        </p>
      ) : null}
    </>
  );
}

interface GroupProps {
  /** Of the integration. */
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly receipts: readonly Receipt[];
}

function Group({ id, title, note, receipts }: GroupProps) {
  return (
    <section className={classes.stack} aria-label={title}>
      <h2>{title}</h2>
      <ul className={classes.list}>
        {receipts.map((receipt) => (
          <li key={receipt.id}>
            <Row id={id} receipt={receipt} />
          </li>
        ))}
      </ul>
      {note ? <p className={classes.note}>{note}</p> : null}
    </section>
  );
}

interface RowProps {
  readonly id: string;
  readonly receipt: Receipt;
}

function Row({ id, receipt }: RowProps) {
  const [resending, setResending] = useState(false);
  const mayTest = atLeast(useSession().role, 'responder');
  const { received_at, outcome, status, detail, code, warnings, body, headers } = receipt;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <details className={classes.receipt}>
      <summary className={classes.summary}>
        <Moment at={received_at} className={classes.when} />
        <span className={classes.outcome}>
          <OutcomeMark outcome={outcome} />
        </span>
        <span className="figures">{status}</span>
        <span className={classes.reason} dir="auto">
          {detail ?? code ?? warnings[0] ?? ''}
        </span>
      </summary>
      <Facts receipt={receipt} />
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
      {lines.length > 0 ? <CodeSnippet label="Headers" code={lines.join('\n')} wrap /> : null}
      <Body receipt={receipt} />
      {body !== null && mayTest ? (
        <div className={classes.buttons}>
          <Button variant="default" size="xs" onClick={() => setResending(true)}>
            Resend this as a test
          </Button>
        </div>
      ) : null}
      {resending ? (
        <ResendDialog id={id} receipt={receipt} onClose={() => setResending(false)} />
      ) : null}
    </details>
  );
}

function Facts({ receipt }: { readonly receipt: Receipt }) {
  const { code, ip, body_bytes, request_id } = receipt;
  const facts = [ip && `from ${ip}`, `${body_bytes.toLocaleString()} bytes`, request_id];
  return (
    <p className={classes.note}>
      {code ? (
        <>
          Rule <code>{code}</code> ·{' '}
        </>
      ) : null}
      {facts.filter(Boolean).join(' · ')}
    </p>
  );
}

function Body({ receipt: { body, body_bytes, outcome } }: { readonly receipt: Receipt }) {
  const mayLook = atLeast(useSession().role, 'responder');
  if (body === '') return <p className={classes.note}>It had no body.</p>;
  if (body !== null) {
    const whole = new TextEncoder().encode(body).length >= body_bytes;
    return <CodeSnippet label={whole ? 'Body' : 'Body, its beginning'} code={body} wrap />;
  }
  return (
    <p className={classes.note}>
      {outcome === 'refused' && !mayLook
        ? 'Bodies are shown to responders and admins.'
        : 'Only bodies of refused requests are kept.'}
    </p>
  );
}
