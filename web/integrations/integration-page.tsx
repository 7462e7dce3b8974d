import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { atLeast, useSession } from '../api/session.ts';
import { Moment } from '../frame/age.tsx';
import { BrokenPage } from '../frame/broken-page.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { IntegrationActions } from './integration-actions.tsx';
import { formatsQuery, type Integration, integrationQuery, titleOf } from './integration-data.ts';
import { LastReceived, RefusedLately } from './integration-health.tsx';
import classes from './integrations.module.css';
import { Receipts } from './receipts.tsx';
import { SenderSnippets } from './sender-snippets.tsx';
import { KEY_PLACE } from './snippets.ts';

/** One integration: how it does, what came in, how to send to it. */
export function IntegrationPage() {
  const { id = '' } = useParams({ strict: false });
  const { data: integration, error } = useQuery(integrationQuery(id));
  if (error) return <BrokenPage error={error} />;
  return (
    <>
      <Link to="/integrations" className={classes.back}>
        <Icon name="left" size={14} /> Integrations
      </Link>
      {integration ? (
        <Whole integration={integration} />
      ) : (
        <div className={classes.loading}>
          <Loading>
            <Skeleton width={240} height={28} />
            <Skeleton height={200} />
          </Loading>
        </div>
      )}
    </>
  );
}

const SIGNATURE_WORDS = {
  required: 'Every request must be signed',
  optional: 'Requests may be signed; a wrong signature is refused',
  off: 'Not asked for; a wrong signature is refused',
} as const;

function Whole({ integration }: { readonly integration: Integration }) {
  const { data: formats } = useQuery(formatsQuery);
  const { id, name, format, url, settings, created_at } = integration;
  const signature = settings.signature ?? 'required';
  return (
    <>
      <PageHeader title={name}>
        <IntegrationActions integration={integration} />
      </PageHeader>
      <div className={classes.page}>
        <dl className={classes.facts}>
          <dt>Format</dt>
          <dd>{titleOf(formats, format)}</dd>
          <dt>Last received</dt>
          <dd>
            <LastReceived id={id} />
          </dd>
          <dt>Refused in the last hour</dt>
          <dd>
            <RefusedLately id={id} />
          </dd>
          <dt>Signature</dt>
          <dd>
            {settings.accept_api_key
              ? 'An API key or a signature is needed'
              : SIGNATURE_WORDS[signature]}
          </dd>
          <dt>Since</dt>
          <dd>
            <Moment at={created_at} />
          </dd>
        </dl>
        {url ? <CodeSnippet label="Address" code={url} wrap /> : null}
        <Receipts id={id} />
        <HowToSend integration={integration} />
      </div>
    </>
  );
}

/** The examples again; the secret is known to nobody here. */
function HowToSend({ integration }: { readonly integration: Integration }) {
  const isAdmin = atLeast(useSession().role, 'admin');
  const { data: formats } = useQuery(formatsQuery);
  const { url, settings, has_secret } = integration;
  const format = formats?.find(({ name }) => name === integration.format);
  if (!isAdmin || !url || !format) return null;
  const wantsKey = integration.format === 'causeflow' || (settings.accept_api_key && !has_secret);
  return (
    <section className={classes.stack} aria-labelledby="how">
      <h2 id="how">How to send</h2>
      <SenderSnippets
        sender={{
          format,
          url,
          secret: null,
          signed: has_secret,
          apiKey: wantsKey ? KEY_PLACE : null,
        }}
      />
      {has_secret ? (
        <p className={classes.note}>
          The secret was shown when it was made. If nobody has it, rotate it.
        </p>
      ) : null}
    </section>
  );
}
