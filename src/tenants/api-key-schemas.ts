import { type Static, Type } from 'typebox';
import { formatInstant, formatOptional } from '../kernel/time.ts';
import { SCOPES } from './caller.ts';
import { InstantText, NameText, OptionalInstantText, pageSchema } from './page-schemas.ts';
import type { ApiKeyRow } from './people-queries.ts';

/** What every API key looks like; anything else is refused before it is looked up. */
export const API_KEY_PATTERN = /^tsk_[A-Za-z0-9_-]{43}$/;

export const CreateApiKeyBody = Type.Object(
  {
    name: NameText,
    scope: Type.Enum([...SCOPES]),
    member_id: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'The member the key acts for' }),
    ),
    expires_at: Type.Optional(
      Type.String({ format: 'date-time', description: 'When it ends; never unless given' }),
    ),
  },
  { additionalProperties: false },
);
export type CreateApiKeyBody = Static<typeof CreateApiKeyBody>;

const properties = {
  id: Type.String(),
  name: Type.String(),
  scope: Type.Enum([...SCOPES]),
  member_id: Type.Union([Type.String(), Type.Null()]),
  hint: Type.String({ description: 'The last four characters of the key' }),
  created_at: InstantText,
  last_used_at: OptionalInstantText,
  expires_at: OptionalInstantText,
};

export const ApiKeyView = Type.Object(properties);
export type ApiKeyView = Static<typeof ApiKeyView>;

/** A new key: the only time it is shown. */
export const NewApiKey = Type.Object({ ...properties, key: Type.String() });
export type NewApiKey = Static<typeof NewApiKey>;

export const ApiKeyPage = pageSchema(ApiKeyView);

/** An API key's row as the API shows it. */
export function showApiKey(row: ApiKeyRow): ApiKeyView {
  return {
    id: row.key_id,
    name: row.name,
    scope: row.scope,
    member_id: row.member_id,
    hint: row.hint,
    created_at: formatInstant(row.created_at.getTime()),
    last_used_at: formatOptional(row.last_used_at?.getTime() ?? null),
    expires_at: formatOptional(row.expires_at?.getTime() ?? null),
  };
}
