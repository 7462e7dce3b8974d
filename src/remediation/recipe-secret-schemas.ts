import { type Static, Type } from 'typebox';
import { InstantText } from '../tenants/page-schemas.ts';
import { ActorRef } from './remediation-schemas.ts';

const closed = { additionalProperties: false } as const;

/** Name in a URL, as recipes write it: `{secret: NAME}`. */
export const SecretParams = Type.Object({
  name: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,99}$' }),
});
export type SecretParams = Static<typeof SecretParams>;

export const PutSecretBody = Type.Object(
  {
    value: Type.String({
      minLength: 1,
      maxLength: 4_096,
      pattern: '^[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?$',
      description: 'The whole value of a header, such as Bearer …; it is never shown again',
    }),
  },
  closed,
);
export type PutSecretBody = Static<typeof PutSecretBody>;

export const SecretView = Type.Object({
  name: Type.String(),
  changed_by: ActorRef,
  updated_at: InstantText,
});
export type SecretView = Static<typeof SecretView>;

export const SecretList = Type.Object({ data: Type.Array(SecretView) });
export type SecretList = Static<typeof SecretList>;
