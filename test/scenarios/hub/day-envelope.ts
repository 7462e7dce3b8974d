import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Static, type TObject, Type } from 'typebox';

// What a webhook of Flashduty's says, written from its documentation and the examples there
// (incident webhook, alert webhook, custom actions), not from what the hub renders. Strict: a field
// that the documentation does not name is a fault, and so is an instant in the wrong unit.

const closed = { additionalProperties: false } as const;

const FROM = Date.UTC(2020, 0, 1);
const UNTIL = Date.UTC(2100, 0, 1);

/** Of `event_time` alone. */
const Milliseconds = Type.Integer({ minimum: FROM, maximum: UNTIL });
const Seconds = Type.Integer({ minimum: FROM / 1_000, maximum: UNTIL / 1_000 });
/** "Unix seconds timestamp, default 0". */
const SecondsOrZero = Type.Union([Type.Literal(0), Seconds]);

const Count = Type.Integer({ minimum: 0 });
/** int64 on the wire; a number in JavaScript keeps 53 bits of it. */
const Id = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Text = Type.String();
const Name = Type.String({ minLength: 1 });
const Severity = Type.Enum(['Critical', 'Warning', 'Info']);
const Status = Type.Enum(['Critical', 'Warning', 'Info', 'Ok']);
const Labels = Type.Record(Text, Text);

const person = { person_id: Id, person_name: Name, email: Text };
const Person = Type.Object(person, closed);

const Responder = Type.Object(
  { ...person, assigned_at: SecondsOrZero, acknowledged_at: SecondsOrZero },
  closed,
);

const AssignedTo = Type.Object(
  {
    id: Name,
    type: Type.Enum(['assign', 'reassign', 'escalate', 'reopen']),
    escalate_rule_id: Text,
    escalate_rule_name: Text,
    layer_idx: Count,
    assigned_at: Seconds,
    person_ids: Type.Array(Id),
  },
  closed,
);

const incident = {
  incident_id: Name,
  title: Name,
  detail_url: Type.String({ pattern: '^https?://' }),
  description: Text,
  impact: Text,
  root_cause: Text,
  resolution: Text,
  incident_severity: Severity,
  incident_status: Status,
  progress: Type.Enum(['Triggered', 'Processing', 'Closed']),
  created_at: Seconds,
  updated_at: Seconds,
  start_time: Seconds,
  last_time: SecondsOrZero,
  end_time: SecondsOrZero,
  ack_time: SecondsOrZero,
  close_time: SecondsOrZero,
  snoozed_before: SecondsOrZero,
  labels: Type.Optional(Labels),
  fields: Type.Optional(Type.Record(Name, Type.Unknown(), { minProperties: 1 })),
  creator: Type.Optional(Person),
  closer: Type.Optional(Person),
  responders: Type.Array(Responder),
  alert_cnt: Count,
  channel_id: Id,
  channel_name: Text,
  group_method: Type.Enum(['n', 'p', 'i']),
  assigned_to: Type.Optional(AssignedTo),
  // Only in the examples, where templates may have found them.
  account_id: Id,
  account_name: Name,
  creator_id: Id,
  responder_ids: Type.Array(Id),
  data_source_id: Id,
  dedup_key: Text,
  equals_md5: Type.String({ pattern: '^([0-9a-f]{32})?$' }),
  num: Type.String({ pattern: '^[0-9A-Z]{6}$' }),
};

const alert = {
  alert_id: Name,
  data_source_id: Id,
  data_source_type: Name,
  channel_id: Id,
  title: Name,
  title_rule: Type.Optional(Text),
  description: Type.Optional(Text),
  alert_key: Name,
  alert_severity: Severity,
  alert_status: Status,
  progress: Type.Enum(['Triggered', 'Closed']),
  created_at: Seconds,
  updated_at: Seconds,
  start_time: Seconds,
  last_time: Seconds,
  end_time: SecondsOrZero,
  close_time: SecondsOrZero,
  labels: Type.Optional(Labels),
  event_cnt: Type.Integer({ minimum: 1 }),
  // Documented for the alerts of a custom action; the hub names the account everywhere alike.
  account_id: Id,
  account_name: Name,
};

const Alert = Type.Object(
  {
    ...alert,
    data_source_name: Name,
    channel_name: Text,
    incident: Type.Optional(Type.Object({ incident_id: Name, title: Name }, closed)),
  },
  closed,
);

