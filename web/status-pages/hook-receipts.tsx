import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Moment } from '../frame/age.tsx';
import { BrokenPage } from '../frame/broken-page.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import list from '../integrations/integrations.module.css';
import { OutcomeMark } from '../integrations/outcome-mark.tsx';
import shared from '../settings/settings.module.css';
import { type Found, KEY } from './status-data.ts';

type Receipt = Found<'/api/v1/services/{id}/hook-receipts'>['data'][number];

const EVERY = 5_000;
const SHOWN = 50;

/** What came to a hook lately: refusals with their reasons, and one accepted post a minute. */
export function HookReceipts({ id }: { readonly id: string }) {
  const { data, error } = useQuery({
    queryKey: [KEY, 'receipts', id],
    queryFn: async ({ signal }) => {
      const params = { path: { id }, query: { limit: SHOWN } };
      return unwrap(await api.GET('/api/v1/services/{id}/hook-receipts', { params, signal })).data;
    },
    refetchInterval: EVERY,
  });
  if (error) return <BrokenPage error={error} whole={false} />;
  if (!data) {
    return (
      <Loading>
        <Skeleton height={80} />
      </Loading>
    );
  }
  if (data.length === 0) return <p className={shared.muted}>Nothing has come in lately.</p>;
  return (
    <section className={list.stack} aria-label="What came in">
      <h2>What came in</h2>
      <ul className={list.list}>
        {data.map((receipt) => (
          <li key={receipt.id}>
            <Row receipt={receipt} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ receipt }: { readonly receipt: Receipt }) {
  const { received_at, outcome, status, detail, code, warnings, body, ip, body_bytes } = receipt;
  return (
    <details className={list.receipt}>
      <summary className={list.summary}>
        <Moment at={received_at} />
        <OutcomeMark outcome={outcome} />
        <span className="figures">{status}</span>
        <span className={list.reason} dir="auto">
          {detail ?? code ?? warnings[0] ?? ''}
        </span>
      </summary>
      <p className={list.note}>
        {[code && `Rule ${code}`, ip && `from ${ip}`, `${body_bytes.toLocaleString()} bytes`]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
      {body ? <CodeSnippet label="Body" code={body} wrap /> : null}
    </details>
  );
}
