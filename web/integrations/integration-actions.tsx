import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { atLeast, useSession } from '../api/session.ts';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { formatsQuery, type Integration, integrationsQuery } from './integration-data.ts';
import classes from './integrations.module.css';
import { RotateThis } from './rotate-this.tsx';
import { sendTest } from './send-test.ts';
import { SettingsDialog } from './settings-dialog.tsx';
import { takesSecret } from './signing.ts';

/** What can be done with an integration; nothing is shown that the role may not do. */
export function IntegrationActions({ integration }: { readonly integration: Integration }) {
  const { role } = useSession();
  const [asked, setAsked] = useState<'settings' | 'rotate' | 'delete' | null>(null);
  const { id, name, implicit, has_secret, tenant_signed } = integration;
  const { data: formats } = useQuery(formatsQuery);
  const format = formats?.find((one) => one.name === integration.format);
  const maySign = has_secret || takesSecret(format?.credential);
  const isAdmin = atLeast(role, 'admin');
  const close = () => setAsked(null);
  return (
    <div className={classes.buttons}>
      {atLeast(role, 'responder') ? <TestButton id={id} /> : null}
      {isAdmin ? (
        <Button variant="default" onClick={() => setAsked('settings')}>
          Settings
        </Button>
      ) : null}
      {isAdmin && maySign && !tenant_signed ? (
        <Button variant="default" onClick={() => setAsked('rotate')}>
          {has_secret ? 'Rotate secret' : 'Add a secret'}
        </Button>
      ) : null}
      {isAdmin && !implicit ? (
        <Button variant="default" onClick={() => setAsked('delete')}>
          Delete
        </Button>
      ) : null}
      {asked === 'rotate' ? <RotateThis integration={integration} onClose={close} /> : null}
      {asked === 'settings' ? <SettingsDialog integration={integration} onClose={close} /> : null}
      {asked === 'delete' ? <DeleteThis id={id} name={name} onClose={close} /> : null}
    </div>
  );
}

function TestButton({ id }: { readonly id: string }) {
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      const { status, reply } = await sendTest(id);
      if (status < 300) tellDone('Test alert accepted');
      else tellRefused(`The test alert was refused (${status})`, detailOf(reply));
    } catch (error) {
      tellRefused('No test alert was sent', toFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button loading={busy} onClick={() => void send()}>
      Send a test alert
    </Button>
  );
}

function detailOf(reply: unknown): string {
  const { detail } = (reply ?? {}) as { readonly detail?: unknown };
  return typeof detail === 'string' ? detail : JSON.stringify(reply);
}

interface DeleteThisProps {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}

function DeleteThis({ id, name, onClose }: DeleteThisProps) {
  const navigate = useNavigate();
  const remove = async () => {
    unwrap(await api.DELETE('/api/v1/integrations/{id}', { params: { path: { id } } }));
    tellDone(`Integration “${name}” deleted`);
    // First away from here: this page would be one of nothing.
    await navigate({ to: '/integrations' });
    await queryClient.invalidateQueries({ queryKey: integrationsQuery.queryKey });
  };
  return (
    <DeleteDialog
      kind="integration"
      name={name}
      consequence="Its address stops working at once; its alerts and incidents stay."
      onDelete={remove}
      onClose={onClose}
    />
  );
}
