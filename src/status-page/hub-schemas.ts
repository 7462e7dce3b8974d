import { type Static, Type } from 'typebox';
import { invalid } from '../kernel/errors.ts';
import { SEVERITIES } from '../kernel/severity.ts';
import { formatInstant } from '../kernel/time.ts';
import { InstantText, NameText } from '../tenants/page-schemas.ts';
import { patchSchema } from '../tenants/patching.ts';
import type { AddressedHub } from './hub-queries.ts';
import { hubUrl } from './load-page.ts';

const closed = { additionalProperties: false } as const;
const Web = Type.String({ pattern: '^https?://[^\\s"<>]+$', maxLength: 500 });

/** HubSettings of store/status-tables.ts, where each is explained. */
const properties = {
  description: Type.String({ maxLength: 300 }),
  logo_url: Type.String({
    pattern:
      '^(https://[^\\s"<>]+|data:image/(png|jpeg|gif|webp|svg\\+xml);base64,[A-Za-z0-9+/=]+)$',
    maxLength: 16_000,
    description: '`https:` or a small `data:image/…` URL',
  }),
  home_url: Web,
  support_url: Type.String({ pattern: '^(https?://|mailto:)[^\\s"<>]+$', maxLength: 500 }),
  accent: Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }),
  locale: Type.Enum(['en', 'de']),
  time_zone: Type.String({ maxLength: 60, description: 'IANA name, such as Europe/Berlin' }),
  degraded_weight: Type.Number({ minimum: 0, maximum: 1 }),
  maintenance_indicator: Type.Enum(['maintenance', 'none']),
  indexed: Type.Boolean(),
  remind_minutes: Type.Integer({ minimum: 1, maximum: 7 * 24 * 60 }),
  tells: Type.Array(Type.Enum(['scheduled', 'reminder', 'started', 'completed', 'updated'])),
  merge_hooks: Type.Boolean({ description: 'One id sent to several hooks is one report' }),
  publish_incidents: Type.Object(
    {
      severities: Type.Array(Type.Enum([...SEVERITIES]), { minItems: 1 }),
      draft: Type.Optional(Type.Boolean({ default: true })),
    },
    { ...closed, description: 'Incidents that are reported by themselves, as drafts by default' },
  ),
  days: Type.Enum([30, 60, 90]),
};

const Settings = patchSchema(properties);
const HubSettingsView = Type.Partial(Type.Object(properties));

const Slug = Type.String({
  pattern: '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$',
  description: 'In the address of the page: /status/{slug}',
});
const Domain = Type.String({
  pattern: '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$',
  maxLength: 253,
  description: 'A host name that leads here, such as status.example.com',
});
const Password = Type.String({ minLength: 8, maxLength: 200 });
const ShowsAll = Type.Boolean({ description: 'Every service that is not hidden, listed or not' });
const orNull = <T extends typeof Domain | typeof Password>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const CreateHubBody = Type.Object(
  {
    slug: Slug,
    name: NameText,
    domain: Type.Optional(orNull(Domain)),
    password: Type.Optional(orNull(Password)),
    shows_all: Type.Optional(ShowsAll),
    settings: Type.Optional(Settings),
  },
  closed,
);
export type CreateHubBody = Static<typeof CreateHubBody>;

export const UpdateHubBody = Type.Object(
  {
    slug: Type.Optional(Slug),
    name: Type.Optional(NameText),
    domain: Type.Optional(orNull(Domain)),
    password: Type.Optional(orNull(Password)),
    shows_all: Type.Optional(ShowsAll),
    settings: Type.Optional(Settings),
  },
  { ...closed, minProperties: 1 },
);
export type UpdateHubBody = Static<typeof UpdateHubBody>;

export const HubView = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  url: Type.String({ description: 'Of the public page' }),
  domain: Type.Union([Type.String(), Type.Null()]),
  private: Type.Boolean({ description: 'Visitors must give a password' }),
  shows_all: Type.Boolean(),
  settings: HubSettingsView,
  created_at: InstantText,
  updated_at: InstantText,
});
export type HubView = Static<typeof HubView>;

export const HubList = Type.Object({ data: Type.Array(HubView) });
export type HubList = Static<typeof HubList>;

/** A hub's row as the API shows it; never its password. */
export function showHub(row: AddressedHub, publicUrl: string): HubView {
  return {
    id: row.hub_id,
    slug: row.slug,
    name: row.name,
    url: hubUrl(publicUrl, row),
    domain: row.domain,
    private: row.password !== null,
    shows_all: row.shows_all,
    settings: row.settings as HubView['settings'],
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}

/** 422 for a time zone that this machine does not know. */
export function requireSoundSettings(settings: { readonly time_zone?: string | null } | undefined) {
  const zone = settings?.time_zone;
  if (!zone) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    const expected = 'an IANA time zone, such as Europe/Berlin';
    throw invalid('The time zone is not known.', [
      { pointer: '/settings/time_zone', expected, received: zone },
    ]);
  }
}
