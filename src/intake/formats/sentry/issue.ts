import type { AlertEvent } from '../../../alerts/alert-event.ts';
import type { AlertCommand, Translation } from '../../format.ts';
import {
  firstText,
  fitted,
  fittingKey,
  idIn,
  instantIn,
  linkTo,
  MAX_DESCRIPTION,
  MAX_TITLE,
  serviceName,
} from '../fields.ts';
import { type Loose, labelsOf, objectIn, severityOf } from './event.ts';
import type { SentryPayload } from './schema.ts';

/** The dedup key of an issue: its alert rules and its own life are told by different resources. */
export function issueKey(id: unknown): string | undefined {
  const known = idIn(id);
  return known === undefined ? undefined : fittingKey(`issue:${known}`);
}

const STATUSES: Readonly<Record<string, AlertEvent['status']>> = {
  created: 'firing',
  unresolved: 'firing',
  resolved: 'resolved',
  // Archived: over there nobody wants to hear of it until it comes back as unresolved.
  archived: 'resolved',
  ignored: 'resolved',
};

/** Resource `issue`. Being assigned is no news of the issue itself, so that it opens nothing. */
export function issueChanged(payload: SentryPayload): Translation | undefined {
  const issue = objectIn(objectIn(payload.data).issue);
  const dedupKey = issueKey(issue.id);
  if (dedupKey === undefined) return undefined;
  const { action } = payload;
  if (action === 'assigned')
    return { events: [], commands: assigned(payload, dedupKey), warnings: [] };
  const status = Object.hasOwn(STATUSES, action) ? STATUSES[action] : undefined;
  if (status === undefined) return undefined;
  const warnings: string[] = [];
  const startedAt = action === 'created' ? instantIn(issue.firstSeen) : undefined;
  const project = firstText(objectIn(issue.project).slug, objectIn(issue.project).name);
  const event: AlertEvent = {
    dedupKey,
    status,
    ...contentOf(issue, project, warnings),
    labels: labelsOf(
      {
        project,
        issue: issue.shortId,
        platform: issue.platform,
        issue_type: issue.issueType,
      },
      warnings,
    ),
    annotations: labelsOf({ status: issue.status, substatus: issue.substatus, action }, warnings),
    links: linkTo(firstText(issue.web_url, issue.permalink), 'Sentry'),
    ...(startedAt !== undefined && { startedAt }),
    raw: payload,
  };
  return { events: [event], warnings };
}

function assigned({ data, actor }: SentryPayload, dedupKey: string): AlertCommand[] {
  const to = objectIn(objectIn(objectIn(data).issue).assignedTo);
  const name = firstText(to.name, to.email);
  const text = name === undefined ? 'Assigned in Sentry.' : `Assigned to ${name} in Sentry.`;
  return [{ dedupKey, type: 'comment', text, ...byOf(actor) }];
}

/** Who did something over there, ready to be spread into a command. */
export function byOf(actor: unknown): { readonly by?: string } {
  const by = firstText(objectIn(actor).name)?.slice(0, 200).toWellFormed();
  return by === undefined ? {} : { by };
}

/** Resource `event_alert`: a rule was triggered by an event. It never resolves by itself. */
export function issueFired(payload: SentryPayload): Translation | undefined {
  const data = objectIn(payload.data);
  const event = objectIn(data.event);
  const dedupKey = issueKey(event.issue_id);
  if (dedupKey === undefined) return undefined;
  const warnings: string[] = [];
  const project = projectIn(event.url);
  const startedAt = instantIn(event.datetime);
  const fired: AlertEvent = {
    dedupKey,
    status: 'firing',
    ...contentOf(event, project, warnings),
    labels: labelsOf(
      { project, platform: event.platform, rule: data.triggered_rule, ...tagsOf(event.tags) },
      warnings,
    ),
    links: linkTo(event.web_url, 'Sentry'),
    ...(startedAt !== undefined && { startedAt }),
    raw: payload,
  };
  return { events: [fired], warnings };
}

/** What an issue and an event call by the same names. */
function contentOf(thing: Loose, project: string | undefined, warnings: string[]) {
  const metadata = objectIn(thing.metadata);
  const title = firstText(thing.title, metadata.title, thing.message) ?? 'Issue without a title';
  const description = firstText(thing.message, metadata.value, thing.culprit);
  const service = serviceName(project);
  return {
    title: fitted(title, MAX_TITLE, 'The title', warnings),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'The message', warnings),
    }),
    ...severityOf(thing.level),
    ...(service !== undefined && { service }),
    source: 'Sentry',
  };
}

/** `https://sentry.io/api/0/projects/<organisation>/<project>/events/…` */
function projectIn(url: unknown): string | undefined {
  const [, path = ''] = firstText(url)?.split('/projects/') ?? [];
  return firstText(path.split('/')[1]);
}

const KEPT_TAGS = new Set(['environment', 'release', 'server_name', 'transaction']);

/** The tags that tell where it happened, of a list of pairs. */
function tagsOf(tags: unknown): Record<string, unknown> {
  const pairs = Array.isArray(tags) ? tags.filter(Array.isArray) : [];
  return Object.fromEntries(
    pairs.flatMap(([name, value]): [string, unknown][] =>
      typeof name === 'string' && KEPT_TAGS.has(name) ? [[name, value]] : [],
    ),
  );
}
