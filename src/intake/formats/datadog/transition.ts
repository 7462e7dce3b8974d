import type { AlertEvent } from '../../../alerts/alert-event.ts';
import { isWorse, type Severity, severityFromWord } from '../../../kernel/severity.ts';
import { truncate } from '../../../kernel/text.ts';
import type { DatadogTexts } from './template.ts';

const STATUSES: Readonly<Record<string, AlertEvent['status']>> = {
  triggered: 'firing',
  're-triggered': 'firing',
  warn: 'firing',
  're-warn': 'firing',
  'no data': 'firing',
  're-no data': 'firing',
  renotify: 'firing',
  recovered: 'resolved',
};

/** `[Triggered on {host:web-01}] CPU is high`: what stands before the monitor's own title. */
function bracketOf(title: string | undefined): string | undefined {
  const end = title?.startsWith('[') ? title.indexOf('] ') : -1;
  const inside = end < 0 ? undefined : title?.slice(1, end);
  return inside !== undefined && wordIn(inside) !== undefined ? inside : undefined;
}

/** The transition that a text begins with, as Datadog writes it. */
function wordIn(text: string): string | undefined {
  const start = text.toLowerCase();
  return Object.keys(STATUSES).find((word) => start.startsWith(word));
}

/** The title of the event or monitor without its brackets. */
export function strippedTitle(texts: DatadogTexts): string | undefined {
  const title = titleIn(texts);
  if (title === undefined) return undefined;
  const inside = bracketOf(title);
  const rest = inside === undefined ? title : title.slice(inside.length + 3).trim();
  return rest === '' ? title : rest;
}

/** A priority may stand before the transition. */
function titleIn({ alert_title, event_title, title }: DatadogTexts): string | undefined {
  return (alert_title ?? event_title ?? title)?.replace(/^\[P[1-5]\] /, '');
}

/** The transition, or where the payload has none the one that the title begins with. */
export function transitionOf(texts: DatadogTexts): string | undefined {
  if (texts.alert_transition !== undefined) return texts.alert_transition;
  const inside = bracketOf(titleIn(texts));
  return inside === undefined ? undefined : wordIn(inside);
}

/** Firing or resolved. What is neither known nor a success is taken as firing: it wants looking at. */
export function statusOf(
  transition: string | undefined,
  alertType: string | undefined,
  warnings: string[],
): AlertEvent['status'] {
  const word = transition?.trim().toLowerCase();
  if (word !== undefined && Object.hasOwn(STATUSES, word)) return STATUSES[word] ?? 'firing';
  const status = alertType?.toLowerCase() === 'success' ? 'resolved' : 'firing';
  warnings.push(
    transition === undefined
      ? `alert_transition is missing: the alert counts as ${status}.`
      : `The transition '${truncate(transition, 60)}' is not known: the alert counts as ${status}.`,
  );
  return status;
}

/** P1 to P5, else the alert's type; what only warns is at most medium. */
export function severityOf(
  { alert_priority, alert_type }: DatadogTexts,
  transition: string | undefined,
): { readonly severity?: Severity; readonly severityWord?: string } {
  const word = alert_priority ?? alert_type;
  const given = word === undefined ? undefined : severityFromWord(word);
  const warns = alert_type?.toLowerCase() === 'warning' || /warn/i.test(transition ?? '');
  const lowered = warns && (!given || isWorse(given, 'medium'));
  const severity = lowered ? 'medium' : given;
  const severityWord = lowered ? 'warning' : word;
  return {
    ...(severity !== undefined && { severity }),
    ...(severityWord !== undefined && { severityWord: truncate(severityWord, 64) }),
  };
}
