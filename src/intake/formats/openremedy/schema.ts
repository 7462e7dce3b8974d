import { type Static, Type } from 'typebox';

const optionalText = (title: string, description: string) =>
  Type.Optional(
    Type.Unsafe<string | null>({ type: ['string', 'null'], title, description, maxLength: 255 }),
  );

/**
 * What `POST /api/v1/webhooks/alerts/:tenant-slug` takes (seed 004; contracts, "OpenRemedy").
 * Words are not checked here: an alert is never refused because a sender's template failed.
 */
export const openremedySchema = Type.Object(
  {
    hostname: Type.String({
      title: 'Host name',
      description: 'The machine concerned.',
      minLength: 1,
      maxLength: 255,
      examples: ['web-01'],
    }),
    incident_type: optionalText(
      'Incident type',
      'service_down, disk_full, cpu_high, memory_high, port_unavailable or custom; ' +
        'missing and unknown ones count as custom.',
    ),
    severity: optionalText(
      'Severity',
      'critical, high, medium, low or info, also P1 to P4, error and warning; ' +
        'missing and unknown ones count as medium.',
    ),
    evidence: Type.Optional(
      Type.Unsafe<Record<string, unknown> | null>({
        type: ['object', 'null'],
        title: 'Evidence',
        description: 'Any facts about the incident. status "resolved" reports that it is over.',
      }),
    ),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'OpenRemedy alert',
    description: 'One alert of a host. Fields not listed here are ignored.',
  },
);

export type OpenremedyPayload = Static<typeof openremedySchema>;
