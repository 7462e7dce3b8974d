import type { DispatchedEvent, EventListener } from '../incidents/dispatch.ts';
import { Problem } from '../kernel/errors.ts';
import type { Severity } from '../kernel/severity.ts';
import type { Clock, Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { ReportState, StoredServiceStatus } from '../store/status-tables.ts';
import { type AddressedHub, listHubRows } from './hub-queries.ts';
import type { ReportRow } from './page-event-queries.ts';
import { listShownComponents } from './page-queries.ts';
import { impactOfIncident } from './publish-incident.ts';
import { listFollowingReports } from './report-list-queries.ts';
import { lockKey, lockReportOfSender } from './report-queries.ts';
import { addUpdate } from './report-writes.ts';
import { listReportingTenants } from './reporting-tenant-queries.ts';
import { sanitizeBody, sanitizeTitle } from './sanitize-body.ts';
import { beginReport } from './write-report.ts';

/** What an event's snapshot says that a report is made from. */
interface IncidentFacts {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly service_id: string | null;
}

const TEXTS = {
  en: { began: 'We are looking into this.', resolved: 'This incident has been resolved.' },
  de: { began: 'Wir untersuchen das.', resolved: 'Diese Störung ist behoben.' },
} as const;

/**
 * Reports incidents by themselves: those that a page's settings name when they open
 * (`publish_incidents`), and the end of those whose report follows them. Each once, in the
 * transaction that takes the event.
 */
export function reportIncidents(clock: Clock): EventListener {
  return {
    hears: (tx, tenantIds) => listReportingTenants(tx, tenantIds),
    take: async (tx, events) => {
      for (const event of events) {
        if (event.subject !== 'incident') continue;
        if (event.eventType === 'i_new') await reportNew(tx, event, clock());
        if (event.eventType === 'i_rslv') await reportEnd(tx, event, clock());
      }
    },
  };
}

async function reportNew(tx: Db, event: DispatchedEvent, now: Instant): Promise<void> {
  const { tenantId } = event;
  const facts = JSON.parse(event.snapshot) as IncidentFacts;
  for (const hub of await listHubRows(tx, tenantId)) {
    const { publish_incidents: wish } = hub.settings;
    if (!wish?.severities.includes(facts.severity) || facts.service_id === null) continue;
    const shown = await listShownComponents(tx, tenantId, hub.hub_id);
    if (!shown.some(({ service_id }) => service_id === facts.service_id)) continue;
    const report = await beginOnce(tx, hub, facts, now);
    if (!report) continue;
    const statuses = impactOfIncident({ serviceId: facts.service_id, severity: facts.severity });
    const text = textsOf(hub).began;
    const draft = wish.draft ?? true;
    await write(
      tx,
      report,
      { text, title: facts.title, state: 'investigating', statuses, draft },
      now,
    );
  }
}

/** Undefined when the page has a report of the incident already. */
async function beginOnce(tx: Db, hub: AddressedHub, facts: IncidentFacts, now: Instant) {
  const { tenant_id: tenantId, hub_id: hubId } = hub;
  const sender = { scope: `incidents of ${hubId}`, id: facts.id };
  await lockKey(tx, tenantId, `report ${sender.scope} ${sender.id}`);
  if (await lockReportOfSender(tx, tenantId, sender.scope, sender.id)) return undefined;
  const origin = { hubId, source: 'rule', incidentId: facts.id, followsIncident: true } as const;
  return beginReport(tx, tenantId, { ...origin, sender }, now);
}

async function reportEnd(tx: Db, event: DispatchedEvent, now: Instant): Promise<void> {
  const { tenantId, subjectId } = event;
  const hubs = new Map((await listHubRows(tx, tenantId)).map((hub) => [hub.hub_id, hub]));
  for (const report of await listFollowingReports(tx, tenantId, [subjectId])) {
    const text = textsOf(hubs.get(report.hub_id ?? '')).resolved;
    const statuses = report.service_ids.map((service_id) => ({
      service_id,
      status: 'up' as const,
    }));
    const title = report.title ?? '';
    await write(tx, report, { text, title, state: 'resolved', statuses, draft: false }, now);
  }
}

interface OwnWords {
  readonly text: string;
  readonly title: string;
  readonly state: ReportState;
  readonly statuses: readonly StoredServiceStatus[];
  readonly draft: boolean;
}

async function write(tx: Db, report: ReportRow, words: OwnWords, now: Instant): Promise<void> {
  const { text, title, ...rest } = words;
  const update = {
    ...rest,
    title: sanitizeTitle(title),
    raw: text,
    body: sanitizeBody(text),
    startsAt: now,
    silent: false,
    publishesDrafts: false,
    actor: { type: 'system' } as const,
    digest: null,
    grace: 0,
  };
  try {
    await addUpdate(tx, report.tenant_id, report, update, now);
  } catch (error) {
    // A refusal comes before anything is written: people have taken the report elsewhere.
    if (!(error instanceof Problem)) throw error;
  }
}

function textsOf(hub: AddressedHub | undefined) {
  return TEXTS[hub?.settings.locale ?? 'en'];
}
