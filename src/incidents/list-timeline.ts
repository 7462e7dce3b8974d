import { type Page, pageOf } from '../kernel/cursors.ts';
import { notFound } from '../kernel/errors.ts';
import { formatInstant } from '../kernel/time.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE, type PageQuery } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import type { TimelineEntryView } from './incident-schemas.ts';
import { incidentIdOf } from './incidents-context.ts';
import { numberKeyIn } from './page-keys.ts';
import { findIncident, listTimelineRows } from './queries.ts';

/** What happened to an incident, oldest first. */
export function listTimeline(
  context: Context,
  input: PageQuery & { readonly id: string },
): Promise<Page<TimelineEntryView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const after = numberKeyIn(input.cursor);
  return readVerb(context, async (db) => {
    const incident = await findIncident(db, tenantId, incidentIdOf(input.id));
    if (!incident) throw notFound('The incident');
    const { incidentId } = incident;
    const rows = await listTimelineRows(db, tenantId, incidentId, after, limit + 1);
    return pageOf(rows.map(showEntry), limit, (entry) => [entry.seq]);
  });
}

type Row = Awaited<ReturnType<typeof listTimelineRows>>[number];

function showEntry({ seq, at, kind, actor, detail }: Row): TimelineEntryView {
  return {
    seq,
    at: formatInstant(at.getTime()),
    kind,
    actor: {
      type: actor.type,
      id: 'id' in actor ? actor.id : null,
      name: 'name' in actor ? actor.name : null,
    },
    detail,
  };
}
