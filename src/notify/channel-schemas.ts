import { type Static, Type } from 'typebox';
import { ServiceRef } from '../incidents/incident-schemas.ts';
import { SEVERITIES } from '../kernel/severity.ts';
import { InstantText, NameText, pageSchema } from '../tenants/page-schemas.ts';
import { ChatUrlText } from './preference-schemas.ts';
import { CHANNEL_KINDS } from './rules/kinds.ts';

const closed = { additionalProperties: false } as const;

const optional = {
  services: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      maxItems: 100,
      description: 'Ids or names: only incidents of one of them. Empty: every incident',
    }),
  ),
  events: Type.Optional(
    Type.Array(Type.Enum([...CHANNEL_KINDS]), {
      minItems: 1,
      maxItems: 20,
      description: 'What is told. Default: everything but reminders',
    }),
  ),
  min_severity: Type.Optional(
    Type.Enum([...SEVERITIES], {
      description: 'Incidents below it are not told. Default info: every one',
    }),
  ),
};

export const CreateChannelBody = Type.Object(
  { name: NameText, url: ChatUrlText, ...optional },
  closed,
);
export type CreateChannelBody = Static<typeof CreateChannelBody>;

export const UpdateChannelBody = Type.Object(
  { name: Type.Optional(NameText), url: Type.Optional(ChatUrlText), ...optional },
  { ...closed, minProperties: 1 },
);
export type UpdateChannelBody = Static<typeof UpdateChannelBody>;

export const ChannelView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  url: Type.String({ description: 'Without its path, which is the secret' }),
  services: Type.Array(ServiceRef, { description: 'Empty: every incident' }),
  events: Type.Array(Type.Enum([...CHANNEL_KINDS])),
  min_severity: Type.Enum([...SEVERITIES]),
  created_at: InstantText,
  updated_at: InstantText,
});
export type ChannelView = Static<typeof ChannelView>;

export const ChannelPage = pageSchema(ChannelView);
