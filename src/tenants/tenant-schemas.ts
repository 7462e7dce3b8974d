import { type Static, Type } from 'typebox';
import { invalid } from '../kernel/errors.ts';
import { formatInstant } from '../kernel/time.ts';
import type { TenantSettings } from '../store/tables.ts';
import { InstantText, NameText, OptionalInstantText, pageSchema } from './page-schemas.ts';
import { patchSchema } from './patching.ts';
import type { TenantRow } from './queries.ts';
import { OverlapSeconds } from './secrets.ts';

/** A tenant's name in URLs; never changes. */
export const Slug = Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$' });

const WEEK_OF_MINUTES = 7 * 24 * 60;

const minutes = (description: string) =>
  Type.Integer({ minimum: 0, maximum: WEEK_OF_MINUTES, default: 10, description });

const settingsProperties = {
  services_on_mention: Type.Boolean({
    default: true,
    description: 'Create a service when an alert names a new one',
  }),
  quiet_period_minutes: minutes('After a person closes, how long a repeat opens nothing'),
  reopen_window_minutes: minutes('How long a re-fire reopens what a recovery closed'),
  storm_thresholds: Type.Array(Type.Integer({ minimum: 2, maximum: 10_000 }), {
    maxItems: 5,
    description: 'Alert counts at which an incident is a storm, ascending; default 20, 100, 500',
  }),
  triage_model: Type.Boolean({
    default: true,
    description: 'Let the model that the operator has set up, if any, refine triages',
  }),
};

/** TenantSettings of store/tables.ts. */
export const TenantSettingsSchema = Type.Partial(
  Type.Object(settingsProperties, { additionalProperties: false }),
);

export const CreateTenantBody = Type.Object(
  { slug: Slug, name: NameText },
  { additionalProperties: false },
);
export type CreateTenantBody = Static<typeof CreateTenantBody>;

/** A new tenant with its credentials; the API key is shown this once. */
export const NewTenant = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  api_key: Type.String(),
  webhook_secret: Type.String(),
});
export type NewTenant = Static<typeof NewTenant>;

export const TenantView = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  account_id: Type.Integer(),
  settings: TenantSettingsSchema,
  created_at: InstantText,
});
export type TenantView = Static<typeof TenantView>;

export const TenantPage = pageSchema(TenantView);

export const UpdateTenantBody = Type.Object(
  {
    name: Type.Optional(NameText),
    settings: Type.Optional(patchSchema(settingsProperties)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type UpdateTenantBody = Static<typeof UpdateTenantBody>;

export const RotateWebhookSecretBody = Type.Object(
  { overlap_seconds: Type.Optional(OverlapSeconds) },
  { additionalProperties: false },
);
export type RotateWebhookSecretBody = Static<typeof RotateWebhookSecretBody>;

/** The current webhook secret, and until when the last one is valid too (null: it is not). */
export const WebhookSecretView = Type.Object({
  webhook_secret: Type.String(),
  previous_expires_at: OptionalInstantText,
});
export type WebhookSecretView = Static<typeof WebhookSecretView>;

/** A tenant's row as the API shows it. */
export function showTenant(row: TenantRow): TenantView {
  return {
    id: row.tenant_id,
    slug: row.slug,
    name: row.name,
    account_id: row.account_id,
    settings: row.settings as TenantView['settings'],
    created_at: formatInstant(row.created_at.getTime()),
  };
}

/** Throws 422 for what the schema cannot say: storm thresholds ascend. */
export function requireSoundSettings(settings: TenantSettings): void {
  const thresholds = settings.storm_thresholds ?? [];
  const ascending = thresholds.every((value, index) => value > (thresholds[index - 1] ?? 0));
  if (ascending) return;
  throw invalid('The storm thresholds must ascend.', [
    {
      pointer: '/settings/storm_thresholds',
      expected: 'ascending numbers, none twice',
      received: JSON.stringify(thresholds),
    },
  ]);
}
