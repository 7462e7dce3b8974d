import type { IncidentState } from '../../src/incidents/rules/incident.ts';
import { snapshotOf } from '../../src/incidents/snapshot.ts';
import { newId } from '../../src/kernel/ids.ts';
import { type EventPlan, titleOf } from './event-plan.ts';
import type { Endpoint } from './site.ts';

/** Rows for the outbox, as OUTBOX_COLUMNS has them. */
export type OutboxRow = ReturnType<ReturnType<typeof createEvents>>;

const ACTOR = { type: 'integration', id: 'int_bench', name: 'Generic webhook' } as const;

/**
 * Events by number, as the intake stores them for the example alert: the first of an incident opens
 * it, the others are comments. The incidents themselves are not stored; nothing on the way of an
 * event reads them.
 */
export function createEvents(plan: EventPlan, endpoints: readonly Endpoint[]) {
  const stamp = newId('inc').slice(0, -6);
  return (event: number) => {
    const { tenantId, serviceId } = endpoints[plan.endpointOf[event] ?? 0] ?? {};
    if (!tenantId || !serviceId) throw new RangeError(`Event ${event} has no endpoint.`);
    const now = Date.now();
    const seq = plan.seqOf[event] ?? 0;
    const incidentId = `${stamp}${String(plan.incidentOf[event]).padStart(6, '0')}`;
    // Event times are unique in an incident, whose events of one transaction share the moment.
    const eventAt = now + seq;
    const title = titleOf(event);
    const state = incident({ tenantId, serviceId, incidentId, title, seq, now });
    return {
      tenantId,
      incidentId,
      seq,
      eventId: newId('evt'),
      eventType: seq === 1 ? 'i_new' : 'i_comm',
      eventAt,
      actor: ACTOR,
      snapshot: JSON.stringify(snapshotOf(state)),
      createdAt: now,
    };
  };
}

type Given = Pick<IncidentState, 'tenantId' | 'serviceId' | 'incidentId' | 'title' | 'seq'>;

const NOTHING = {
  impact: '',
  rootCause: '',
  resolution: '',
  overrides: [],
  customFields: {},
  responders: [],
  creator: null,
  closer: null,
  closedBy: null,
  mergedInto: null,
  recurrenceOf: null,
  snoozedUntil: null,
  flaggedAt: null,
  closeDueAt: null,
  endedAt: null,
  acknowledgedAt: null,
  closedAt: null,
  assignment: null,
  silenceDueAt: null,
} as const;

function incident({ now, ...given }: Given & { readonly now: number }): IncidentState {
  const times = { startedAt: now, lastAt: now, createdAt: now, updatedAt: now, lastEventAt: now };
  return {
    ...NOTHING,
    ...given,
    ...times,
    progress: 'triggered',
    status: 'critical',
    severity: 'critical',
    description: 'Redis instance redis-primary is using 91.2% of available memory.',
    labels: {
      service: 'redis',
      environment: 'production',
      region: 'us-east-1',
      instance: 'redis-primary.prod.internal:6379',
    },
    integrationId: ACTOR.id,
    dedupKey: given.title.slice(-16, -1),
    ruleId: 'rul_shipped',
    groupKey: '0vq3r8zc5m1k',
    onRecovery: 'flag',
    closeAfterMinutes: 0,
    triage: 'triaging',
    alertCount: 1,
    firingCritical: 1,
    firingHigh: 0,
    firingMedium: 0,
    firingLow: 0,
    firingInfo: 0,
    stormLevel: 0,
    silenceMinutes: 0,
  };
}
