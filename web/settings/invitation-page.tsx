import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { actInTenant, signInWithKey } from '../api/credential.ts';
import { Failure, toFailure, unwrap } from '../api/failure.ts';
import type { SessionAnswer } from '../api/shapes.ts';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { InvitationForm, type InvitationPreview } from './invitation-form.tsx';
import { PublicCard } from './public-card.tsx';
import { useTokenOfAddress } from './token-of-address.ts';
import { useChange } from './use-change.ts';

/** Where the link of an invitation leads: what it is about, and the way in. */
export function InvitationPage() {
  const token = useTokenOfAddress();
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: async () => unwrap(await api.POST('/api/v1/invitations/preview', { body: { token } })),
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const visitor = useVisitor();
  const ready = preview.data && !visitor.isPending;
  return (
    <PublicCard title={preview.isError ? 'Invitation' : 'You are invited'}>
      {token === '' ? <p>The link is not complete. Open it as you got it.</p> : null}
      {token !== '' && !ready && !preview.isError ? (
        <Loading>
          <Skeleton height={160} />
        </Loading>
      ) : null}
      {preview.isError ? <BadInvitation failure={toFailure(preview.error)} /> : null}
      {ready ? (
        <Accept token={token} preview={preview.data} visitor={visitor.data ?? null} />
      ) : null}
    </PublicCard>
  );
}

/** Who is signed in in this browser; null: nobody. */
function useVisitor() {
  return useQuery({
    queryKey: ['invitation', 'visitor'],
    queryFn: async () => {
      try {
        const { user } = unwrap<SessionAnswer>(await api.GET('/api/v1/session'));
        return user;
      } catch (error) {
        if (error instanceof Failure && error.status === 401) return null;
        throw error;
      }
    },
    retry: false,
  });
}

function BadInvitation({ failure }: { readonly failure: Failure }) {
  if (failure.status !== 404 && failure.status !== 422) return <p>{failure.message}</p>;
  return (
    <p>
      This invitation is no longer good: it was used, withdrawn, or is older than seven days. Ask
      for a new one, or <Link to="/sign-in">sign in</Link>.
    </p>
  );
}

interface AcceptProps {
  readonly token: string;
  readonly preview: InvitationPreview;
  readonly visitor: { readonly email: string } | null;
}

function Accept({ token, preview, visitor }: AcceptProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { busy, failure, make } = useChange();
  const accept = async (account?: { readonly name: string; readonly password: string }) => {
    const body = { token, ...account };
    await make(async () => {
      const joined = unwrap(await api.POST('/api/v1/invitations/accept', { body }));
      signInWithKey(null);
      actInTenant(joined.tenant.slug);
      client.clear();
      await navigate({ to: joined.signed_in ? '/incidents' : '/sign-in', replace: true });
    });
  };
  return (
    <InvitationForm
      preview={preview}
      visitor={visitor}
      busy={busy}
      failure={failure}
      onAccept={(account) => void accept(account)}
    />
  );
}
