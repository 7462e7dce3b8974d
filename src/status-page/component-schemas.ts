import { type Static, Type } from 'typebox';
import { NameText } from '../tenants/page-schemas.ts';
import type { ComponentRow } from './component-queries.ts';

const closed = { additionalProperties: false } as const;
const NullableText = Type.Union([Type.String(), Type.Null()]);
const orNull = (schema: typeof NameText) => Type.Union([schema, Type.Null()]);
const Description = Type.String({ maxLength: 1_000 });

/** How a hub shows a service. */
export const ComponentEntry = Type.Object(
  {
    service_id: Type.String({ minLength: 1, maxLength: 100 }),
    group: Type.Optional(orNull(NameText)),
    name: Type.Optional(orNull(NameText)),
    description: Type.Optional(Type.Union([Description, Type.Null()])),
    hidden: Type.Optional(Type.Boolean({ default: false })),
  },
  closed,
);
export type ComponentEntry = Static<typeof ComponentEntry>;

export const SetComponentsBody = Type.Object(
  {
    components: Type.Array(ComponentEntry, {
      maxItems: 500,
      description: 'In the order they are shown; replaces the list',
    }),
  },
  closed,
);
export type SetComponentsBody = Static<typeof SetComponentsBody>;

export const AddComponentBody = Type.Object(
  {
    ...ComponentEntry.properties,
    position: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000, description: 'Its place; default: the last' }),
    ),
  },
  closed,
);
export type AddComponentBody = Static<typeof AddComponentBody>;

const ComponentView = Type.Object({
  service_id: Type.String(),
  name: Type.String({ description: 'As the page shows it' }),
  service_name: Type.String(),
  group: NullableText,
  description: NullableText,
  listed: Type.Boolean({ description: 'Has a place of its own' }),
  hidden: Type.Boolean({ description: 'Hidden on this page' }),
  service_hidden: Type.Boolean({ description: 'Hidden on every page' }),
  visible: Type.Boolean(),
});

export const ComponentList = Type.Object({ data: Type.Array(ComponentView) });
export type ComponentList = Static<typeof ComponentList>;

/** What a hub lists, as the API shows it. */
export function showComponents(rows: readonly ComponentRow[]): ComponentList {
  return {
    data: rows.map((row) => ({
      service_id: row.service_id,
      name: row.name ?? row.service_name,
      service_name: row.service_name,
      group: row.group_name,
      description: row.description,
      listed: row.listed,
      hidden: row.hidden,
      service_hidden: row.service_hidden,
      visible: row.visible,
    })),
  };
}
