import type { RewritePlace } from './rewrite-rows.ts';

// Where names and addresses of members are written down beside their own row, table by table, so
// that an erasure finds them (docs/guides/privacy.md). What raw alerts say is not here: it comes from
// senders and goes with its retention. A column that is added and may name a member belongs here;
// the scenario of erasure searches the whole database.

/** A place, and how its rows tell whom they are about. */
export interface PersonPlace extends RewritePlace {
  /** `column` has the id of whom the row is about as such; columns `of` call them by name. */
  readonly about?: { readonly column: string; readonly of: readonly string[] };
  /** Columns of texts which the hub or a template made: names go from inside of them. */
  readonly words?: readonly string[];
}

/** Places where a person is taken out of a row that stays. */
export const PERSON_PLACES: readonly PersonPlace[] = [
  { table: 'incidents', key: ['incident_id'], json: ['responders', 'creator', 'closer'] },
  { table: 'timeline_entries', key: ['incident_id', 'seq'], json: ['actor', 'detail'] },
  {
    table: 'outbox',
    key: ['incident_id', 'seq', 'created_at'],
    json: ['actor', 'snapshot'],
  },
  {
    table: 'alert_outbox',
    key: ['alert_id', 'seq', 'created_at'],
    json: ['actor', 'snapshot'],
  },
  { table: 'live_events', key: ['position'], text: ['data'] },
  {
    table: 'audit_entries',
    key: ['audit_id'],
    json: ['actor', 'before', 'after'],
    about: { column: 'target_id', of: ['before', 'after'] },
  },
  { table: 'invitations', key: ['invitation_id'], json: ['invited_by'] },
  {
    table: 'notifications',
    key: ['notification_id'],
    json: ['content'],
    text: ['recipient_name'],
    about: { column: 'recipient_id', of: ['recipient_name'] },
    words: ['content'],
  },
  {
    table: 'deliveries',
    key: ['destination_id', 'lane_id', 'position', 'delivery_id'],
    json: ['requested_by'],
  },
  {
    table: 'delivery_attempts',
    key: ['delivery_id', 'attempt', 'attempted_at'],
    json: ['requested_by'],
    text: ['response_body'],
    words: ['response_body'],
  },
  {
    table: 'payloads',
    key: ['event_id', 'variant', 'created_at'],
    text: ['body'],
    words: ['body'],
  },
  { table: 'report_updates', key: ['report_id', 'update_id'], json: ['actor'] },
  { table: 'maintenances', key: ['maintenance_id'], json: ['actor'] },
  { table: 'recipes', key: ['slug', 'version'], json: ['created_by'] },
  { table: 'recipe_secrets', key: ['name'], json: ['changed_by'] },
  { table: 'disabled_recipes', key: ['slug'], json: ['disabled_by'] },
  { table: 'proposals', key: ['proposal_id'], json: ['proposed_by', 'decided_by'] },
  { table: 'runs', key: ['run_id'], json: ['approved_by', 'cancelled_by'] },
  { table: 'remediation_modes', key: ['kind', 'subject'], json: ['changed_by'] },
  { table: 'remediation_state', key: ['log_seq'], json: ['stopped_by'] },
  { table: 'runners', key: ['runner_id'], json: ['created_by'] },
  { table: 'triage_subjects', key: ['incident_id'], json: ['requested_by'] },
  {
    table: 'triages',
    key: ['incident_id', 'attempt'],
    json: ['requested_by', 'result', 'refinement'],
  },
  { table: 'changes', key: ['change_id'], json: ['actor', 'labels'], text: ['title'] },
  // Replies name people as views do, some without their id.
  { table: 'idempotency_keys', key: ['route', 'key'], json: ['reply'], words: ['reply'] },
];
