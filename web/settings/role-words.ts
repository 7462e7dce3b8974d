import type { Role, Session } from '../api/session.ts';

export type MemberRole = Exclude<Role, 'ingest'>;

/** What each role may do, in words. */
export const ROLE_EFFECT: Readonly<Record<Role, string>> = {
  owner: 'Everything, other owners included',
  admin: 'Works on incidents, configures the hub and its people',
  responder: 'Works on incidents: takes, snoozes, resolves',
  viewer: 'Reads everything, changes nothing',
  ingest: 'Sends alerts, reads nothing',
};

/** A role's name as a word of a page. */
export function roleName(role: Role): string {
  return role.slice(0, 1).toUpperCase() + role.slice(1);
}

/** The roles that somebody may give: only owners make owners. */
export function rolesToGive({ role }: Session): readonly (readonly [MemberRole, string])[] {
  const roles: readonly MemberRole[] =
    role === 'owner' ? ['viewer', 'responder', 'admin', 'owner'] : ['viewer', 'responder', 'admin'];
  return roles.map((name) => [name, roleName(name)]);
}
