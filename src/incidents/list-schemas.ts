import { type Static, Type } from 'typebox';
import { invalid } from '../kernel/errors.ts';
import { SEVERITIES } from '../kernel/severity.ts';
import { PageQuery } from '../tenants/page-schemas.ts';
import { PROGRESSES } from './incident-schemas.ts';
import { SORTS } from './list-queries.ts';

/** Several words, with commas between them; read by {@link wordsIn}. */
export function wordList(words: readonly string[]) {
  const description = `One or several of ${words.join(', ')}, with commas between them`;
  return Type.String({ maxLength: 100, description });
}

/** The words a filter names, null without it; 422 for one that does not exist. */
export function wordsIn<Word extends string>(
  name: string,
  text: string | undefined,
  words: readonly Word[],
): readonly Word[] | null {
  if (text === undefined) return null;
  const given = text.split(',') as Word[];
  if (given.every((word) => words.includes(word))) return given;
  throw invalid(`The filter '${name}' names something unknown.`, [
    {
      pointer: `/${name}`,
      expected: `one or several of ${words.join(', ')}, with commas between them`,
      received: text,
    },
  ]);
}

export const ServiceFilter = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'Id or name of a service',
});

export const TextFilter = Type.String({
  minLength: 2,
  maxLength: 200,
  description: 'Part of the title or the description, in any case',
});

const Instant = Type.String({ maxLength: 40, description: 'ISO 8601 with offset' });

const properties = {
  ...PageQuery.properties,
  progress: Type.Optional(wordList(PROGRESSES)),
  severity: Type.Optional(wordList(SEVERITIES)),
  service: Type.Optional(ServiceFilter),
  q: Type.Optional(TextFilter),
  from: Type.Optional({ ...Instant, description: 'Created then or later (ISO 8601)' }),
  to: Type.Optional({ ...Instant, description: 'Created before then (ISO 8601)' }),
  flagged: Type.Optional(Type.Boolean({ description: 'Flagged for resolution, or not' })),
  snoozed: Type.Optional(Type.Boolean({ description: 'Snoozed now, or not' })),
  sort: Type.Optional(Type.Enum([...SORTS], { default: 'newest' })),
};

/** Beside these, `label.X=value` for each label the incident must have. */
export const ListIncidentsQuery = Type.Object(properties, {
  patternProperties: { '^label\\..{1,128}$': { type: 'string', maxLength: 1_024 } },
  additionalProperties: false,
});
export type ListIncidentsQuery = Static<typeof ListIncidentsQuery>;
