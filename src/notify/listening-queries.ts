import { sql } from 'kysely';
import type { Severity } from '../kernel/severity.ts';
import type { Db } from '../store/connection.ts';
import type { ChannelListening, Listening, PersonListening } from './rules/audience.ts';
import type { ChannelKind } from './rules/kinds.ts';
import { type Preferences, preferencesOf } from './rules/preferences.ts';

/** Those of the tenants in which anybody could be told of anything. */
export async function listListeningTenants(
  db: Db,
  tenantIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from unnest(${tenantIds}::text[]) as t(id)
    where exists (select from members m where m.tenant_id = t.id)
      or exists (select from chat_channels c where c.tenant_id = t.id)`.execute(db);
  return rows.map(({ id }) => id);
}

interface PersonRow {
  readonly memberId: string;
  readonly name: string;
  readonly settings: Partial<Preferences> | null;
  readonly hasChat: boolean;
}

/**
 * Who listens in a tenant: those of `memberIds` who are members, everybody who follows all
 * incidents, and the chat channels.
 */
export async function readListening(
  db: Db,
  tenantId: string,
  memberIds: readonly string[],
): Promise<Listening> {
  const { rows } = await sql<PersonRow>`
    select m.member_id as "memberId", m.name, p.settings, p.chat_url is not null as "hasChat"
    from (
      select unnest(${memberIds}::text[]) as member_id
      union
      select member_id from notification_preferences
      where tenant_id = ${tenantId} and settings ->> 'scope' = 'all'
    ) k
    join members m on m.tenant_id = ${tenantId} and m.member_id = k.member_id
    left join notification_preferences p
      on p.tenant_id = ${tenantId} and p.member_id = k.member_id
    order by m.member_id`.execute(db);
  const people = rows.map(
    ({ settings, ...person }): PersonListening => ({
      ...person,
      preferences: preferencesOf(settings),
    }),
  );
  return { people, channels: await readChannels(db, tenantId) };
}

async function readChannels(db: Db, tenantId: string): Promise<ChannelListening[]> {
  const rows = await db
    .selectFrom('chat_channels')
    .select(['channel_id', 'name', 'service_ids', 'events', 'min_severity'])
    .where('tenant_id', '=', tenantId)
    .orderBy('channel_id')
    .execute();
  return rows.map((row) => ({
    channelId: row.channel_id,
    name: row.name,
    serviceIds: row.service_ids,
    events: row.events as ChannelKind[],
    minSeverity: row.min_severity as Severity,
  }));
}
