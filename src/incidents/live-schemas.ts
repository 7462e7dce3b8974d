import { type Static, Type } from 'typebox';
import { InstantText } from '../tenants/page-schemas.ts';
import { IncidentRowView, SeverityWord } from './incident-schemas.ts';

/** A logged event. */
export interface LiveEvent {
  /** Of the tenant's log, without gaps. */
  readonly position: number;
  readonly kind: 'incident' | 'alert';
  /** JSON text of a {@link LiveIncident} or a {@link LiveAlert}. */
  readonly data: string;
}

const NullableText = Type.Union([Type.String(), Type.Null()]);

const LiveChangeSchema = Type.Object(
  {
    seq: Type.Integer({ description: 'Its number on the timeline' }),
    kind: Type.String({ description: 'As the timeline names it: opened, acknowledged …' }),
    at: InstantText,
    actor: Type.Object({
      type: Type.Enum(['person', 'integration', 'system', 'operator']),
      id: NullableText,
      name: NullableText,
    }),
  },
  { description: 'What happened to an incident, and who did it' },
);
export type LiveChange = Static<typeof LiveChangeSchema>;

/** Data of an event `incident`: the row as lists show it. */
const LiveIncidentSchema = Type.Object({
  id: Type.String(),
  version: Type.Integer({ description: 'Ascends with each change; the incident’s seq' }),
  changes: Type.Array(LiveChangeSchema, {
    description: 'What the timeline says since the last version told, at most the last 20',
  }),
  incident: IncidentRowView,
});
export type LiveIncident = Static<typeof LiveIncidentSchema>;

/** Data of an event `alert`: enough to know what to read again. */
const LiveAlertSchema = Type.Object({
  id: Type.String(),
  types: Type.Array(Type.String(), { description: 'a_new, a_update, a_merge, a_close' }),
  at: InstantText,
  incident_id: NullableText,
  integration_id: Type.String(),
  status: Type.Enum(['firing', 'resolved']),
  severity: SeverityWord,
});
export type LiveAlert = Static<typeof LiveAlertSchema>;

/** Data of an event `integration`: requests have come since the last one. */
const LiveReceiptsSchema = Type.Object({
  id: Type.String({ description: 'The integration' }),
  accepted: Type.Integer({ description: 'Requests accepted since the last such event' }),
  refused: Type.Integer({ description: 'Requests refused since the last such event' }),
});
export type LiveReceipts = Static<typeof LiveReceiptsSchema>;

/** Data of the event `ready` that begins each stream. */
const LiveReadySchema = Type.Object({
  resumed: Type.Boolean({
    description: 'Everything since the cursor follows; else read the lists now',
  }),
  heartbeat_seconds: Type.Integer(),
});
export type LiveReady = Static<typeof LiveReadySchema>;

/** Data of an event `reset`: something may have been missed, so read the lists again. */
const LiveResetSchema = Type.Object({
  reason: Type.Enum(['cursor_too_old', 'warming_up', 'log_trimmed']),
});
export type LiveReset = Static<typeof LiveResetSchema>;

/** Data of the event `end`: do not reconnect before the reason is gone. */
const LiveEndSchema = Type.Object({ reason: Type.Enum(['credential', 'closing']) });
export type LiveEnd = Static<typeof LiveEndSchema>;

/** The data of each event of the stream by the event's name. */
export const LiveEventsSchema = Type.Object({
  ready: LiveReadySchema,
  incident: LiveIncidentSchema,
  alert: LiveAlertSchema,
  integration: LiveReceiptsSchema,
  heartbeat: Type.Object({}),
  reset: LiveResetSchema,
  end: LiveEndSchema,
});

export const StreamQuery = Type.Object(
  {
    cursor: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'The id of the last event received, where Last-Event-ID cannot be sent',
      }),
    ),
  },
  { additionalProperties: false },
);
export type StreamQuery = Static<typeof StreamQuery>;
