import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import { Moment } from '../frame/age.tsx';
import { BrokenPage, LostPage } from '../frame/broken-page.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { FieldList } from './field-list.tsx';
import { FirstAlert } from './first-alert.tsx';
import { IntegrationActions } from './integration-actions.tsx';
import { IntegrationAddress } from './integration-address.tsx';
import {
  formatsQuery,
  healthQuery,
  type Integration,
  integrationsQuery,
  titleOf,
} from './integration-data.ts';
import { AcceptedLately, LastReceived, RefusedLately } from './integration-health.tsx';
import classes from './integrations.module.css';
import { MappingEditor } from './mapping-editor.tsx';
import { Overlap } from './overlap.tsx';
import { Receipts } from './receipts.tsx';
import { SenderSnippets } from './sender-snippets.tsx';
import { admissionWords } from './signing.ts';
import { KEY_PLACE, URL_PLACE } from './snippets.ts';
import { TenantSecret } from './tenant-secret.tsx';

/** One integration: how it does, what came in, how to send to it. */
export function IntegrationPage() {
  const { id = '' } = useParams({ strict: false });
  const { data: integrations, error } = useQuery(integrationsQuery);
  // These say what stands above the receipts; without them the receipts would jump.
  const health = useQuery(healthQuery);
  const formats = useQuery(formatsQuery);
  const isFilling = health.isPending || formats.isPending;
  if (error) return <BrokenPage error={error} />;
  const integration = integrations?.find((one) => one.id === id);
  if (integrations && !integration) return <LostPage />;
  return (
    <>
      <Link to="/integrations" className={classes.back}>
        <Icon name="left" size={14} /> Integrations
      </Link>
      {integration && !isFilling ? (
        <Whole key={integration.id} integration={integration} />
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

function Whole({ integration }: { readonly integration: Integration }) {
  const { data: formats } = useQuery(formatsQuery);
  const { id, name, format, settings, has_secret, created_at, previous_secret_expires_at } =
    integration;
  const isAdmin = atLeast(useSession().role, 'admin');
  const credential = formats?.find((one) => one.name === format)?.credential;
  const [secret, setSecret] = useState<string | null>(null);
  const [shownUrl, setShownUrl] = useState<string | null>(null);
  const url = integration.url ?? shownUrl;
  const silent = useSilence(id);
  const how = <HowToSend integration={integration} url={url} secret={secret} />;
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
          <dt>Accepted, 24 h</dt>
          <dd>
            <AcceptedLately id={id} />
          </dd>
          <dt>Refused, 24 h</dt>
          <dd>
            <RefusedLately id={id} />
          </dd>
          <dt>Signature</dt>
          <dd>{admissionWords(credential, settings, has_secret)}</dd>
          <dt>Since</dt>
          <dd>
            <Moment at={created_at} />
          </dd>
        </dl>
        {url !== null || isAdmin ? (
          <IntegrationAddress id={id} format={format} url={url} onUrl={setShownUrl} />
        ) : null}
        <Overlap until={previous_secret_expires_at} />
        {isAdmin && integration.tenant_signed ? (
          <TenantSecret secret={secret} onSecret={setSecret} />
        ) : null}
        {silent ? <FirstAlert id={id} /> : null}
        {isAdmin && format === 'mapped' ? (
          <MappingEditor id={id} stored={settings.mapping} />
        ) : null}
        {silent ? how : null}
        <Receipts id={id} />
        {silent ? null : how}
      </div>
    </>
  );
}

/** Whether nothing had ever come in when the page was opened: then it helps to send something. */
function useSilence(id: string): boolean {
  const { data } = useQuery(healthQuery);
  const [wasSilent, setWasSilent] = useState<boolean | null>(null);
  if (data && wasSilent === null) setWasSilent((data.get(id)?.last_received_at ?? null) === null);
  return wasSilent ?? false;
}

interface HowToSendProps {
  readonly integration: Integration;
  /** Null: it was not looked at. */
  readonly url: string | null;
  /** Null: it is known to nobody here. */
  readonly secret: string | null;
}

/** The examples again. */
function HowToSend({ integration, url, secret }: HowToSendProps) {
  const isAdmin = atLeast(useSession().role, 'admin');
  const { data: formats } = useQuery(formatsQuery);
  const { settings, has_secret, tenant_signed } = integration;
  const format = formats?.find(({ name }) => name === integration.format);
  if (!isAdmin || !format) return null;
  const wantsKey = integration.format === 'causeflow' || (settings.accept_api_key && !has_secret);
  return (
    <section className={classes.stack} aria-labelledby="how">
      <h2 id="how">How to send</h2>
      <SenderSnippets
        sender={{
          format,
          url: url ?? URL_PLACE,
          secret,
          signed: has_secret,
          apiKey: wantsKey ? KEY_PLACE : null,
        }}
      />
      {url === null ? (
        <p className={classes.note}>Show the address above, and the examples carry it.</p>
      ) : null}
      {has_secret && secret === null ? (
        <p className={classes.note}>
          {tenant_signed
            ? 'Show the secret above, and the examples carry it.'
            : 'The secret was shown when it was made. If nobody has it, rotate it.'}
        </p>
      ) : null}
      <FieldList format={format} />
    </section>
  );
}
