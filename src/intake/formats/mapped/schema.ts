import { Type } from 'typebox';

/** Any JSON: what it means is said by the integration's mapping. */
export const mappedSchema = Type.Unsafe<unknown>({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Any JSON',
  description: 'Whatever the sender posts. The mapping of the integration makes alerts of it.',
});
