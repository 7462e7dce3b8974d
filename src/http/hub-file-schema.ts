import { type TProperties, type TSchema, Type } from 'typebox';
import { CreateActionBody } from '../delivery/custom-action-schemas.ts';
import { CreateWebhookBody } from '../delivery/webhook-schemas.ts';
import { CreateCustomFieldBody } from '../incidents/custom-field-schemas.ts';
import { CreateRoutingRuleBody } from '../incidents/routing-rule-schemas.ts';
import { CreateChannelBody } from '../notify/channel-schemas.ts';
import { RecipeDocument } from '../recipes/rules/recipe-schema.ts';
import { SaveRecipeBody, SwitchRecipeBody } from '../remediation/recipe-schemas.ts';
import { ComponentEntry } from '../status-page/component-schemas.ts';
import { CreateHubBody, UpdateHubBody } from '../status-page/hub-schemas.ts';
import { ServiceStatuses } from '../status-page/report-schemas.ts';
import { TemplateBody } from '../status-page/template-schemas.ts';
import { CreateIntegrationBody, UpdateIntegrationBody } from '../tenants/integration-schemas.ts';
import { CreateServiceBody } from '../tenants/service-schemas.ts';
import { CreateTenantBody, UpdateTenantBody } from '../tenants/tenant-schemas.ts';

const closed = { additionalProperties: false } as const;

/** Where a secret is read from when it is sent, so that it need not stand in the file. */
export const SecretReference = Type.Union(
  [
    Type.Object(
      {
        env: Type.String({
          pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
          maxLength: 200,
          description: 'Name of an environment variable',
        }),
      },
      closed,
    ),
    Type.Object(
      {
        file: Type.String({
          minLength: 1,
          maxLength: 1_000,
          description: 'Path of a file, relative to this one; a line break at its end is left out',
        }),
      },
      closed,
    ),
  ],
  { description: 'Where the secret is: {env: NAME} or {file: path}' },
);

const TextFile = Type.Object(
  { file: Type.String({ minLength: 1, maxLength: 1_000 }) },
  { ...closed, description: 'A file that holds it, relative to this one' },
);

const Id = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'Which one, where a name is not enough',
  }),
);
const Formerly = Type.Optional(
  Type.String({ minLength: 1, maxLength: 200, description: 'The name it had: it is renamed' }),
);
const Secret = Type.Optional(SecretReference);
const Headers = Type.Optional(
  Type.Union(
    [
      Type.Record(Type.String(), Type.Union([Type.String({ maxLength: 8_192 }), SecretReference]), {
        maxProperties: 20,
        propertyNames: { minLength: 1, maxLength: 256 },
      }),
      Type.Null(),
    ],
    { description: 'Sent with every request; the hub does not show their values' },
  ),
);

/** An entry as the API takes it, with what only the file has. */
function entry<Properties extends TProperties>(properties: Properties) {
  return Type.Object({ id: Id, formerly: Formerly, ...properties }, closed);
}

function listOf<Item extends TSchema>(item: Item, description: string) {
  return Type.Optional(Type.Array(item, { maxItems: 2_000, description }));
}

const { service_id: _, ...componentProperties } = ComponentEntry.properties;
const { service_id: ActionService, ...actionProperties } = CreateActionBody.properties;
const { service_id: __, ...statusProperties } = ServiceStatuses.items.properties;
const { position: ___, ...ruleProperties } = CreateRoutingRuleBody.properties;
const ServiceName = Type.String({ minLength: 1, maxLength: 200, description: 'Name of a service' });

/** The kinds of things in a tenant that the file can hold; the order is the one they are made in. */
const kinds = {
  custom_fields: listOf(
    Type.Object(CreateCustomFieldBody.properties, closed),
    'Custom fields of incidents',
  ),
  services: listOf(entry(CreateServiceBody.properties), 'What alerts are about'),
  integrations: listOf(
    entry({
      ...CreateIntegrationBody.properties,
      secret: Secret,
      settings: UpdateIntegrationBody.properties.settings,
    }),
    'Who sends alerts',
  ),
  routing_rules: listOf(entry(ruleProperties), 'In the order they are asked'),
  webhooks: listOf(
    entry({ ...CreateWebhookBody.properties, headers: Headers, secret: Secret }),
    'Outbound webhooks',
  ),
  custom_actions: listOf(
    entry({ ...actionProperties, service: ActionService, headers: Headers, secret: Secret }),
    'Buttons on incidents',
  ),
  chat_channels: listOf(
    entry({
      ...CreateChannelBody.properties,
      url: Type.Union([CreateChannelBody.properties.url, SecretReference]),
    }),
    'Chats that are told of incidents',
  ),
  status_pages: listOf(
    entry({
      slug: CreateHubBody.properties.slug,
      name: CreateHubBody.properties.name,
      domain: CreateHubBody.properties.domain,
      password: Type.Optional(Type.Union([SecretReference, Type.Null()])),
      shows_all: CreateHubBody.properties.shows_all,
      settings: UpdateHubBody.properties.settings,
      components: Type.Optional(
        Type.Array(Type.Object({ service: ServiceName, ...componentProperties }, closed), {
          maxItems: 500,
          description: 'What the page lists, in this order',
        }),
      ),
    }),
    'Status pages',
  ),
  report_templates: listOf(
    entry({
      ...TemplateBody.properties,
      statuses: Type.Optional(
        Type.Array(Type.Object({ service: ServiceName, ...statusProperties }, closed), {
          maxItems: 200,
        }),
      ),
    }),
    'Texts that reports and maintenances begin with',
  ),
  recipes: listOf(
    Type.Object(
      {
        slug: RecipeDocument.properties.slug,
        text: Type.Optional(Type.Union([SaveRecipeBody.properties.text, TextFile])),
        enabled: Type.Optional(SwitchRecipeBody.properties.enabled),
      },
      closed,
    ),
    'Recipes; those of the starter set are only switched',
  ),
};

const Tenant = Type.Object(
  {
    slug: CreateTenantBody.properties.slug,
    name: Type.Optional(CreateTenantBody.properties.name),
    settings: UpdateTenantBody.properties.settings,
    ...kinds,
  },
  closed,
);

/**
 * The configuration of a hub as a file: what `tocsin apply` takes. Its parts are the schemas that the
 * API validates by; a new kind of thing is one more property of a tenant.
 */
export const HubFile = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'For editors' })),
    tenants: Type.Array(Tenant, { minItems: 1, maxItems: 1_000 }),
  },
  { ...closed, title: 'Tocsin hub', description: 'Configuration of a hub, for tocsin apply' },
);

/** {@link HubFile} as a JSON Schema document (2020-12), for editors. */
export function hubFileSchemaText(): string {
  const dialect = { $schema: 'https://json-schema.org/draft/2020-12/schema' };
  return `${JSON.stringify({ ...dialect, ...HubFile }, null, 2)}\n`;
}
