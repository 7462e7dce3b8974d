import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import shared from '../settings/settings.module.css';
import { SettingsCard } from '../settings/settings-card.tsx';
import { AccessCard } from './access-card.tsx';
import { BrandingCard } from './branding-card.tsx';
import type { PartProps } from './hub-page.tsx';
import { IdentityCard } from './identity-card.tsx';
import { ReportingCard } from './reporting-card.tsx';
import { KEY } from './status-data.ts';
import { TellingCard } from './telling-card.tsx';

/** Everything about a status page that is set once; for admins. */
export function SettingsPart({ hub }: PartProps) {
  return (
    <div className={shared.cards}>
      <IdentityCard hub={hub} />
      <BrandingCard hub={hub} />
      <ReportingCard hub={hub} />
      <TellingCard hub={hub} />
      <AccessCard hub={hub} />
      <DeleteCard hub={hub} />
    </div>
  );
}

function DeleteCard({ hub }: PartProps) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const { id, name } = hub;
  return (
    <SettingsCard title="Delete" about="The page, its reports and its subscribers go for good.">
      <div className={shared.start}>
        <Button variant="default" className={shared.danger} onClick={() => setAsked(true)}>
          Delete the status page
        </Button>
      </div>
      {asked ? (
        <ConfirmDialog
          title={`Delete status page '${name}'`}
          action="Delete"
          done={`Status page '${name}' was deleted`}
          keys={[KEY, 'audit']}
          act={async () => {
            unwrap(await api.DELETE('/api/v1/hubs/{id}', { params: { path: { id } } }));
            void navigate({ to: '/status-pages' });
          }}
          onClose={() => setAsked(false)}
        >
          Its address answers 404 from then on, and its subscribers are erased. Services, and what
          other pages say of them, stay.
        </ConfirmDialog>
      ) : null}
    </SettingsCard>
  );
}
