import type { AlertEvent } from '../../../alerts/alert-event.ts';
import { isObject } from '../../../kernel/json.ts';
import { severityFromWord } from '../../../kernel/severity.ts';
import { truncate } from '../../../kernel/text.ts';
import type { Translation } from '../../format.ts';
import {
  firstText,
  fitted,
  fittingKey,
  fittingMap,
  idIn,
  linkTo,
  MAX_DESCRIPTION,
  MAX_TITLE,
  serviceName,
  textIn,
} from '../fields.ts';
import type { GrafanaPayload } from './schema.ts';

/** Whether the payload is of the alerting before version 9: one rule and its state. */
export function isLegacy(payload: { readonly ruleId?: unknown; readonly ruleName?: unknown }) {
  return payload.ruleId !== undefined || payload.ruleName !== undefined;
}

const STATUSES: Readonly<Record<string, AlertEvent['status']>> = {
  alerting: 'firing',
  no_data: 'firing',
  ok: 'resolved',
};

/** A rule's state as an alert. `paused`, `pending` and unknown states say nothing about one. */
export function legacyTranslation(payload: GrafanaPayload): Translation {
  const warnings: string[] = [];
  const state = String(payload.state ?? '').toLowerCase();
  const status = Object.hasOwn(STATUSES, state) ? STATUSES[state] : undefined;
  if (status === undefined) {
    const shown = truncate(textIn(payload.state) ?? 'nothing', 60);
    warnings.push(`The state of the rule is '${shown}': nothing was made of it.`);
    return { events: [], warnings };
  }
  const { ruleName, title, message } = payload;
  const tags = isObject(payload.tags) ? payload.tags : {};
  const name = firstText(ruleName, title) ?? 'Alert without a name';
  const description = textIn(message);
  const service = serviceName(tags.service);
  const event: AlertEvent = {
    dedupKey: dedupKeyOf(payload, name),
    status,
    title: fitted(state === 'no_data' ? `No data: ${name}` : name, MAX_TITLE, 'title', warnings),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'message', warnings),
    }),
    ...(isTest(payload) ? testSeverity(warnings) : severityOf(tags.severity)),
    ...(service !== undefined && { service }),
    source: 'Grafana',
    labels: fittingMap({ alertname: name, ...tags }, 'tags', warnings),
    // Empty once the rule is ok: what was seen last stays.
    ...matchesOf(payload.evalMatches, warnings),
    links: [...linkTo(payload.ruleUrl, 'Source'), ...linkTo(payload.imageUrl, 'Image')],
    raw: payload,
  };
  return { events: [event], warnings };
}

/** What "Send Test" of a notification channel sends; it would never resolve. */
function isTest({ ruleName, title }: GrafanaPayload): boolean {
  return ruleName === 'Test notification' && title === '[Alerting] Test notification';
}

function testSeverity(warnings: string[]) {
  warnings.push('This is Grafana’s test notification; it counts as info.');
  return { severity: 'info' } as const;
}

function dedupKeyOf({ orgId = 1, ruleId }: GrafanaPayload, name: string): string {
  const id = idIn(ruleId);
  return fittingKey(id === undefined ? `${orgId}:name:${name}` : `${orgId}:rule:${id}`);
}

function severityOf(tag: unknown) {
  const severityWord = textIn(tag)?.trim();
  if (severityWord === undefined) return {};
  const severity = severityFromWord(severityWord);
  return { ...(severity !== undefined && { severity }), severityWord };
}

function matchesOf(matches: unknown, warnings: string[]) {
  if (!Array.isArray(matches) || matches.length === 0) return {};
  const values = matches
    .filter(isObject)
    .map(({ metric, value }, at) => [textIn(metric) ?? `match ${at + 1}`, value] as const);
  return { annotations: fittingMap(Object.fromEntries(values), 'evalMatches', warnings) };
}
