import { decodeCursor, encodeCursor, type Page } from '../kernel/cursors.ts';
import { invalid } from '../kernel/errors.ts';
import { SEVERITIES } from '../kernel/severity.ts';
import { storable } from '../kernel/text.ts';
import { type Instant, parseInstant } from '../kernel/time.ts';
import { requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { type IncidentRowView, PROGRESSES } from './incident-schemas.ts';
import { showIncidentRow } from './incident-view.ts';
import type { IncidentsContext } from './incidents-context.ts';
import type { IncidentFilter } from './list-filter.ts';
import { type IncidentKey, type IncidentSort, listIncidentPage } from './list-queries.ts';
import { type ListIncidentsQuery, wordsIn } from './list-schemas.ts';
import { foreignCursor } from './page-keys.ts';
import { findServiceIdBy, readServiceNames } from './service-refs.ts';

/** Incidents by any of the filters, which all must hold; newest first unless sorted otherwise. */
export function listIncidents(
  context: IncidentsContext,
  input: ListIncidentsQuery,
): Promise<Page<IncidentRowView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const sort = input.sort ?? 'newest';
  const limit = input.limit ?? PAGE_SIZE;
  const after = input.cursor ? keyIn(input.cursor, sort) : null;
  const filter = filterOf(input, context.clock());
  return readVerb(context, async (db) => {
    const serviceId = await findServiceIdBy(db, tenantId, input.service);
    if (serviceId === undefined) return { data: [], next_cursor: null };
    const wanted = { ...filter, serviceId };
    const { rows, next } = await listIncidentPage(db, tenantId, wanted, { sort, after, limit });
    const services = rows.map((row) => row.serviceId);
    const names = await readServiceNames(db, tenantId, services);
    return {
      data: rows.map((row) => showIncidentRow(row, names, context.publicUrl)),
      next_cursor: next && encodeCursor(next),
    };
  });
}

function filterOf(input: ListIncidentsQuery, now: Instant): Omit<IncidentFilter, 'serviceId'> {
  return {
    progresses: wordsIn('progress', input.progress, PROGRESSES),
    severities: wordsIn('severity', input.severity, SEVERITIES),
    text: input.q === undefined ? null : storable(input.q),
    labels: labelsIn(input),
    createdFrom: instantIn('from', input.from),
    createdTo: instantIn('to', input.to),
    flagged: input.flagged ?? null,
    snoozed: input.snoozed ?? null,
    now,
  };
}

const LABEL = 'label.';

function labelsIn(input: object): Record<string, string> {
  const labels = Object.entries(input).filter(([name]) => name.startsWith(LABEL));
  return Object.fromEntries(
    labels.map(([name, value]) => [storable(name.slice(LABEL.length)), storable(String(value))]),
  );
}

function instantIn(name: string, text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const at = parseInstant(text);
  if (at !== undefined) return at;
  const expected = 'an ISO 8601 date and time with offset, such as 2026-01-31T08:00:00Z';
  throw invalid('The time cannot be read.', [{ pointer: `/${name}`, expected, received: text }]);
}

/** A cursor belongs to its sort: with another one it would continue at a wrong place. */
function keyIn(cursor: string, sort: IncidentSort): IncidentKey {
  const key = decodeCursor(cursor, sort === 'newest' || sort === 'oldest' ? 1 : 2);
  const [first] = key;
  const fits = {
    newest: typeof first === 'string',
    oldest: typeof first === 'string',
    severity: SEVERITIES.some((severity) => severity === first),
    updated: typeof first === 'number' && Math.abs(first) < 8.64e15,
  };
  if (fits[sort]) return key;
  throw foreignCursor(cursor);
}
