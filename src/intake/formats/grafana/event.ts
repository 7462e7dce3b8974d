import type { AlertEvent, Link } from '../../../alerts/alert-event.ts';
import { isObject } from '../../../kernel/json.ts';
import { truncate } from '../../../kernel/text.ts';
import { annotatedLinks, firstText, fitted, linkTo, MAX_TITLE, textIn } from '../fields.ts';
import { toEvent as prometheusEvent } from '../prometheus-alert.ts';
import type { GrafanaAlert, GrafanaPayload } from './schema.ts';

/**
 * One alert of a notification: an Alertmanager's alert with Grafana's own links, values and names
 * for trouble with the data source. Throws 422 for an alert with neither fingerprint nor labels.
 */
export function toEvent(
  alert: GrafanaAlert,
  pointer: string,
  { orgId, externalURL }: GrafanaPayload,
  warnings: string[],
): AlertEvent {
  const event = prometheusEvent(alert, pointer, undefined, warnings);
  const values = valuesOf(alert);
  return {
    ...event,
    // The fingerprint is of the labels alone, and two organisations may have the same.
    dedupKey: orgId === undefined ? event.dedupKey : `${orgId}:${event.dedupKey}`,
    ...troubleOf(alert, pointer, warnings),
    ...testSeverity(alert, warnings),
    annotations: { ...event.annotations, ...(values !== undefined && { values }) },
    links: linksOf(alert, externalURL),
    source: 'Grafana',
  };
}

const TROUBLES: Readonly<Record<string, string>> = {
  DatasourceNoData: 'No data',
  DatasourceError: 'Query failed',
};

/** Such alerts carry the texts of the rule, which do not say what is wrong. */
function troubleOf(
  { labels = {}, annotations = {} }: GrafanaAlert,
  at: string,
  warnings: string[],
) {
  const name = String(labels.alertname);
  const trouble = Object.hasOwn(TROUBLES, name) ? TROUBLES[name] : undefined;
  if (trouble === undefined) return {};
  const rule = firstText(labels.rulename, annotations.summary);
  const title = rule === undefined ? trouble : `${trouble}: ${rule}`;
  const error = textIn(annotations.Error);
  return {
    title: fitted(title, MAX_TITLE, `The title of ${at}`, warnings),
    ...(error !== undefined && { description: truncate(error, 5_000) }),
  };
}

/** What "Test" of a contact point sends would never resolve, so it opens no incident. */
function testSeverity({ labels = {} }: GrafanaAlert, warnings: string[]) {
  const isTest = labels.alertname === 'TestAlert' && labels.instance === 'Grafana';
  if (!isTest || textIn(labels.severity) !== undefined) return {};
  warnings.push('This is Grafana’s test notification; it counts as info.');
  return { severity: 'info' } as const;
}

function valuesOf({ values, valueString }: GrafanaAlert): string | undefined {
  if (!isObject(values)) {
    const text = textIn(valueString);
    return text === undefined ? undefined : truncate(text, 2_048);
  }
  const numbers = Object.entries(values).filter(([, value]) => typeof value === 'number');
  if (numbers.length === 0) return undefined;
  const shown = numbers.map(([letter, value]) => `${letter}=${value}`).join(', ');
  return textIn(truncate(shown, 2_048));
}

function linksOf(alert: GrafanaAlert, externalURL: string | undefined): Link[] {
  const absolute = (url: string | undefined) => absoluteAddress(url, externalURL);
  const links = [
    ...linkTo(absolute(alert.generatorURL), 'Source'),
    ...linkTo(absolute(alert.dashboardURL), 'Dashboard'),
    ...linkTo(absolute(alert.panelURL), 'Panel'),
    ...linkTo(absolute(alert.imageURL), 'Image'),
    ...linkTo(absolute(alert.silenceURL), 'Silence'),
    ...annotatedLinks(alert.annotations ?? {}),
  ];
  return links.filter(({ href }, at) => links.findIndex((link) => link.href === href) === at);
}

/** A Grafana that does not know its own address writes paths below it. */
export function absoluteAddress(
  url: string | undefined,
  base: string | undefined,
): string | undefined {
  if (url === undefined || url === '' || base === undefined) return url;
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('//')) return url;
  return `${base.endsWith('/') ? base.slice(0, -1) : base}/${url.startsWith('/') ? url.slice(1) : url}`;
}
