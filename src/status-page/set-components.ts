import { invalid, notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { type ComponentRow, listComponentRows, replaceComponents } from './component-queries.ts';
import {
  type AddComponentBody,
  type ComponentEntry,
  type ComponentList,
  type SetComponentsBody,
  showComponents,
} from './component-schemas.ts';
import { touchHubs } from './hub-changes.ts';
import { lockHub } from './hub-queries.ts';
import type { StatusContext } from './status-context.ts';

/** Replaces what a status page lists: order, groups, names. 422 for unknown services. */
export function setComponents(
  context: StatusContext,
  input: SetComponentsBody & { readonly id: string },
): Promise<ComponentList> {
  return changeComponents(context, { route: 'set-components', input }, () => input.components);
}

/** Lists one service, or changes how it is listed. 422 for an unknown service. */
export function addComponent(
  context: StatusContext,
  input: AddComponentBody & { readonly id: string },
): Promise<ComponentList> {
  const { id: _, position, ...entry } = input;
  return changeComponents(context, { route: 'add-component', input }, (listed) => {
    const at = listed.findIndex((one) => one.service_id === entry.service_id);
    const others = listed.filter((one) => one.service_id !== entry.service_id);
    const place = position === undefined ? (at < 0 ? others.length : at) : position - 1;
    return others.toSpliced(place, 0, { ...listed[at], ...entry });
  });
}

/** Takes a service off the list; it is still shown where the page shows all. */
export async function removeComponent(
  context: StatusContext,
  input: { readonly id: string; readonly service_id: string },
): Promise<void> {
  await changeComponents(context, { route: 'remove-component', input }, (listed) => {
    if (!listed.some((one) => one.service_id === input.service_id)) throw notFound('The component');
    return listed.filter((one) => one.service_id !== input.service_id);
  });
}

interface ComponentRequest {
  readonly route: string;
  readonly input: { readonly id: string };
}

function changeComponents(
  context: StatusContext,
  request: ComponentRequest,
  change: (listed: readonly ComponentEntry[]) => readonly ComponentEntry[],
): Promise<ComponentList> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const hubId = request.input.id;
  return runVerb(context, request, async (tx) => {
    if (!(await lockHub(tx, tenantId, hubId))) throw notFound('The status page');
    const rows = await listComponentRows(tx, tenantId, hubId);
    const before = rows.filter(({ listed }) => listed).map(entryOf);
    const after = change(before);
    await writeComponents(tx, context, hubId, rows, after);
    await touchHubs(tx, tenantId, context.clock(), [hubId]);
    await audit(tx, context, {
      action: 'hub.components_changed',
      targetId: hubId,
      before: { components: before },
      after: { components: after },
    });
    return showComponents(await listComponentRows(tx, tenantId, hubId));
  });
}

function entryOf(row: ComponentRow): ComponentEntry {
  const { service_id, group_name: group, name, description, hidden } = row;
  return { service_id, group, name, description, hidden };
}

async function writeComponents(
  tx: Db,
  context: StatusContext,
  hubId: string,
  services: readonly ComponentRow[],
  entries: readonly ComponentEntry[],
): Promise<void> {
  const known = new Set(services.map(({ service_id }) => service_id));
  const seen = new Set<string>();
  const errors = entries.flatMap(({ service_id }, index) => {
    const expected = seen.has(service_id) ? 'each service once' : 'the id of a service';
    const wrong = seen.has(service_id) || !known.has(service_id);
    seen.add(service_id);
    const pointer = `/components/${index}/service_id`;
    return wrong ? [{ pointer, expected, received: service_id }] : [];
  });
  if (errors.length > 0) throw invalid('The components cannot be listed so.', errors);
  const created_at = new Date(context.clock());
  const rows = entries.map(({ service_id, group, name, description, hidden }, index) => ({
    service_id,
    group_name: clean(group),
    position: index + 1,
    name: clean(name),
    description: clean(description),
    hidden: hidden ?? false,
    created_at,
  }));
  await replaceComponents(tx, context.caller.tenantId, hubId, rows);
}

function clean(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === '' ? null : storable(text.trim());
}
