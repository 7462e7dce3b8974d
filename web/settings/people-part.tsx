import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import type { Member } from '../api/shapes.ts';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { InvitationList } from './invitation-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberRole } from './member-role.tsx';
import { PagedList } from './paged-list.tsx';
import { RemoveMemberDialog } from './remove-member-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { ROLE_EFFECT } from './role-words.ts';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';
import { usePages } from './use-pages.ts';

type Asked = { readonly invite: true } | { readonly rename: Member } | { readonly remove: Member };

/** The members and who is invited. */
export function PeoplePart() {
  const session = useSession();
  const mayManage = atLeast(session.role, 'admin');
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const pages = usePages('members', async (params, signal) =>
    unwrap(await api.GET('/api/v1/members', { params, signal })),
  );
  const owners = pages.items.filter(({ role }) => role === 'owner').length;
  const may: Rights = {
    rename: ({ role }) => mayManage && (role !== 'owner' || session.role === 'owner'),
    // Whether owners on further pages exist is not known; the server decides then.
    change: ({ role }) =>
      mayManage &&
      (role !== 'owner' ||
        (session.role === 'owner' && (owners > 1 || pages.query.hasNextPage === true))),
  };
  return (
    <>
      {mayManage ? (
        <div className={classes.bar}>
          <p className={classes.words}>Everybody here works in {session.tenant.name}.</p>
          <Button
            leftSection={<Icon name="user-plus" size={14} />}
            onClick={() => setAsked({ invite: true })}
          >
            Invite somebody
          </Button>
        </div>
      ) : null}
      <PagedList
        label="People"
        pages={pages}
        idOf={({ id }) => id}
        columns={columnsFor(session.person?.id ?? null, may, setAsked)}
        empty={
          <EmptyState icon="user" title="Nobody is here yet">
            Invite the people who are to answer incidents.
          </EmptyState>
        }
      />
      {mayManage ? <InvitationList /> : null}
      {asked && 'invite' in asked ? <InviteDialog onClose={close} /> : null}
      {asked && 'rename' in asked ? <RenameDialog member={asked.rename} onClose={close} /> : null}
      {asked && 'remove' in asked ? (
        <RemoveMemberDialog member={asked.remove} onClose={close} />
      ) : null}
    </>
  );
}

/** What the viewer may do to a member. */
interface Rights {
  readonly rename: (member: Member) => boolean;
  /** Another role, or none. */
  readonly change: (member: Member) => boolean;
}

function columnsFor(me: string | null, may: Rights, onAsk: (asked: Asked) => void) {
  return [
    {
      name: 'name',
      label: 'Name',
      show: ({ id, name, email }: Member) => (
        <span title={`${name}, ${email}`}>
          <bdi className={classes.name}>{name}</bdi>
          {id === me ? ' (me)' : ''} <bdi className={classes.under}>{email}</bdi>
        </span>
      ),
    },
    {
      name: 'role',
      label: 'Role',
      width: 'min(140px, 31vw)',
      show: (member: Member) => <MemberRole member={member} mayChange={may.change(member)} />,
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
      width: 'min(150px, 24vw)',
      show: (member: Member) => <Actions member={member} may={may} onAsk={onAsk} />,
    },
  ];
}

interface ActionsProps {
  readonly member: Member;
  readonly may: Rights;
  readonly onAsk: (asked: Asked) => void;
}

function Actions({ member, may, onAsk }: ActionsProps) {
  const { name } = member;
  return (
    <span className={classes.rowActions}>
      {may.rename(member) ? (
        <RowButton label="Rename" about={name} onClick={() => onAsk({ rename: member })} />
      ) : null}
      {may.change(member) ? (
        <RowButton label="Remove" about={name} danger onClick={() => onAsk({ remove: member })} />
      ) : null}
    </span>
  );
}

function Effect({ member: { role, signs_in } }: { readonly member: Member }) {
  return (
    <span className={classes.muted} title={ROLE_EFFECT[role]}>
      {signs_in ? '' : 'Cannot sign in yet · '}
      {ROLE_EFFECT[role]}
    </span>
  );
}
