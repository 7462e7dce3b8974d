import { type Static, type TSchema, Type } from 'typebox';

/** Rows of a page when the caller names no limit. */
export const PAGE_SIZE = 50;

/** Query of every list: at most 200 rows, then on with `cursor` = the last page's `next_cursor`. */
export const PageQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: PAGE_SIZE })),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type PageQuery = Static<typeof PageQuery>;

/** The response of a list of `item`. */
export function pageSchema<Item extends TSchema>(item: Item) {
  return Type.Object({
    data: Type.Array(item),
    next_cursor: Type.Union([Type.String(), Type.Null()]),
  });
}

/** An instant in a response: UTC ISO 8601 with milliseconds. */
export const InstantText = Type.String({ format: 'date-time' });

/** The same for what may be unset. */
export const OptionalInstantText = Type.Union([InstantText, Type.Null()]);

/** A name people give: 1 to 200 characters, not only spaces. */
export const NameText = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
