import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { ListSkeleton } from './paged-list.tsx';
import classes from './settings.module.css';
import { TenantForm } from './tenant-form.tsx';
import { WebhookSecretCard } from './webhook-secret-card.tsx';

/** What holds for the whole tenant; for admins. */
export function TenantPart() {
  const query = useQuery({
    queryKey: ['tenant'],
    queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/tenant', { signal })),
  });
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) return <BrokenPage error={query.error} whole={false} />;
  return (
    <div className={classes.cards}>
      <TenantForm key={JSON.stringify(query.data)} tenant={query.data} />
      <WebhookSecretCard />
    </div>
  );
}
