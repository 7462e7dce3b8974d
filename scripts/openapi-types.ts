/** As much of an OpenAPI 3.1 document as types are made of. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const PLACES = ['query', 'header', 'path', 'cookie'];

const PROBLEM = `components['schemas']["Problem"]`;

const HEAD = `// Made by \`npm run api:types\` from the OpenAPI document of the server. Do not edit.
`;

/** The text of a module that exports \`paths\` and \`components\` as openapi-fetch reads them. */
export function typesOf(document: OpenApiDocument): string {
  const paths = Object.entries(document.paths)
    .filter(([path]) => path.startsWith('/api/v1/') && !path.startsWith('/api/v1/webhooks/'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, methods]) => `  ${JSON.stringify(path)}: ${pathItem(methods)};`);
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `    ${JSON.stringify(name)}: ${typeOf(schema)};`,
  );
  return `${HEAD}
type Headings = { [name: string]: unknown };
type Refused = { headers: Headings; content: { "application/problem+json": ${PROBLEM} } };

export interface paths {
${paths.join('\n')}
}

export interface components {
  schemas: {
${schemas.join('\n')}
  };
}
`;
}

function pathItem(methods: Readonly<Record<string, Operation>>): string {
  const lines = METHODS.map((method) => {
    const operation = methods[method];
    return operation ? `    ${method}: ${operationType(operation)};` : `    ${method}?: never;`;
  });
  return `{\n    parameters: { query?: never; header?: never; path?: never; cookie?: never };\n${lines.join('\n')}\n  }`;
}

function operationType({ parameters = [], requestBody, responses = {} }: Operation): string {
  const places = PLACES.map((place) => parametersIn(place, parameters)).join('; ');
  const body = requestBody?.content
    ? `requestBody${requestBody.required ? '' : '?'}: { content: ${contentType(requestBody.content)} }`
    : 'requestBody?: never';
  const answers = Object.entries(responses).map(
    ([status, { content }]) => `${status}: ${answerType(content)}`,
  );
  return `{ parameters: { ${places} }; ${body}; responses: { ${answers.join('; ')} } }`;
}

function answerType(content: Content | undefined): string {
  const type = content ? `: ${contentType(content)}` : '?: never';
  const refused = `: { "application/problem+json": ${PROBLEM} }`;
  return type === refused ? 'Refused' : `{ headers: Headings; content${type} }`;
}

function parametersIn(place: string, parameters: readonly Parameter[]): string {
  const here = parameters.filter((parameter) => parameter.in === place);
  if (here.length === 0) return `${place}?: never`;
  const fields = here.map(
    ({ name, required, schema }) =>
      `${JSON.stringify(name)}${required ? '' : '?'}: ${typeOf(schema ?? {})}`,
  );
  const optional = here.every(({ required }) => !required);
  return `${place}${optional ? '?' : ''}: { ${fields.join('; ')} }`;
}

function contentType(content: Content): string {
  const kinds = Object.entries(content).map(
    ([type, { schema }]) => `${JSON.stringify(type)}: ${typeOf(schema ?? {})}`,
  );
  return `{ ${kinds.join('; ')} }`;
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return `components['schemas'][${JSON.stringify(nameIn(schema.$ref))}]`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return union(choice.map(typeOf));
  if (schema.allOf) return schema.allOf.map((part) => `(${typeOf(part)})`).join(' & ');
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type: string) => typeOf({ ...schema, type })));
  }
  return plainType(schema);
}

function plainType(schema: Schema): string {
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `(${typeOf(schema.items ?? {})})[]`;
    case 'object':
      return objectType(schema);
    default:
      return schema.properties ? objectType(schema) : 'unknown';
  }
}

function objectType({ properties = {}, required = [], ...schema }: Schema): string {
  const fields = Object.entries(properties).map(
    ([name, value]) =>
      `${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(value)}`,
  );
  const own = fields.length > 0 ? `{ ${fields.join('; ')} }` : null;
  const rest = restType(schema);
  if (own && rest) return `${own} & ${rest}`;
  return own ?? rest ?? 'Record<string, never>';
}

/** What names beside the known ones may hold. */
function restType({ patternProperties, additionalProperties }: Schema): string | null {
  const patterns = Object.values(patternProperties ?? {});
  if (patterns.length > 0) return `{ [name: string]: ${union(patterns.map(typeOf))} }`;
  if (additionalProperties === true) return '{ [name: string]: unknown }';
  if (typeof additionalProperties !== 'object') return null;
  return `{ [name: string]: ${typeOf(additionalProperties)} }`;
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  return distinct.length === 1 ? String(distinct[0]) : `(${distinct.join(' | ')})`;
}

function nameIn(reference: string): string {
  return reference.split('/').at(-1) ?? reference;
}
