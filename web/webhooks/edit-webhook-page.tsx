import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { BrokenPage } from '../frame/broken-page.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { tellDone } from '../frame/toasts.ts';
import classes from '../integrations/integrations.module.css';
import { ForAdmins } from './for-admins.tsx';
import { changeWebhook, type NewWebhook, webhookQuery } from './webhook-data.ts';
import { WebhookForm } from './webhook-form.tsx';

/** Changes a webhook. */
export function EditWebhookPage() {
  return (
    <ForAdmins>
      <Edit />
    </ForAdmins>
  );
}

function Edit() {
  const { id = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const { data: webhook, error } = useQuery(webhookQuery(id));
  const save = async (body: NewWebhook) => {
    await changeWebhook(id, body);
    tellDone(`Webhook “${body.name}” saved`);
    await navigate({ to: `/webhooks/${id}` });
  };
  if (error) return <BrokenPage error={error} />;
  return (
    <>
      <Link to={`/webhooks/${id}`} className={classes.back}>
        <Icon name="left" size={14} /> {webhook?.name ?? 'Webhook'}
      </Link>
      <PageHeader title="Edit the webhook" />
      <div className={classes.page}>
        {webhook ? (
          <WebhookForm key={webhook.id} webhook={webhook} onSubmit={save} />
        ) : (
          <Loading>
            <Skeleton height={320} />
          </Loading>
        )}
      </div>
    </>
  );
}