/** Event types about incidents: the seed's 18 and the two added to the documentation since. */
export const INCIDENT_EVENTS = [
  'i_new',
  'i_assign',
  'i_a_rspd',
  'i_snooze',
  'i_wake',
  'i_ack',
  'i_unack',
  'i_storm',
  'i_custom',
  'i_rslv',
  'i_reopen',
  'i_merge',
  'i_comm',
  'i_r_title',
  'i_r_desc',
  'i_r_impact',
  'i_r_rc',
  'i_r_rsltn',
  'i_r_severity',
  'i_r_field',
] as const;

/** Event types about single alerts. */
export const ALERT_EVENTS = ['a_new', 'a_update', 'a_merge', 'a_close'] as const;

const envelope = { event_time: Milliseconds, event_id: Name, person: Type.Optional(Person) };

const IncidentEnvelope = Type.Object(
  {
    ...envelope,
    event_type: Type.Enum([...INCIDENT_EVENTS]),
    incident: Type.Object(incident, closed),
  },
  closed,
);
/** An event about an incident. */
export type IncidentEnvelope = Static<typeof IncidentEnvelope>;
/** The incident in it. */
export type WireIncident = IncidentEnvelope['incident'];

const AlertEnvelope = Type.Object(
  { ...envelope, event_type: Type.Enum([...ALERT_EVENTS]), alert: Alert },
  closed,
);
/** An event about an alert. */
export type AlertEnvelope = Static<typeof AlertEnvelope>;

/** What a custom action is called with: the alerts inside the incident, without names. */
const ActionEnvelope = Type.Object(
  {
    ...envelope,
    event_type: Type.Literal('i_custom'),
    incident: Type.Object(
      { ...incident, alerts: Type.Optional(Type.Array(Type.Object(alert, closed))) },
      closed,
    ),
  },
  closed,
);

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });

function reader<S extends TObject>(schema: S): (body: Buffer | string) => Static<S> {
  const check = ajv.compile(schema);
  return (body) => {
    const value: unknown = JSON.parse(body.toString());
    if (check(value)) return value as Static<S>;
    throw new Error(`${ajv.errorsText(check.errors)} in ${body}`);
  };
}

/** The body as an event about an incident. Throws, naming the place, where it is none. */
export const readIncidentEvent = reader(IncidentEnvelope);
/** The body as an event about an alert. */
export const readAlertEvent = reader(AlertEnvelope);
/** The body as a custom action's request. */
export const readAction = reader(ActionEnvelope);

/** What the schema cannot say: fields that repeat or presuppose each other. */
export function inconsistencies({ event_time, incident: one }: IncidentEnvelope): string[] {
  const { progress, responders, creator, closer, assigned_to: assignment } = one;
  const seconds = Math.floor(event_time / 1_000);
  const isClosed = progress === 'Closed';
  const rules: Readonly<Record<string, boolean>> = {
    'num is the end of the id': one.num === one.incident_id.slice(-6).toUpperCase(),
    'creator_id is the creator’s': one.creator_id === (creator?.person_id ?? 0),
    'responder_ids are the responders’':
      String(one.responder_ids) === String(responders.map(({ person_id }) => person_id)),
    'whoever is assigned is a responder':
      assignment?.person_ids.every((id) => one.responder_ids.includes(id)) ?? true,
    'assignments have a time': responders.every(({ person_id, assigned_at }) =>
      assignment?.person_ids.includes(person_id) ? assigned_at > 0 : assigned_at === 0,
    ),
    'close_time is set exactly when closed': isClosed === one.close_time > 0,
    'a closer closed it': closer === undefined || isClosed,
    'somebody acknowledged what is processed': progress !== 'Processing' || one.ack_time > 0,
    'nobody acknowledged what is triggered': progress !== 'Triggered' || one.ack_time === 0,
    'ack_time is not after the event': one.ack_time <= seconds,
    'a snooze lies ahead': one.snoozed_before === 0 || one.snoozed_before >= seconds,
    'updated_at is the event’s time': one.updated_at === seconds,
    'created_at is not after it': one.created_at <= seconds,
    'last_time lies between': one.last_time >= one.created_at && one.last_time <= seconds,
    'without a service there is no name': one.channel_id > 0 || one.channel_name === '',
  };
  return Object.keys(rules).filter((rule) => !rules[rule]);
}
