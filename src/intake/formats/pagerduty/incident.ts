import type { AlertEvent } from '../../../alerts/alert-event.ts';
import { isObject } from '../../../kernel/json.ts';
import { type Severity, severityFromWord } from '../../../kernel/severity.ts';
import { truncate } from '../../../kernel/text.ts';
import {
  firstText,
  fitted,
  fittingKey,
  fittingMap,
  idIn,
  instantIn,
  linkTo,
  MAX_TITLE,
  serviceName,
} from '../fields.ts';

/** Something of PagerDuty's that may lack any of its fields. */
export type Loose = Readonly<Record<string, unknown>>;

const NOTHING: Loose = {};

export function objectIn(value: unknown): Loose {
  return isObject(value) ? value : NOTHING;
}

/** The dedup key of an incident, the same in all versions; undefined without an id. */
export function incidentKey(incident: unknown): string | undefined {
  const { id } = objectIn(incident);
  const known = idIn(id);
  return known === undefined ? undefined : fittingKey(known);
}

/** What happened to an incident, and when by PagerDuty's clock. */
export interface IncidentNews {
  readonly dedupKey: string;
  readonly incident: Loose;
  readonly resolved: boolean;
  readonly at: unknown;
  /** The part of the body to keep. */
  readonly raw: unknown;
}

/** An incident in any version's words as an event of its alert. */
export function incidentEvent(news: IncidentNews, warnings: string[]): AlertEvent {
  const { dedupKey, incident, resolved, raw } = news;
  const title = titleOf(incident) ?? `PagerDuty incident ${truncate(dedupKey, 100)}`;
  const service = serviceName(nameOf(incident.service));
  const conference = objectIn(incident.conference_bridge).conference_url;
  // An event's own time, not the incident's beginning: after a reopen that would seem too late.
  const at = instantIn(news.at);
  return {
    dedupKey,
    status: resolved ? 'resolved' : 'firing',
    title: fitted(title, MAX_TITLE, 'The title', warnings),
    ...severityOf(incident),
    ...(service !== undefined && { service }),
    source: 'PagerDuty',
    labels: labelsOf(incident, service, warnings),
    links: [...linkTo(incident.html_url, 'PagerDuty'), ...linkTo(conference, 'Conference')],
    ...(at !== undefined && (resolved ? { endedAt: at } : { startedAt: at })),
    raw,
  };
}

function titleOf(incident: Loose): string | undefined {
  const { subject, description } = objectIn(incident.trigger_summary_data);
  return firstText(incident.title, incident.summary, incident.description, subject, description);
}

/** Version 3 calls names summaries. */
function nameOf(thing: unknown): string | undefined {
  const { summary, name } = objectIn(thing);
  return firstText(summary, name);
}

function labelsOf(incident: Loose, service: string | undefined, warnings: string[]) {
  const teams = Array.isArray(incident.teams) ? incident.teams : [];
  const given = {
    service,
    pagerduty_incident: idIn(incident.number ?? incident.incident_number),
    team: nameOf(teams[0]),
    escalation_policy: nameOf(incident.escalation_policy),
  };
  const present = Object.entries(given).filter(([, text]) => text !== undefined);
  return fittingMap(Object.fromEntries(present), 'the incident', warnings);
}

const URGENCIES: Readonly<Record<string, Severity>> = { high: 'high', low: 'low' };

/** The priority where it has a name we know, else the urgency. */
function severityOf(incident: Loose) {
  const priority = nameOf(incident.priority)?.trim();
  const urgency = firstText(incident.urgency)?.trim();
  const severity =
    (priority === undefined ? undefined : priorityNamed(priority)) ??
    (urgency !== undefined && Object.hasOwn(URGENCIES, urgency) ? URGENCIES[urgency] : undefined);
  const severityWord = priority ?? urgency;
  return {
    ...(severity !== undefined && { severity }),
    ...(severityWord !== undefined && { severityWord: truncate(severityWord, 64) }),
  };
}

/** `P1`, `SEV-2`, `Critical`: accounts name their priorities themselves. */
function priorityNamed(name: string): Severity | undefined {
  const level = /^sev[ -]?([1-5])$/i.exec(name)?.[1];
  return severityFromWord(level === undefined ? name : `p${level}`);
}
