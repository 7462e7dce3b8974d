import type { AlertSnapshot } from '../incidents/alert-snapshot.ts';
import type { IncidentSnapshot } from '../incidents/snapshot.ts';
import { type Clock, type Instant, SECOND } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { type FactKey, findAccounts, findIntegrations, findServices } from './fact-queries.ts';
import type { AlertFacts, IncidentFacts } from './rules/envelope.ts';

/** What a payload names that other tables hold; read for many events at once. */
export interface FactBook {
  readonly incidents: (
    db: Db,
    events: readonly { readonly tenantId: string; readonly snapshot: IncidentSnapshot }[],
  ) => Promise<IncidentFacts[]>;
  readonly alerts: (
    db: Db,
    events: readonly { readonly tenantId: string; readonly snapshot: AlertSnapshot }[],
  ) => Promise<AlertFacts[]>;
}

/** A changed name is told within this time. */
const TTL = SECOND;
const MOST_ENTRIES = 10_000;

/** Facts behind short-lived bounded caches. `publicUrl` is the base of links. */
export function createFactBook(clock: Clock, publicUrl: string): FactBook {
  const accounts = createCache(clock, findAccounts);
  const services = createCache(clock, findServices);
  const integrations = createCache(clock, findIntegrations);

  async function common<S extends { service_id: string | null; integration_id: string | null }>(
    db: Db,
    events: readonly { readonly tenantId: string; readonly snapshot: S }[],
  ) {
    const owners = events.map(({ tenantId }) => ({ tenantId, id: tenantId }));
    const account = await accounts(db, owners);
    const service = await services(
      db,
      keysOf(events, ({ service_id }) => service_id),
    );
    const integration = await integrations(
      db,
      keysOf(events, (each) => each.integration_id),
    );
    return events.map(({ tenantId, snapshot }) => ({
      account: account(tenantId, tenantId) ?? { id: 0, name: '' },
      service: service(tenantId, snapshot.service_id) ?? null,
      integration: integration(tenantId, snapshot.integration_id) ?? null,
    }));
  }
  return {
    incidents: async (db, events) => {
      const found = await common(db, events);
      return found.map(({ account, service, integration }, index) => ({
        account,
        service,
        dataSourceId: integration?.dataSourceId ?? null,
        detailUrl: `${publicUrl}/incidents/${events[index]?.snapshot.id}`,
      }));
    },
    alerts: common,
  };
}

/** The facts of one incident, asked afresh. */
export async function incidentFacts(
  db: Db,
  tenantId: string,
  snapshot: IncidentSnapshot,
  publicUrl: string,
): Promise<IncidentFacts> {
  const book = createFactBook(() => 0, publicUrl);
  const [facts] = await book.incidents(db, [{ tenantId, snapshot }]);
  if (!facts) throw new Error('There are facts for each event.');
  return facts;
}

/** The facts of one alert, asked afresh. */
export async function alertFacts(
  db: Db,
  tenantId: string,
  snapshot: AlertSnapshot,
): Promise<AlertFacts> {
  const [facts] = await createFactBook(() => 0, '').alerts(db, [{ tenantId, snapshot }]);
  if (!facts) throw new Error('There are facts for each event.');
  return facts;
}

function keysOf<S>(
  events: readonly { readonly tenantId: string; readonly snapshot: S }[],
  idOf: (snapshot: S) => string | null,
): FactKey[] {
  return events.flatMap(({ tenantId, snapshot }) => {
    const id = idOf(snapshot);
    return id === null ? [] : [{ tenantId, id }];
  });
}

type Find<F> = (
  db: Db,
  keys: readonly FactKey[],
) => Promise<readonly { readonly key: FactKey; readonly facts: F }[]>;

interface Held<F> {
  /** Undefined: there is no such thing, which is remembered too. */
  readonly facts: F | undefined;
  readonly until: Instant;
}

const nameOf = ({ tenantId, id }: FactKey) => `${tenantId} ${id}`;

/** Looks up what is not known or too old, then answers by key. */
function createCache<F>(clock: Clock, find: Find<F>) {
  const held = new Map<string, Held<F>>();
  const load = async (db: Db, keys: readonly FactKey[], until: Instant) => {
    if (held.size + keys.length > MOST_ENTRIES) held.clear();
    const found = await find(db, keys);
    for (const key of keys) held.set(nameOf(key), { facts: undefined, until });
    for (const { key, facts } of found) held.set(nameOf(key), { facts, until });
  };
  return async (db: Db, keys: readonly FactKey[]) => {
    const now = clock();
    const isOld = (key: FactKey) => now >= (held.get(nameOf(key))?.until ?? 0);
    const missing = new Map(keys.filter(isOld).map((key) => [nameOf(key), key]));
    if (missing.size > 0) await load(db, [...missing.values()], now + TTL);
    return (tenantId: string, id: string | null): F | undefined =>
      id === null ? undefined : held.get(nameOf({ tenantId, id }))?.facts;
  };
}
