import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { SecretDisplay } from '../frame/secret-display.tsx';
import { tellRefused } from '../frame/toasts.ts';
import { integrationsQuery } from './integration-data.ts';
import classes from './integrations.module.css';
import { type NewSecret, RotateDialog } from './rotate-dialog.tsx';

interface TenantSecretProps {
  /** In the clear; null until somebody asked to see it. */
  readonly secret: string | null;
  readonly onSecret: (secret: string) => void;
}

/** The one secret behind every implicit integration: shown on request, and rotated for all. */
export function TenantSecret({ secret, onSecret }: TenantSecretProps) {
  const [rotating, setRotating] = useState(false);
  const { data: integrations } = useQuery(integrationsQuery);
  const sharing = (integrations ?? []).filter((one) => one.tenant_signed);
  const names = sharing.map(({ name }) => `“${name}”`).join(' and ');
  return (
    <section className={classes.stack} aria-labelledby="tenant-secret">
      <h2 id="tenant-secret">Secret</h2>
      <p>
        Requests are signed with the webhook secret of the tenant, which {names} share. It is
        rotated for all of them at once.
      </p>
      {secret === null ? null : <SecretDisplay label="Webhook secret" secret={secret} />}
      <div className={classes.buttons}>
        {secret === null ? (
          <Button variant="default" onClick={() => void reveal(onSecret)}>
            Show the secret
          </Button>
        ) : null}
        <Button variant="default" onClick={() => setRotating(true)}>
          Rotate the tenant’s secret
        </Button>
      </div>
      {rotating ? (
        <RotateDialog
          explanation={`The senders of ${names} have to sign with the new secret before the old one ends.`}
          onRotate={async (overlap) => {
            const made = await rotate(overlap);
            onSecret(made.secret);
            return made;
          }}
          onClose={() => setRotating(false)}
        />
      ) : null}
    </section>
  );
}

async function reveal(onSecret: (secret: string) => void): Promise<void> {
  try {
    onSecret(unwrap(await api.GET('/api/v1/tenant/webhook-secret', {})).webhook_secret);
  } catch (error) {
    tellRefused('The secret cannot be shown', toFailure(error).message);
  }
}

async function rotate(overlap_seconds: number): Promise<NewSecret> {
  const body = { overlap_seconds };
  const made = unwrap(await api.POST('/api/v1/tenant/webhook-secret/rotate', { body }));
  void queryClient.invalidateQueries({ queryKey: ['integrations'] });
  return { secret: made.webhook_secret, previous_expires_at: made.previous_expires_at };
}
