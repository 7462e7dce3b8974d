import type { IncidentDetail } from '../../../src/incidents/incident-schemas.ts';
import type { WireIncident } from './day-envelope.ts';

const SEVERITY = {
  critical: 'Critical',
  high: 'Warning',
  medium: 'Warning',
  low: 'Info',
  info: 'Info',
} as const;
const PROGRESS = {
  triggered: 'Triggered',
  acknowledged: 'Processing',
  closed: 'Closed',
} as const;

type Person = NonNullable<IncidentDetail['creator']>;

/**
 * What somebody who has seen the last event of an incident must know, from what our own API shows
 * of it now.
 */
export function wireStateOf(detail: IncidentDetail) {
  const { creator, closer, assignment, responders, status } = detail;
  return {
    incident_id: detail.id,
    title: detail.title,
    detail_url: detail.url,
    description: detail.description,
    impact: detail.impact,
    root_cause: detail.root_cause,
    resolution: detail.resolution,
    incident_severity: SEVERITY[detail.severity],
    incident_status: status === 'ok' ? 'Ok' : SEVERITY[status],
    progress: PROGRESS[detail.progress],
    created_at: secondsOf(detail.created_at),
    start_time: secondsOf(detail.started_at),
    end_time: secondsOf(detail.ended_at),
    ack_time: secondsOf(detail.acknowledged_at),
    close_time: secondsOf(detail.closed_at),
    snoozed_before: secondsOf(detail.snoozed_until),
    alert_cnt: detail.alert_count,
    channel_name: detail.service?.name ?? '',
    responders: responders.map((one) => ({
      ...personOf(one),
      assigned_at: secondsOf(one.assigned_at),
      acknowledged_at: secondsOf(one.acknowledged_at),
    })),
    ...(creator && { creator: personOf(creator) }),
    ...(closer && { closer: personOf(closer) }),
    ...(assignment && { assigned_to: { id: assignment.id, type: assignment.type } }),
    ...(Object.keys(detail.labels).length > 0 && { labels: detail.labels }),
    ...(Object.keys(detail.custom_fields).length > 0 && { fields: detail.custom_fields }),
  };
}

/** The same of what a receiver knows, so that both can be compared as a whole. */
export function comparable(incident: WireIncident) {
  const {
    channel_id: _channel,
    group_method: _method,
    account_id: _account,
    account_name: _name,
    creator_id: _creator,
    responder_ids: _responders,
    data_source_id: _source,
    dedup_key: _key,
    equals_md5: _digest,
    num: _num,
    updated_at: _updated,
    last_time: _last,
    assigned_to: assignment,
    ...rest
  } = incident;
  return {
    ...rest,
    ...(assignment && { assigned_to: { id: assignment.id, type: assignment.type } }),
  };
}

function personOf({ person_id, name, email }: Person) {
  return { person_id, person_name: name, email: email ?? '' };
}

/** Whole seconds since the epoch; 0 when unset. */
export function secondsOf(instant: string | null): number {
  return instant === null ? 0 : Math.floor(Date.parse(instant) / 1_000);
}
