import { type Static, Type } from 'typebox';

const tag = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  title: 'Tag',
  description: 'name and value; the tag severity and the tag service are also read.',
});

const monitor = Type.Unsafe<MonitorFields | null>({
  type: ['object', 'null'],
  title: 'Monitor',
  description: 'What is watched. Null in a test and in warnings about certificates.',
  properties: {
    id: { type: ['integer', 'string', 'null'], title: 'Id', description: 'Names the alert.' },
    name: { type: ['string', 'null'], title: 'Name', description: 'Title of the alert.' },
    tags: { type: ['array', 'null'], items: tag, maxItems: 1_000 },
  },
});

const heartbeat = Type.Unsafe<HeartbeatFields | null>({
  type: ['object', 'null'],
  title: 'Heartbeat',
  description: 'The check that changed the state.',
  properties: {
    monitorID: { type: ['integer', 'string', 'null'], title: 'Id of the monitor' },
    status: {
      type: ['integer', 'null'],
      title: 'Status',
      description: '0 down, 1 up, 2 pending, 3 maintenance.',
    },
  },
});

/** What is read of a monitor; anything may stand in what is not checked. */
export interface MonitorFields {
  readonly id?: number | string | null;
  readonly name?: string | null;
  readonly tags?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly url?: unknown;
  readonly hostname?: unknown;
  readonly port?: unknown;
  readonly type?: unknown;
  readonly description?: unknown;
}

/** What is read of a heartbeat. */
export interface HeartbeatFields {
  readonly monitorID?: number | string | null;
  readonly status?: number | null;
  readonly msg?: unknown;
  readonly time?: unknown;
  readonly ping?: unknown;
}

/** What Uptime Kuma's notification of type Webhook posts. */
export const uptimeKumaSchema = Type.Object(
  {
    heartbeat: Type.Optional(heartbeat),
    monitor: Type.Optional(monitor),
    msg: Type.Optional(
      Type.Unsafe<string | null>({
        type: ['string', 'null'],
        title: 'Message',
        description: 'What Uptime Kuma tells people.',
      }),
    ),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Uptime Kuma webhook',
    description: 'As JSON, or in the field data of a form. Fields not listed here are ignored.',
    minProperties: 1,
  },
);

export type UptimeKumaPayload = Static<typeof uptimeKumaSchema>;
