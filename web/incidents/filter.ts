import type { IncidentRow, Progress, Severity } from '../api/shapes.ts';

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
const PROGRESSES = ['triggered', 'acknowledged', 'closed'] as const;
export const SORTS = ['newest', 'oldest', 'severity', 'updated'] as const;
export type Sort = (typeof SORTS)[number];

/** Which incidents a list shows, as its address says it. Nothing given: what is open. */
export interface IncidentFilter {
  /** `open` (default), one progress, or `all`. */
  readonly show?: 'open' | Progress | 'all';
  readonly severity?: readonly Severity[];
  /** Id or name. */
  readonly service?: string;
  /** `name=value` */
  readonly label?: readonly string[];
  readonly q?: string;
  readonly snoozed?: boolean;
  readonly flagged?: boolean;
  /** Instants, ISO 8601. */
  readonly from?: string;
  readonly to?: string;
  readonly sort?: Sort;
}

/** Reads a filter out of an address; what is not understood is left out. */
export function readFilter(search: Readonly<Record<string, unknown>>): IncidentFilter {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const list = (name: string) =>
    [search[name] ?? []].flat().filter((value): value is string => typeof value === 'string');
  const truth = (name: string) => {
    const value = search[name];
    return value === true || value === false ? value : undefined;
  };
  const severity = list('severity').filter((word): word is Severity => oneOf(SEVERITIES, word));
  const label = list('label').filter((word) => word.includes('='));
  return dropUndefined({
    show: oneOf(['all', ...PROGRESSES] as const, search.show) ? search.show : undefined,
    severity: severity.length > 0 ? severity : undefined,
    service: text('service'),
    label: label.length > 0 ? label : undefined,
    q: text('q'),
    snoozed: truth('snoozed'),
    flagged: truth('flagged'),
    from: text('from'),
    to: text('to'),
    sort: oneOf(SORTS, search.sort) && search.sort !== 'newest' ? search.sort : undefined,
  });
}

function oneOf<Word extends string>(words: readonly Word[], word: unknown): word is Word {
  return words.includes(word as Word);
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function dropUndefined<T extends object>(value: T): Defined<T> {
  const kept = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(kept) as Defined<T>;
}

/** The filter as the API's list takes it. */
export function toQuery(filter: IncidentFilter): Record<string, string | boolean> {
  const {
    show = 'open',
    severity,
    label = [],
    service,
    q,
    snoozed,
    flagged,
    from,
    to,
    sort,
  } = filter;
  const progress = show === 'open' ? 'triggered,acknowledged' : show === 'all' ? undefined : show;
  const labels = label.map((pair) => {
    const at = pair.indexOf('=');
    return [`label.${pair.slice(0, at)}`, pair.slice(at + 1)];
  });
  return dropUndefined({
    progress,
    severity: severity?.join(','),
    service,
    // The server wants two characters; one alone would be refused.
    q: q && q.trim().length > 1 ? q.trim() : undefined,
    snoozed,
    flagged,
    from,
    to,
    sort,
    ...Object.fromEntries(labels),
  }) as Record<string, string | boolean>;
}

/** The inverse of {@link toQuery}, for filters that were saved. */
export function fromQuery(query: Readonly<Record<string, string>>): IncidentFilter {
  const { progress = '', severity, ...rest } = query;
  const words = progress.split(',').filter(Boolean);
  const show = words.length === 0 ? 'all' : words.length === 1 ? words[0] : 'open';
  const label = Object.entries(query)
    .filter(([name]) => name.startsWith('label.'))
    .map(([name, value]) => `${name.slice('label.'.length)}=${value}`);
  const truth = (text: string | undefined) => (text === undefined ? undefined : text === 'true');
  return readFilter({
    ...rest,
    show,
    severity: severity?.split(','),
    label,
    snoozed: truth(query.snoozed),
    flagged: truth(query.flagged),
  });
}

/**
 * Whether a row belongs to the list. Text is looked for in the title alone, which is all a row
 * has of it; the server also looks into the description.
 */
export function matches(row: IncidentRow, filter: IncidentFilter, now: number): boolean {
  const { severity, service, q } = filter;
  return (
    shows(row.progress, filter.show ?? 'open') &&
    (!severity || severity.includes(row.severity)) &&
    (!service || row.service?.id === service || row.service?.name === service) &&
    (!q || q.trim().length < 2 || row.title.toLowerCase().includes(q.trim().toLowerCase())) &&
    hasLabels(row, filter.label ?? []) &&
    fitsMarks(row, filter, now) &&
    (!filter.from || Date.parse(row.created_at) >= Date.parse(filter.from)) &&
    (!filter.to || Date.parse(row.created_at) < Date.parse(filter.to))
  );
}

function shows(progress: Progress, show: NonNullable<IncidentFilter['show']>): boolean {
  if (show === 'all') return true;
  return show === 'open' ? progress !== 'closed' : progress === show;
}

function hasLabels(row: IncidentRow, labels: readonly string[]): boolean {
  return labels.every((pair) => {
    const at = pair.indexOf('=');
    return row.labels[pair.slice(0, at)] === pair.slice(at + 1);
  });
}

function fitsMarks(row: IncidentRow, { snoozed, flagged }: IncidentFilter, now: number): boolean {
  const isSnoozed = row.snoozed_until !== null && Date.parse(row.snoozed_until) > now;
  const isFlagged = row.flagged_for_resolution_at !== null;
  return (
    (snoozed === undefined || snoozed === isSnoozed) &&
    (flagged === undefined || flagged === isFlagged)
  );
}

/** How the server orders the list, for rows that come later. */
export function comparator(sort: Sort): (a: IncidentRow, b: IncidentRow) => number {
  const newest = (a: IncidentRow, b: IncidentRow) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
  switch (sort) {
    case 'newest':
      return newest;
    case 'oldest':
      return (a, b) => -newest(a, b);
    case 'severity':
      return (a, b) => rank(a) - rank(b) || newest(a, b);
    case 'updated':
      return (a, b) => compareTexts(b.updated_at, a.updated_at) || newest(a, b);
  }
}

function rank(row: IncidentRow): number {
  return SEVERITIES.indexOf(row.severity);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
