import {
  ALERT_COLUMNS,
  ALERT_OUTBOX_COLUMNS,
  INCIDENT_COLUMNS,
  OUTBOX_COLUMNS,
  SLOT_COLUMNS,
  TIMELINE_COLUMNS,
} from '../incidents/columns.ts';
import { bulkInsert, columnsInsert, setExcluded } from '../store/bulk.ts';
import type { Column } from '../store/columns.ts';

// The intake commit writes the tables of several rooms in one go; this is the one place outside
// their queries.ts that does (house, "SQL"). Rows that exist are written by `on conflict` on the
// full key: `update … from unnest` lets the planner pick another index with the same first column
// and read a tenant's whole table. Rows that should not exist have no conflict clause: 23505 tells
// that another lane or replica was first, and the batch runs again.

const ALERT_KEY = ['tenant_id', 'alert_id'];
const INCIDENT_KEY = ['tenant_id', 'incident_id'];
const SLOT_KEY = ['tenant_id', 'rule_id', 'group_key'];

const ALERT_COUNT_COLUMNS: readonly Column[] = ALERT_COLUMNS.filter(([name]) =>
  [...ALERT_KEY, 'last_seen_at', 'event_count', 'event_kept_at', 'started_at', 'ended_at'].includes(
    name,
  ),
);

export const EVENT_COLUMNS: readonly Column[] = [
  ['tenant_id', 'text'],
  ['alert_id', 'text'],
  ['received_at', 'timestamptz'],
  ['event_id', 'text'],
  ['kind', 'text'],
  ['status', 'text'],
  ['severity', 'text'],
  ['started_at', 'timestamptz'],
  ['ended_at', 'timestamptz'],
  ['payload', 'json'],
];

const COUNT_COLUMNS: readonly Column[] = [
  ['tenant_id', 'text'],
  ['integration_id', 'text'],
  ['minute', 'timestamptz'],
  ['writer', 'text'],
  ['accepted', 'int4'],
  ['duplicate', 'int4'],
  ['events', 'int4'],
];

export const REQUEST_COLUMNS: readonly Column[] = [
  ['tenant_id', 'text'],
  ['route', 'text'],
  ['key', 'text'],
  ['fingerprint', 'text'],
  ['reply', 'json'],
  ['created_at', 'timestamptz'],
];

export const insertAlerts = bulkInsert('intake_new_alerts', 'alerts', ALERT_COLUMNS);

export const updateAlerts = bulkInsert(
  'intake_alerts',
  'alerts',
  ALERT_COLUMNS,
  `(tenant_id, alert_id) do update set ${setExcluded(ALERT_COLUMNS, ALERT_KEY)}`,
);

/** An unchanged repeat: only the counters. The constants are never stored, the row exists. */
export const countAlerts = columnsInsert('intake_repeats', 'alerts', ALERT_COUNT_COLUMNS, {
  constants: {
    integration_id: "''",
    dedup_key: "''",
    status: "'firing'",
    severity: "''",
    title: "''",
    description: "''",
    labels: "'{}'",
    annotations: "'{}'",
    links: "'[]'",
    first_seen_at: 'u.last_seen_at',
  },
  onConflict: `(tenant_id, alert_id) do update set ${setExcluded(ALERT_COUNT_COLUMNS, ALERT_KEY)}`,
});

export const insertIncidents = bulkInsert('intake_new_incidents', 'incidents', INCIDENT_COLUMNS);

export const updateIncidents = bulkInsert(
  'intake_incidents',
  'incidents',
  INCIDENT_COLUMNS,
  `(tenant_id, incident_id) do update set ${setExcluded(INCIDENT_COLUMNS, INCIDENT_KEY)}`,
);

export const insertSlots = bulkInsert('intake_new_slots', 'slots', SLOT_COLUMNS);

export const updateSlots = bulkInsert(
  'intake_slots',
  'slots',
  SLOT_COLUMNS,
  `(tenant_id, rule_id, group_key) do update set ${setExcluded(SLOT_COLUMNS, SLOT_KEY)}`,
);

export const insertTimeline = bulkInsert('intake_timeline', 'timeline_entries', TIMELINE_COLUMNS);
export const insertOutbox = bulkInsert('intake_outbox', 'outbox', OUTBOX_COLUMNS);
export const insertAlertOutbox = bulkInsert(
  'intake_alert_outbox',
  'alert_outbox',
  ALERT_OUTBOX_COLUMNS,
);
export const insertEvents = bulkInsert('intake_events', 'alert_events', EVENT_COLUMNS);
export const insertRequests = bulkInsert('intake_requests', 'idempotency_keys', REQUEST_COLUMNS);

export const countReceipts = columnsInsert('intake_receipts', 'receipt_counts', COUNT_COLUMNS, {
  onConflict: `(tenant_id, integration_id, minute, writer) do update set
    accepted = t.accepted + excluded.accepted, duplicate = t.duplicate + excluded.duplicate,
    events = t.events + excluded.events`,
});
