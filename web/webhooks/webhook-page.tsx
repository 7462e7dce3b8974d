import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { BrokenPage } from '../frame/broken-page.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import classes from '../integrations/integrations.module.css';
import { Overlap } from '../integrations/overlap.tsx';
import { DeliveryHistory } from './delivery-history.tsx';
import { nameOfType } from './event-types.ts';
import { failureWords } from './failure-words.ts';
import { ForAdmins } from './for-admins.tsx';
import { TestWebhook } from './test-webhook.tsx';
import { WebhookActions } from './webhook-actions.tsx';
import { type Webhook, webhookQuery } from './webhook-data.ts';
import { NextRetry, nextTryOf, Slowest, SuccessRate } from './webhook-health.tsx';
import { HealthMark } from './webhook-marks.tsx';

/** One webhook: how it does, a test, and what was sent. */
export function WebhookPage() {
  return (
    <ForAdmins>
      <Found />
    </ForAdmins>
  );
}

function Found() {
  const { id = '' } = useParams({ strict: false });
  const { data: webhook, error } = useQuery({ ...webhookQuery(id), refetchInterval: 10_000 });
  if (error) return <BrokenPage error={error} />;
  return (
    <>
      <Link to="/webhooks" className={classes.back}>
        <Icon name="left" size={14} /> Webhooks
      </Link>
      {webhook ? (
        <Whole webhook={webhook} />
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

function Whole({ webhook }: { readonly webhook: Webhook }) {
  const { id, name, url, health, pending, event_types, services, verify_tls, warnings } = webhook;
  const { last_day, previous_secret_expires_at } = webhook;
  return (
    <>
      <PageHeader title={name}>
        <WebhookActions webhook={webhook} />
      </PageHeader>
      <div className={classes.page}>
        <dl className={classes.facts}>
          <dt>Health</dt>
          <dd>
            <HealthMark health={health} lastDay={last_day} />
            {health.reason ? <> {failureWords(health.reason)}</> : null}
          </dd>
          <dt>Last 24 h</dt>
          <dd>
            {last_day.attempts === 0 ? (
              'Nothing was sent'
            ) : (
              <>
                <SuccessRate webhook={webhook} /> of {last_day.attempts} attempts delivered; 95 %
                took <Slowest webhook={webhook} /> at most
              </>
            )}
          </dd>
          <dt>Waiting</dt>
          <dd>
            {pending}
            {pending > 0 && health.state === 'disabled' ? ', until it is enabled again' : null}
            {nextTryOf(webhook) ? (
              <>
                , next try <NextRetry webhook={webhook} />
              </>
            ) : null}
          </dd>
          <dt>Address</dt>
          <dd>{url}</dd>
          <dt>Events</dt>
          <dd>{event_types === '*' ? 'All' : event_types.map(nameOfType).join(', ')}</dd>
          <dt>Services</dt>
          <dd dir="auto">
            {services?.map((service) => service.name).join(', ') ?? 'Every service'}
          </dd>
          {verify_tls ? null : (
            <>
              <dt>Certificate</dt>
              <dd>is not checked</dd>
            </>
          )}
        </dl>
        <Overlap until={previous_secret_expires_at} />
        {warnings.map((warning) => (
          <p key={warning} className={classes.notice}>
            <Icon name="warning" size={14} /> {warning}
          </p>
        ))}
        {health.state === 'disabled' ? null : <TestWebhook id={id} />}
        <DeliveryHistory id={id} />
      </div>
    </>
  );
}
