/** A JSON schema, as far as samples need it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly format?: string;
  readonly pattern?: string;
}

/** Texts that fit the patterns our schemas have; the first that matches is taken. */
const TEXTS = [
  'sample',
  'sample@shop.example',
  'https://receiver.example/hook',
  'usr_sample',
  '2024-01-15T10:30:00.000Z',
  'tenant-1',
];

/** The smallest value that the schema takes: what is required and nothing else. */
export function sampleOf(schema: Schema, document: unknown): unknown {
  const resolved = schema.$ref ? lookUp(schema.$ref, document) : schema;
  if (resolved.const !== undefined) return resolved.const;
  // The last word: roles are listed from the highest to the lowest.
  if (resolved.enum) return resolved.enum.at(-1);
  const [first] = resolved.anyOf ?? resolved.oneOf ?? [];
  if (first !== undefined) return sampleOf(first, document);
  return sampleOfType(resolved, document);
}

function sampleOfType(schema: Schema, document: unknown): unknown {
  switch (schema.type) {
    case 'object':
      return sampleOfObject(schema, document);
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () =>
        sampleOf(schema.items ?? {}, document),
      );
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sampleOfText(schema);
  }
}

function sampleOfObject(schema: Schema, document: unknown): object {
  const all = Object.entries(schema.properties ?? {});
  const needed = all.filter(([name]) => schema.required?.includes(name));
  const chosen = needed.length === 0 && schema.minProperties ? all.slice(0, 1) : needed;
  return Object.fromEntries(chosen.map(([name, value]) => [name, sampleOf(value, document)]));
}

function sampleOfText({ format, pattern, minLength = 0 }: Schema): string {
  if (format === 'date-time') return '2024-01-15T10:30:00.000Z';
  const fits = (text: string) =>
    text.length >= minLength && (!pattern || new RegExp(pattern).test(text));
  return TEXTS.find(fits) ?? 'sample'.padEnd(minLength, 'x');
}

function lookUp(ref: string, document: unknown): Schema {
  const steps = ref.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown>)[step],
    document,
  ) as Schema;
}
