import { type Ask, askAs, listAll } from './hub-access.ts';

/** The people of the shop, as stories call them. */
const PEOPLE = {
  mara: { name: 'Mara Lindqvist', email: 'mara@meadow.example', role: 'admin' },
  jonas: { name: 'Jonas Weber', email: 'jonas@meadow.example', role: 'responder' },
  mei: { name: 'Mei Tanaka', email: 'mei@meadow.example', role: 'responder' },
  samir: { name: 'Samir Haddad', email: 'samir@meadow.example', role: 'responder' },
  noor: { name: 'نور الحسن', email: 'noor@meadow.example', role: 'responder' },
} as const;
export type PersonKey = keyof typeof PEOPLE;

const KEYS = Object.keys(PEOPLE) as PersonKey[];

/** Key names by which an interrupted run's leftovers are found. */
const KEY_NAME = 'Demo:';

/** The people of the shop as the hub knows them. */
export interface Cast {
  readonly ids: Readonly<Record<PersonKey, string>>;
  readonly as: (person: PersonKey) => Ask;
  /** Takes back the API keys that the people acted with. */
  readonly leave: () => Promise<void>;
}

interface Member {
  readonly id: string;
  readonly email: string;
}

interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly key: string;
}

/** Finds or makes the people, and an API key for each while the demo plays. */
export async function assemble(base: string, admin: Ask): Promise<Cast> {
  await removeKeys(admin);
  const known = await listAll<Member>(admin, '/members');
  const made = await Promise.all(
    KEYS.map(async (person) => {
      const { name, email, role } = PEOPLE[person];
      const member =
        known.find((one) => one.email.toLowerCase() === email) ??
        (await admin<Member>('POST', '/members', { name, email, role }));
      const scope = role === 'admin' ? 'admin' : 'responder';
      const body = { name: `${KEY_NAME} ${name}`, scope, member_id: member.id };
      const { key } = await admin<ApiKey>('POST', '/api-keys', body);
      return { person, id: member.id, ask: askAs(base, { authorization: `Bearer ${key}` }) };
    }),
  );
  const of = <Value>(read: (one: (typeof made)[number]) => Value) =>
    Object.fromEntries(made.map((one) => [one.person, read(one)])) as Record<PersonKey, Value>;
  const asks = of(({ ask }) => ask);
  return {
    ids: of(({ id }) => id),
    as: (person) => asks[person],
    leave: () => removeKeys(admin),
  };
}

async function removeKeys(admin: Ask): Promise<void> {
  const keys = await listAll<ApiKey>(admin, '/api-keys');
  const ours = keys.filter(({ name }) => name.startsWith(KEY_NAME));
  await Promise.all(ours.map(({ id }) => admin('DELETE', `/api-keys/${id}`)));
}
