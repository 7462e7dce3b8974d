import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { type Integration, integrationsQuery } from './integration-data.ts';
import { type NewSecret, RotateDialog } from './rotate-dialog.tsx';

interface RotateThisProps {
  readonly integration: Integration;
  readonly onClose: () => void;
}

/** Replaces the integration's own secret, or gives it its first one. */
export function RotateThis({ integration: { id, has_secret }, onClose }: RotateThisProps) {
  return (
    <RotateDialog
      first={!has_secret}
      explanation={
        has_secret
          ? 'The sender has to sign with the new secret before the old one ends.'
          : 'From then on every request has to be signed with it. Until the sender does that, nothing comes in.'
      }
      takesOwn
      onRotate={(overlap, own) => rotate(id, overlap, own)}
      onClose={onClose}
    />
  );
}

async function rotate(id: string, overlap_seconds: number, own?: string): Promise<NewSecret> {
  const made = unwrap(
    await api.POST('/api/v1/integrations/{id}/rotate-secret', {
      params: { path: { id } },
      body: { overlap_seconds, ...(own !== undefined && { secret: own }) },
    }),
  );
  void queryClient.invalidateQueries({ queryKey: integrationsQuery.queryKey });
  return made;
}
