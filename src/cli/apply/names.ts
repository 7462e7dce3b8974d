import type { HubState } from './hub-state.ts';
import type { Ids, Names, View } from './kind.ts';

/** What becomes of the services: which name each will have, by id. */
export interface ServiceNames {
  readonly byId: ReadonlyMap<string, string>;
  /** Names by what one may call them in the file, in lower case. */
  readonly byName: ReadonlyMap<string, string>;
}

/** How the file calls services and people, when the services are as planned. */
export function namesOf(members: HubState['members'], services: ServiceNames): Names {
  const emails = new Map(members.map((member) => [String(member.id), emailOf(member)]));
  const byText = new Map<string, string>();
  for (const [id, email] of emails) byText.set(id, email).set(email.toLowerCase(), email);
  return {
    serviceOf: (id) => services.byId.get(id),
    service: (name) => services.byName.get(name.trim().toLowerCase()),
    memberOf: (id) => emails.get(id),
    member: (text) => byText.get(text.trim()) ?? byText.get(text.trim().toLowerCase()),
    services: [...new Set(services.byName.values())],
    members: [...emails.values()],
  };
}

/** The services as they are. */
export function presentServices(views: readonly View[]): ServiceNames {
  const pairs = views.map(({ id, name }) => [String(id), String(name)] as const);
  return {
    byId: new Map(pairs),
    byName: new Map(pairs.map(([, name]) => [name.toLowerCase(), name])),
  };
}

/** The ids that requests need; `services` is read when it is asked, so that it may grow. */
export function idsOf(members: HubState['members'], services: ReadonlyMap<string, string>): Ids {
  const ids = new Map(members.map((member) => [emailOf(member).toLowerCase(), String(member.id)]));
  return {
    service: (name) => services.get(name.toLowerCase()) ?? name,
    member: (email) => ids.get(email.toLowerCase()) ?? email,
  };
}

function emailOf(member: View): string {
  return String(member.email);
}
