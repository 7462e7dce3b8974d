import type { Severity } from '../../../kernel/severity.ts';
import { formatInstant } from '../../../kernel/time.ts';
import type { Outcome, Refusal, Reply, RequestNote } from '../../format.ts';
import type { SentAlert } from '../sent-alert.ts';

/** What stands for creating an alert in the id of a request. */
const CREATE = 'create';

/**
 * 202, as Opsgenie answers before it has done anything; here it is done. The id names the alert, so
 * that asking for the request later needs no memory of it.
 */
export function opsgenieReply({ events, request }: Outcome): Reply {
  const { action = CREATE, id, took } = request;
  const [about] = events;
  const requestId = about ? `${action}.${about.alertId}.${id}` : id;
  return { status: 202, body: { result: 'Request will be processed', took, requestId } };
}

/** The alert in the id of a request. */
export function alertIdOf(requestId: string): string | undefined {
  return /^[a-z]+\.(alt_[0-9a-z]{26})\./.exec(requestId)?.[1];
}

const WORDS: Readonly<Record<number, string>> = {
  401: 'Could not authenticate',
  404: 'Alert does not exist',
  413: 'Request body is too large',
  422: 'Request body is not processable. Please check the errors.',
  429: 'You are making too many requests!',
};

/** Opsgenie's error bodies: `errors` says of each field what is wrong with it. */
export function opsgenieError({ status, detail, errors, request }: Refusal): Reply {
  const { id: requestId, took } = request;
  const message = WORDS[status] ?? detail;
  const byField = Object.fromEntries(
    errors.map(({ pointer, expected, received }) => [
      pointer.slice(1).replaceAll('/', '.') || 'body',
      `${expected} was expected, not ${received}`,
    ]),
  );
  const fields = errors.length > 0 ? { errors: byField } : {};
  const why = message === detail ? {} : { detail };
  return { status, body: { message, ...fields, ...why, took, requestId } };
}

const ACTIONS: Readonly<Record<string, readonly [action: string, done: string]>> = {
  create: ['Create', 'Created alert'],
  close: ['Close', 'Closed alert'],
  acknowledge: ['Acknowledge', 'Acknowledged alert'],
  unacknowledge: ['Unacknowledge', 'Unacknowledged alert'],
  snooze: ['Snooze', 'Snoozed alert'],
  notes: ['AddNote', 'Added note'],
};

/** What came of a request, or the alert itself. */
export function opsgenieAnswer(alert: SentAlert, asked: string, request: RequestNote): Reply {
  const { action, took, id: requestId } = request;
  if (action !== 'request') return { status: 200, body: { data: shown(alert), took, requestId } };
  const [kind = ''] = asked.split('.', 1);
  const [name, status] = ACTIONS[Object.hasOwn(ACTIONS, kind) ? kind : CREATE] ?? [];
  const data = {
    success: true,
    isSuccess: true,
    action: name,
    status,
    processedAt: formatInstant(alert.lastSeenAt),
    integrationId: alert.integrationId,
    alertId: alert.alertId,
    alias: alert.dedupKey,
  };
  return { status: 200, body: { data, took, requestId } };
}

const PRIORITIES: Readonly<Record<Severity, string>> = {
  critical: 'P1',
  high: 'P2',
  medium: 'P3',
  low: 'P4',
  info: 'P5',
};

function shown(alert: SentAlert) {
  const { tags, entity, ...details } = alert.labels;
  return {
    id: alert.alertId,
    alias: alert.dedupKey,
    message: alert.title,
    description: alert.description,
    status: alert.status === 'resolved' || alert.progress === 'closed' ? 'closed' : 'open',
    acknowledged: alert.progress === 'acknowledged',
    isSeen: alert.progress === 'acknowledged',
    snoozed: alert.snoozedUntil !== null,
    ...(alert.snoozedUntil !== null && { snoozedUntil: formatInstant(alert.snoozedUntil) }),
    priority: PRIORITIES[alert.severity],
    count: alert.occurrences,
    createdAt: formatInstant(alert.firstSeenAt),
    updatedAt: formatInstant(alert.lastSeenAt),
    lastOccurredAt: formatInstant(alert.lastSeenAt),
    source: alert.source ?? '',
    owner: '',
    tags: tags === undefined ? [] : tags.split(','),
    entity: entity ?? '',
    details,
    responders: [],
    teams: [],
    integration: { id: alert.integrationId, name: alert.integrationName, type: 'API' },
  };
}
