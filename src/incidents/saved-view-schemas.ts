import { type Static, Type } from 'typebox';
import { conflict } from '../kernel/errors.ts';
import { formatInstant } from '../kernel/time.ts';
import { InstantText, NameText } from '../tenants/page-schemas.ts';
import type { SavedViewRow } from './saved-view-queries.ts';

const Filter = Type.Object(
  {},
  {
    patternProperties: {
      '^[a-z][a-z_]{0,39}(\\..{1,128})?$': { type: 'string', maxLength: 1_024 },
    },
    additionalProperties: false,
    maxProperties: 30,
    description: 'Parameters of the list as its URL has them, such as {"severity": "critical"}',
  },
);

const Name = { ...NameText, maxLength: 100 };
const Shared = Type.Boolean({ description: 'Seen by everybody in the tenant' });

export const CreateSavedViewBody = Type.Object(
  { name: Name, filter: Filter, shared: Type.Optional(Shared) },
  { additionalProperties: false },
);
export type CreateSavedViewBody = Static<typeof CreateSavedViewBody>;

export const UpdateSavedViewBody = Type.Object(
  { name: Type.Optional(Name), filter: Type.Optional(Filter), shared: Type.Optional(Shared) },
  { additionalProperties: false, minProperties: 1 },
);
export type UpdateSavedViewBody = Static<typeof UpdateSavedViewBody>;

export const SavedView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  filter: Type.Record(Type.String(), Type.String()),
  shared: Type.Boolean(),
  own: Type.Boolean({ description: 'Made by the caller' }),
  owner_id: Type.String({ description: 'Member, or the API key that made it' }),
  created_at: InstantText,
  updated_at: InstantText,
});
export type SavedView = Static<typeof SavedView>;

/** All views that the caller sees, by name. */
export const SavedViewList = Type.Object({ data: Type.Array(SavedView) });
export type SavedViewList = Static<typeof SavedViewList>;

/** A view's row as its reader sees it. */
export function showSavedView(row: SavedViewRow, readerId: string): SavedView {
  return {
    id: row.view_id,
    name: row.name,
    filter: row.filter,
    shared: row.shared,
    own: row.owner_id === readerId,
    owner_id: row.owner_id,
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}

/** 409 `name_taken`: one's own views differ by more than case. */
export function viewNameTaken(name: string) {
  return conflict('name_taken', `You have a view '${name}' already.`);
}
