import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { exactTime } from '../frame/times.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { PagedList } from './paged-list.tsx';
import { type MemberRole, roleName } from './role-words.ts';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';
import { usePages } from './use-pages.ts';

interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly invited_by: string | null;
  readonly expires_at: string;
}

/** Who was invited and has not come yet; for admins. */
export function InvitationList() {
  const [withdrawing, setWithdrawing] = useState<Invitation | null>(null);
  const pages = usePages('invitations', async (params, signal) =>
    unwrap(await api.GET('/api/v1/invitations', { params, signal })),
  );
  if (pages.query.isSuccess && pages.items.length === 0) return null;
  return (
    <section aria-label="Invitations">
      <h2 className={classes.heading}>Invited, not here yet</h2>
      <PagedList
        label="Invitations"
        pages={pages}
        idOf={({ id }) => id}
        columns={columnsFor(setWithdrawing)}
        empty={null}
      />
      {withdrawing ? (
        <ConfirmDialog
          title={`Withdraw the invitation of ${withdrawing.email}`}
          action="Withdraw"
          done="The invitation was withdrawn"
          keys={['invitations', 'audit']}
          act={async () => {
            const params = { path: { id: withdrawing.id } };
            return unwrap(await api.DELETE('/api/v1/invitations/{id}', { params }));
          }}
          onClose={() => setWithdrawing(null)}
        >
          The link stops working at once.
        </ConfirmDialog>
      ) : null}
    </section>
  );
}

function columnsFor(onWithdraw: (invitation: Invitation) => void) {
  return [
    {
      name: 'email',
      label: 'E-mail',
      show: ({ email }: Invitation) => (
        <span className={classes.name} title={email}>
          {email}
        </span>
      ),
    },
    {
      name: 'role',
      label: 'Role',
      width: '140px',
      show: ({ role }: Invitation) => roleName(role),
    },
    {
      name: 'by',
      label: 'Invited by',
      optional: true,
      show: ({ invited_by }: Invitation) => (
        <span className={classes.muted} dir="auto">
          {invited_by ?? 'The operator'}
        </span>
      ),
    },
    {
      name: 'until',
      label: 'Good until',
      optional: true,
      show: ({ expires_at }: Invitation) => (
        <time dateTime={expires_at}>{exactTime(expires_at)}</time>
      ),
    },
    {
      name: 'actions',
      label: '',
      width: '96px',
      show: (invitation: Invitation) => (
        <RowButton
          label="Withdraw"
          about={invitation.email}
          danger
          onClick={() => onWithdraw(invitation)}
        />
      ),
    },
  ];
}
