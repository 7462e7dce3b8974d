import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import { DeleteDialog } from '../integrations/delete-dialog.tsx';
import classes from '../integrations/integrations.module.css';
import { RotateDialog } from '../integrations/rotate-dialog.tsx';
import { changeWebhook, refreshWebhooks, type Webhook } from './webhook-data.ts';

/** What an admin does with a webhook. */
export function WebhookActions({ webhook }: { readonly webhook: Webhook }) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'rotate' | 'delete' | null>(null);
  const { id, name, health } = webhook;
  const runs = webhook.enabled && health.state !== 'disabled';
  const close = () => setAsked(null);
  const remove = async () => {
    unwrap(await api.DELETE('/api/v1/outbound-webhooks/{id}', { params: { path: { id } } }));
    await navigate({ to: '/webhooks' });
    tellDone(`Webhook “${name}” deleted`);
    await refreshWebhooks();
  };
  return (
    <div className={classes.buttons}>
      <Button variant="default" onClick={() => void navigate({ to: `/webhooks/${id}/edit` })}>
        Edit
      </Button>
      <Button variant="default" onClick={() => void enable(webhook, !runs)}>
        {runs ? 'Disable' : 'Enable'}
      </Button>
      <Button variant="default" onClick={() => setAsked('rotate')}>
        Rotate secret
      </Button>
      <Button variant="default" onClick={() => setAsked('delete')}>
        Delete
      </Button>
      {asked === 'rotate' ? (
        <RotateDialog
          explanation="While both are good, requests are signed with both."
          onRotate={(overlap) => rotate(id, overlap)}
          onClose={close}
        />
      ) : null}
      {asked === 'delete' ? (
        <DeleteDialog
          kind="webhook"
          name={name}
          consequence="What waits for it is dropped; its history stays as long as any."
          onDelete={remove}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

async function enable({ id, name }: Webhook, enabled: boolean): Promise<void> {
  try {
    await changeWebhook(id, { enabled });
    tellDone(`Webhook “${name}” ${enabled ? 'enabled' : 'disabled'}`);
  } catch (error) {
    tellRefused('Nothing was changed', toFailure(error).message);
  }
}

async function rotate(id: string, overlap_seconds: number) {
  const made = unwrap(
    await api.POST('/api/v1/outbound-webhooks/{id}/rotate-secret', {
      params: { path: { id } },
      body: { overlap_seconds },
    }),
  );
  void refreshWebhooks();
  return made;
}
