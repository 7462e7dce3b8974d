import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Moment } from '../frame/age.tsx';
import { SecretDisplay } from '../frame/secret-display.tsx';
import { RotateDialog } from '../integrations/rotate-dialog.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';
import { useChange } from './use-change.ts';

interface Revealed {
  readonly webhook_secret: string;
  readonly previous_expires_at: string | null;
}

/** The secret that senders sign with who are addressed by the tenant; every look is noted. */
export function WebhookSecretCard() {
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  const [rotating, setRotating] = useState(false);
  const { busy, failure, make } = useChange('audit');
  const reveal = () =>
    make(async () => setRevealed(unwrap(await api.GET('/api/v1/tenant/webhook-secret'))));
  const rotate = async (overlap_seconds: number) => {
    const body = { overlap_seconds };
    const made = unwrap(await api.POST('/api/v1/tenant/webhook-secret/rotate', { body }));
    setRevealed(null);
    return { secret: made.webhook_secret, previous_expires_at: made.previous_expires_at };
  };
  return (
    <SettingsCard
      title="Webhook secret"
      about="Signs what CauseFlow and OpenRemedy send to this tenant. Other integrations have secrets of their own. Looking at it is written to the audit log."
    >
      {revealed ? <SecretDisplay label="Webhook secret" secret={revealed.webhook_secret} /> : null}
      {revealed?.previous_expires_at ? (
        <p className={classes.muted}>
          The last one is good until <Moment at={revealed.previous_expires_at} />.
        </p>
      ) : null}
      {failure ? (
        <p className={classes.fault} role="alert">
          {failure.message}
        </p>
      ) : null}
      <div className={classes.start}>
        {revealed ? null : (
          <Button variant="default" loading={busy} onClick={() => void reveal()}>
            Look at it
          </Button>
        )}
        <Button variant="default" onClick={() => setRotating(true)}>
          Rotate
        </Button>
      </div>
      {rotating ? (
        <RotateDialog
          explanation="Senders sign with the new secret from now on. Put it in its place before the old one ends."
          onRotate={rotate}
          onClose={() => setRotating(false)}
        />
      ) : null}
    </SettingsCard>
  );
}
