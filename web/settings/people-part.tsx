import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import type { Member } from '../api/shapes.ts';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { InvitationList } from './invitation-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberRole } from './member-role.tsx';
import { PagedList } from './paged-list.tsx';
import { ROLE_EFFECT } from './role-words.ts';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';
import { usePages } from './use-pages.ts';

/** The members and who is invited. */
export function PeoplePart() {
  const session = useSession();
  const mayManage = atLeast(session.role, 'admin');
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Member | null>(null);
  const pages = usePages('members', async (params, signal) =>
    unwrap(await api.GET('/api/v1/members', { params, signal })),
  );
  const owners = pages.items.filter(({ role }) => role === 'owner').length;
  const mayChange = ({ role }: Member) =>
    mayManage && (role !== 'owner' || (session.role === 'owner' && owners > 1));
  return (
    <>
      {mayManage ? (
        <div className={classes.bar}>
          <p className={classes.words}>Everybody here works in {session.tenant.name}.</p>
          <Button
            leftSection={<Icon name="user-plus" size={14} />}
            onClick={() => setInviting(true)}
          >
            Invite somebody
          </Button>
        </div>
      ) : null}
      <PagedList
        label="People"
        pages={pages}
        idOf={({ id }) => id}
        columns={columnsFor(session.person?.id ?? null, mayChange, setRemoving)}
        empty={
          <EmptyState icon="user" title="Nobody is here yet">
            Invite the people who are to answer incidents.
          </EmptyState>
        }
      />
      {mayManage ? <InvitationList /> : null}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
      {removing ? <RemoveDialog member={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  );
}

function columnsFor(
  me: string | null,
  mayChange: (member: Member) => boolean,
  onRemove: (member: Member) => void,
) {
  return [
    {
      name: 'name',
      label: 'Name',
      show: ({ id, name, email }: Member) => (
        <span dir="auto" title={`${name}, ${email}`}>
          <span className={classes.name}>{name}</span>
          {id === me ? ' (me)' : ''} <span className={classes.muted}>{email}</span>
        </span>
      ),
    },
    {
      name: 'role',
      label: 'Role',
      width: '140px',
      show: (member: Member) => <MemberRole member={member} mayChange={mayChange(member)} />,
    },
    {
      name: 'effect',
      label: 'What it allows',
      optional: true,
      show: (member: Member) => <Effect member={member} />,
    },
    {
      name: 'actions',
      label: '',
      width: '96px',
      show: (member: Member) =>
        mayChange(member) ? (
          <RowButton label="Remove" about={member.name} danger onClick={() => onRemove(member)} />
        ) : null,
    },
  ];
}

function Effect({ member: { role, signs_in } }: { readonly member: Member }) {
  return (
    <span className={classes.muted} title={ROLE_EFFECT[role]}>
      {signs_in ? '' : 'Cannot sign in yet · '}
      {ROLE_EFFECT[role]}
    </span>
  );
}

function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { id, name } = member;
  return (
    <ConfirmDialog
      title={`Remove ${name}`}
      action="Remove"
      done={`${name} was removed`}
      keys={['members', 'api-keys', 'audit']}
      act={async () =>
        unwrap(await api.DELETE('/api/v1/members/{id}', { params: { path: { id } } }))
      }
      onClose={onClose}
    >
      They can no longer sign in here, and the API keys that act for them end at once. What they did
      stays in the timelines.
    </ConfirmDialog>
  );
}
