import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Role } from '../api/session.ts';
import type { Member } from '../api/shapes.ts';
import { Age, Moment } from '../frame/age.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { namesOf, useMembers } from './members.ts';
import { PagedList } from './paged-list.tsx';
import { ROLE_EFFECT, roleName } from './role-words.ts';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';
import { usePages } from './use-pages.ts';

interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scope: Exclude<Role, 'owner'>;
  readonly member_id: string | null;
  readonly hint: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly expires_at: string | null;
}

/** The keys that programs sign in with; for admins. */
export function KeysPart() {
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const members = useMembers();
  const pages = usePages('api-keys', async (params, signal) =>
    unwrap(await api.GET('/api/v1/api-keys', { params, signal })),
  );
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.words}>
          For programs that call the API. Keys themselves are not kept.
        </p>
        <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setCreating(true)}>
          Create key
        </Button>
      </div>
      <PagedList
        label="API keys"
        pages={pages}
        idOf={({ id }) => id}
        columns={columnsFor(members, setRevoking)}
        empty={
          <EmptyState icon="settings" title="No API keys">
            Create one for a program that is to read incidents or work on them. Senders of alerts
            need none: their integration has its own address.
          </EmptyState>
        }
      />
      {creating ? <CreateKeyDialog onClose={() => setCreating(false)} /> : null}
      {revoking ? <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </>
  );
}

function columnsFor(members: readonly Member[] | undefined, onRevoke: (key: ApiKey) => void) {
  return [
    {
      name: 'name',
      label: 'Key',
      show: ({ name, hint }: ApiKey) => (
        <span dir="auto" title={name}>
          <span className={classes.name}>{name}</span>{' '}
          <span className={classes.under}>…{hint}</span>
        </span>
      ),
    },
    {
      name: 'scope',
      label: 'Scope',
      width: 'min(120px, 26vw)',
      show: ({ scope }: ApiKey) => <span title={ROLE_EFFECT[scope]}>{roleName(scope)}</span>,
    },
    {
      name: 'member',
      label: 'Acts for',
      optional: true,
      show: ({ member_id }: ApiKey) => (
        <span className={classes.muted} dir="auto">
          {member_id ? namesOf([member_id], members) : 'Nobody'}
        </span>
      ),
    },
    {
      name: 'created',
      label: 'Created',
      width: '96px',
      optional: true,
      show: ({ created_at }: ApiKey) => <Age at={created_at} />,
    },
    {
      name: 'used',
      label: 'Last used',
      width: 'min(96px, 21vw)',
      show: ({ last_used_at }: ApiKey) =>
        last_used_at ? <Age at={last_used_at} /> : <span className={classes.muted}>never</span>,
    },
    {
      name: 'ends',
      label: 'Ends',
      width: '170px',
      optional: true,
      show: ({ expires_at }: ApiKey) => <End at={expires_at} />,
    },
    {
      name: 'actions',
      label: '',
      width: '84px',
      show: (key: ApiKey) => (
        <RowButton label="Revoke" about={key.name} danger onClick={() => onRevoke(key)} />
      ),
    },
  ];
}

function End({ at }: { readonly at: string | null }) {
  if (at === null) return <span className={classes.muted}>never</span>;
  return Date.parse(at) > Date.now() ? <Moment at={at} /> : <span>has ended</span>;
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { id, name, hint } = apiKey;
  return (
    <ConfirmDialog
      title={`Revoke key '${name}' (…${hint})`}
      action="Revoke"
      done={`Key '${name}' was revoked`}
      keys={['api-keys', 'audit']}
      act={async () =>
        unwrap(await api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } }))
      }
      onClose={onClose}
    >
      What uses it is refused at once. A revoked key cannot be brought back.
    </ConfirmDialog>
  );
}
