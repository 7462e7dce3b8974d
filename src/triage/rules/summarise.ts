import { storable, truncate } from '../../kernel/text.ts';
import { formatInstant } from '../../kernel/time.ts';
import type { BlastRadius } from './blast-radius.ts';
import type { Verdict } from './classify.ts';
import type { TriageInput, TriageSimilar } from './triage-input.ts';
import type { Category, Cause, IncidentType, RankedChange } from './triage-result.ts';

/** All that a summary tells of. */
export interface Told {
  readonly input: TriageInput;
  readonly verdict: Verdict;
  readonly causes: readonly Cause[];
  readonly blastRadius: BlastRadius;
  readonly changes: readonly RankedChange[];
  readonly similar: readonly TriageSimilar[];
}

const CATEGORY_WORDS: Readonly<Record<Category, string>> = {
  infrastructure: 'an infrastructure problem',
  application: 'an application problem',
  deployment: 'a deployment problem',
  third_party: 'a problem of a third party',
  database: 'a database problem',
  network: 'a network problem',
  security: 'a security matter',
  unknown: 'a problem of unknown kind',
};

const TYPE_WORDS: Readonly<Record<IncidentType, string>> = {
  service_down: ' (service down)',
  disk_full: ' (disk full)',
  cpu_high: ' (CPU high)',
  memory_high: ' (memory high)',
  port_unavailable: ' (port unavailable)',
  custom: '',
};

const NAMED = 3;
const MAX_TITLE = 160;
const MAX_SUMMARY = 1_500;

/** One paragraph in plain English: what, where, since when, how many, why, after which change. */
export function summarise(told: Told): string {
  const sentences = [what(told), howMany(told), why(told), afterWhat(told), before(told)];
  const said = sentences.filter((sentence) => sentence !== '').join(' ');
  return truncate(storable(said), MAX_SUMMARY);
}

function what({ input, verdict, blastRadius }: Told): string {
  const title = truncate(oneLine(input.incident.title), MAX_TITLE);
  const places = [
    blastRadius.services.length > 0 ? ` of ${listed(blastRadius.services)}` : '',
    blastRadius.hosts.length > 0 ? ` on ${listed(blastRadius.hosts)}` : '',
  ].join('');
  const kind = `${CATEGORY_WORDS[verdict.category]}${TYPE_WORDS[verdict.incident_type]}`;
  return `“${title}” looks like ${kind}${places}.`;
}

/** `2026-11-21 15:20 UTC`: a paragraph is read by people. */
function howMany({ input }: Told): string {
  const iso = formatInstant(input.incident.started_at);
  const since = `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
  const { length } = input.alerts;
  const firing = input.alerts.filter(({ status }) => status === 'firing').length;
  const alerts = length === 1 ? 'one alert' : `${length} alerts`;
  const state =
    firing === length ? '' : `, of which ${firing === 1 ? 'one is' : `${firing} are`} still firing`;
  return `It has ${alerts} since ${since}${state}.`;
}

function why({ causes }: Told): string {
  const [first] = causes;
  if (!first) return 'Nothing in the alerts shows a likely cause.';
  const quote = truncate(oneLine(first.citations[0]?.quote ?? ''), MAX_TITLE);
  return `Likely cause: ${first.text.replace(/\.$/, '')} (“${quote}”).`;
}

function afterWhat({ changes }: Told): string {
  const [first] = changes;
  if (!first) return '';
  const { title, version, service, minutes_before: minutes } = first;
  const named = [truncate(oneLine(title), MAX_TITLE), version ?? ''].filter((part) => part !== '');
  const where = service === null ? '' : ` of ${oneLine(service)}`;
  const others = changes.length > 1 ? `, and ${changes.length - 1} more in the hour before` : '';
  const earlier = minutes === 0 ? 'less than a minute' : `${minutes} min`;
  return `Shortly before, ${earlier} earlier: “${named.join(' ')}”${where}${others}.`;
}

function before({ similar }: Told): string {
  const solved = similar.find(({ resolution }) => resolution.trim() !== '');
  if (!solved) return '';
  const resolution = truncate(oneLine(solved.resolution), 2 * MAX_TITLE);
  return `A similar incident was resolved so: “${resolution}”`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map(oneLine);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** Without line breaks and control characters: a sender does not lay out our paragraph. */
function oneLine(text: string): string {
  return text
    .slice(0, 4_000)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}
