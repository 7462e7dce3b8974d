import { type Static, Type } from 'typebox';
import { InstantText, NameText, PageQuery, pageSchema } from '../tenants/page-schemas.ts';
import type { ChangeRow } from './change-queries.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const Short = { minLength: 1, maxLength: 200, pattern: '\\S' };
const WhenText = { maxLength: 40, description: 'ISO 8601 with offset' };

/** What was changed where, and when. */
export const RecordChangeBody = Type.Object(
  {
    id: Type.Optional(
      Type.String({
        ...Short,
        description: 'Yours. A change that comes again under its id replaces what it said before.',
      }),
    ),
    title: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
    service: Type.Optional(Type.String({ ...Short, description: 'Name or id of a service' })),
    environment: Type.Optional(Type.String(Short)),
    version: Type.Optional(Type.String(Short)),
    started_at: Type.Optional(
      Type.String({ ...WhenText, description: 'ISO 8601 with offset; default: now' }),
    ),
    url: Type.Optional(
      Type.String({ maxLength: 2_000, pattern: '^https?://\\S+$', description: 'http or https' }),
    ),
    labels: Type.Optional(
      Type.Record(NameText, Type.String({ maxLength: 1_000 }), { maxProperties: 50 }),
    ),
  },
  { additionalProperties: false },
);
export type RecordChangeBody = Static<typeof RecordChangeBody>;

export const ListChangesQuery = Type.Object(
  {
    ...PageQuery.properties,
    service: Type.Optional(Type.String({ ...Short, description: 'Name or id of a service' })),
    from: Type.Optional(
      Type.String({ ...WhenText, description: 'Began then or later (ISO 8601)' }),
    ),
    to: Type.Optional(Type.String({ ...WhenText, description: 'Began then or before (ISO 8601)' })),
  },
  { additionalProperties: false },
);
export type ListChangesQuery = Static<typeof ListChangesQuery>;

export const ChangeView = Type.Object({
  id: Type.String(),
  title: Type.String(),
  service: NullableText,
  environment: NullableText,
  version: NullableText,
  started_at: InstantText,
  url: NullableText,
  labels: Type.Record(Type.String(), Type.String()),
  created_at: InstantText,
  updated_at: InstantText,
});
export type ChangeView = Static<typeof ChangeView>;

export const ChangePage = pageSchema(ChangeView);

/** A change as the API shows it. */
export function showChange(row: ChangeRow): ChangeView {
  const { change_id: id, title, service, environment, version, url, labels } = row;
  const times = {
    started_at: row.started_at.toISOString(),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
  return { id, title, service, environment, version, url, labels, ...times };
}
