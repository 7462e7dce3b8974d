import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { SecretDisplay } from '../frame/secret-display.tsx';
import classes from '../integrations/integrations.module.css';
import { ForAdmins } from './for-admins.tsx';
import { TestWebhook } from './test-webhook.tsx';
import { type NewWebhook, refreshWebhooks, type Webhook } from './webhook-data.ts';
import { WebhookForm } from './webhook-form.tsx';

type Made = Webhook & { readonly secret: string };

/** From an address to a tested webhook. */
export function NewWebhookPage() {
  const [made, setMade] = useState<Made | null>(null);
  const create = async (body: NewWebhook) => {
    setMade(unwrap<Made>((await api.POST('/api/v1/outbound-webhooks', { body })) as never));
    void refreshWebhooks();
  };
  return (
    <ForAdmins>
      <Link to="/webhooks" className={classes.back}>
        <Icon name="left" size={14} /> Webhooks
      </Link>
      <PageHeader title={made ? `“${made.name}” is ready` : 'Add a webhook'} />
      <div className={classes.page}>
        {made ? <Ready made={made} /> : <WebhookForm webhook={null} onSubmit={create} />}
      </div>
    </ForAdmins>
  );
}

function Ready({ made }: { readonly made: Made }) {
  const navigate = useNavigate();
  return (
    <>
      <SecretDisplay label="Secret" secret={made.secret} once />
      <p className={classes.muted}>
        Requests are signed with it (Standard Webhooks: webhook-id, webhook-timestamp and
        webhook-signature).
      </p>
      {made.warnings.map((warning) => (
        <p key={warning} className={classes.notice}>
          <Icon name="warning" size={14} /> {warning}
        </p>
      ))}
      <TestWebhook id={made.id} />
      <div>
        <Button variant="default" onClick={() => void navigate({ to: `/webhooks/${made.id}` })}>
          Go to the webhook
        </Button>
      </div>
    </>
  );
}
