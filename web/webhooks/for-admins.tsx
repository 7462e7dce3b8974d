import type { ReactNode } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import { EmptyState } from '../frame/empty-state.tsx';

/** What is for admins; the server refuses everybody else, who are told so without asking it. */
export function ForAdmins({ children }: { readonly children: ReactNode }) {
  if (atLeast(useSession().role, 'admin')) return children;
  return (
    <EmptyState icon="send" title="Webhooks are for admins">
      They hold the addresses of other systems. Ask an admin of this tenant.
    </EmptyState>
  );
}
