import type { AlertEvent } from '../../alerts/alert-event.ts';
import { invalid } from '../../kernel/errors.ts';
import { sha256Hex } from '../../kernel/hashing.ts';
import { sortedMap } from '../../kernel/json.ts';
import { severityFromWord } from '../../kernel/severity.ts';
import {
  annotatedLinks,
  firstText,
  fitted,
  fittingMap,
  linkTo,
  MAX_DESCRIPTION,
  MAX_TITLE,
  senderInstant,
  serviceName,
  textIn,
  textMap,
} from './fields.ts';

type Scalars = Readonly<Record<string, string | number | boolean | null>>;

/** One alert of a notification of Alertmanager, Grafana and their kin. */
export interface PrometheusAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels?: Scalars;
  readonly annotations?: Scalars;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly generatorURL?: string;
  readonly fingerprint?: string;
}

/**
 * One alert of a notification. `pointer` is its place in the body, for messages. Throws 422 for an
 * alert with neither fingerprint nor labels: nothing would tell it from others.
 */
export function toEvent(
  alert: PrometheusAlert,
  pointer: string,
  externalURL: string | undefined,
  warnings: string[],
): AlertEvent {
  const { status, labels = {}, annotations = {} } = alert;
  const service = serviceName(labels.service);
  return {
    dedupKey: dedupKey(alert, pointer),
    status,
    ...textsOf(alert, pointer, warnings),
    ...severityOf(labels.severity),
    ...(service !== undefined && { service }),
    labels: fittingMap(labels, `${pointer}/labels`, warnings),
    annotations: fittingMap(annotations, `${pointer}/annotations`, warnings),
    links: [
      ...linkTo(alert.generatorURL, 'Source'),
      ...linkTo(externalURL, 'Alertmanager'),
      ...annotatedLinks(annotations),
    ],
    ...timesOf(alert, pointer),
    raw: alert,
  };
}

function dedupKey({ fingerprint, labels = {} }: PrometheusAlert, pointer: string): string {
  const given = textIn(fingerprint);
  if (given !== undefined) return given;
  const texts = textMap(labels);
  if (Object.keys(texts).length > 0) {
    return `labels:${sha256Hex(JSON.stringify(sortedMap(texts))).slice(0, 32)}`;
  }
  throw invalid(`${pointer} has neither a fingerprint nor labels, so nothing identifies it.`, [
    { pointer: `${pointer}/labels`, expected: 'at least one label', received: 'none' },
  ]);
}

function textsOf(alert: PrometheusAlert, pointer: string, warnings: string[]) {
  const { labels = {}, annotations = {} } = alert;
  const title = firstText(annotations.summary, annotations.title, labels.alertname);
  const description = firstText(annotations.description, annotations.message);
  return {
    title: fitted(title ?? 'Alert without a name', MAX_TITLE, `The title of ${pointer}`, warnings),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, `The description of ${pointer}`, warnings),
    }),
  };
}

function severityOf(label: unknown) {
  const severityWord = textIn(label)?.trim();
  if (severityWord === undefined) return {};
  const severity = severityFromWord(severityWord);
  return { ...(severity !== undefined && { severity }), severityWord };
}

/** The end that a firing alert carries is when Alertmanager would give it up, not an end. */
function timesOf({ status, startsAt, endsAt }: PrometheusAlert, pointer: string) {
  const end = status === 'resolved' ? endsAt : undefined;
  const startedAt = senderInstant(startsAt, `${pointer}/startsAt`);
  const endedAt = senderInstant(end, `${pointer}/endsAt`);
  return {
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}
