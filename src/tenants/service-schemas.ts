import { type Static, Type } from 'typebox';
import { conflict } from '../kernel/errors.ts';
import { formatInstant } from '../kernel/time.ts';
import { InstantText, NameText, pageSchema } from './page-schemas.ts';
import type { ServiceRow } from './service-queries.ts';

const Description = Type.String({ maxLength: 5_000 });
const Responders = Type.Array(Type.String({ minLength: 1, maxLength: 254 }), {
  maxItems: 20,
  description: 'Ids or e-mail addresses of members: assigned when an incident of the service opens',
});

export const CreateServiceBody = Type.Object(
  {
    name: NameText,
    description: Type.Optional(Description),
    hidden: Type.Optional(Type.Boolean({ default: false })),
    responders: Type.Optional(Responders),
  },
  { additionalProperties: false },
);
export type CreateServiceBody = Static<typeof CreateServiceBody>;

export const UpdateServiceBody = Type.Object(
  {
    name: Type.Optional(NameText),
    description: Type.Optional(Description),
    hidden: Type.Optional(Type.Boolean()),
    responders: Type.Optional(Responders),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type UpdateServiceBody = Static<typeof UpdateServiceBody>;

export const ServiceView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  hidden: Type.Boolean({ description: 'Not on status pages' }),
  responders: Type.Array(Type.String(), { description: 'Ids of members' }),
  channel_id: Type.Integer(),
  statushub_url: Type.Union([Type.String(), Type.Null()], {
    description:
      'Where StatusHub Generic Hook V2 is posted; for admins, when one service is asked for',
  }),
  created_at: InstantText,
  updated_at: InstantText,
});
export type ServiceView = Static<typeof ServiceView>;

/** The capability URL of a service's StatusHub hook. */
export const StatusHookView = Type.Object({ id: Type.String(), statushub_url: Type.String() });
export type StatusHookView = Static<typeof StatusHookView>;

export const ServicePage = pageSchema(ServiceView);

/** A service's row as the API shows it. */
export function showService(row: ServiceRow, statushubUrl: string | null = null): ServiceView {
  return {
    id: row.service_id,
    name: row.name,
    description: row.description,
    hidden: row.hidden,
    responders: row.responders,
    channel_id: row.channel_id,
    statushub_url: statushubUrl,
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}

/** 409 `name_taken`: names of services differ by more than case. */
export function serviceNameTaken(name: string) {
  return conflict('name_taken', `There is a service '${name}' already.`);
}
