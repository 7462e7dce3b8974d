import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { useSession } from '../api/session.ts';
import type { Member } from '../api/shapes.ts';
import { PlainSelect } from '../frame/plain-select.tsx';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import { type MemberRole as Role, roleName, rolesToGive } from './role-words.ts';

interface MemberRoleProps {
  readonly member: Member;
  readonly mayChange: boolean;
}

/** A member's role; choosing another changes it at once, and can be undone. */
export function MemberRole({ member, mayChange }: MemberRoleProps) {
  const session = useSession();
  const { id, name, role } = member;
  if (!mayChange) return <span>{roleName(role)}</span>;
  const change = async (next: Role) => {
    await setRole(id, next);
    tellDone(`${name} is now ${next}`, () => {
      setRole(id, role).catch((error) => refused(name, error));
    });
  };
  return (
    <PlainSelect
      label={`Role of ${name}`}
      value={role}
      options={rolesToGive(session)}
      onChange={(next) => void change(next as Role).catch((error) => refused(name, error))}
    />
  );
}

async function setRole(id: string, role: Role): Promise<void> {
  const params = { path: { id } };
  try {
    unwrap(await api.PATCH('/api/v1/members/{id}', { params, body: { role } }));
  } finally {
    for (const key of ['members', 'session', 'audit']) {
      void queryClient.invalidateQueries({ queryKey: [key] });
    }
  }
}

function refused(name: string, error: unknown): void {
  tellRefused(`The role of ${name} was not changed`, toFailure(error).message);
}
