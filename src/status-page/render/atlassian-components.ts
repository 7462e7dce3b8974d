import { nameOf } from '../../kernel/hashing.ts';
import { formatInstant, type Instant } from '../../kernel/time.ts';
import type { ImpactStatus } from '../../store/status-tables.ts';
import type { ComponentStatus, PageComponent, StatusPage } from '../page.ts';

/** A component's status in the words of Statuspage (research/statuspage.md §5, "Enums"). */
export type AtlassianStatus =
  | 'operational'
  | 'degraded_performance'
  | 'partial_outage'
  | 'major_outage'
  | 'under_maintenance';

const STATUS: Readonly<Record<ComponentStatus, AtlassianStatus>> = {
  up: 'operational',
  degraded: 'degraded_performance',
  down: 'major_outage',
  maintenance: 'under_maintenance',
};

/** A component or, where `group` is true, a group of them. */
export interface AtlassianComponent {
  readonly id: string;
  readonly name: string;
  readonly status: AtlassianStatus;
  readonly created_at: string;
  readonly updated_at: string;
  readonly position: number;
  readonly description: string | null;
  readonly showcase: boolean;
  readonly start_date: string | null;
  readonly group_id: string | null;
  readonly page_id: string;
  readonly group: boolean;
  readonly only_show_if_degraded: boolean;
  /** Ids of the members; of groups alone. */
  readonly components?: readonly string[];
}

/** Their word for what an update does to a component. */
export const atlassianStatus = (status: ImpactStatus): AtlassianStatus => STATUS[status];

/** The worst of a group, in the order of what a visitor minds. */
const BADNESS: readonly ComponentStatus[] = ['up', 'maintenance', 'degraded', 'down'];

/** All rows of a page: each group before its members; positions count from 1 within each. */
export function componentRows(page: StatusPage): readonly AtlassianComponent[] {
  const rows: AtlassianComponent[] = [];
  let position = 0;
  for (const [group, members] of Map.groupBy(page.components, (one) => one.group)) {
    if (group === null) {
      for (const member of members) rows.push(componentRow(page, member, ++position));
      continue;
    }
    rows.push(groupRow(page, group, members, ++position));
    for (const [at, member] of members.entries()) rows.push(componentRow(page, member, at + 1));
  }
  return rows;
}

function componentRow(
  { hubId }: StatusPage,
  component: PageComponent,
  position: number,
): AtlassianComponent {
  const { id, name, status, description, group, createdAt, updatedAt } = component;
  return {
    ...timesOf(createdAt, updatedAt),
    id,
    name,
    status: STATUS[status],
    position,
    description,
    showcase: true,
    start_date: formatInstant(createdAt).slice(0, 10),
    group_id: group === null ? null : groupId(hubId, group),
    page_id: hubId,
    group: false,
    only_show_if_degraded: false,
  };
}

function groupRow(
  { hubId }: StatusPage,
  name: string,
  members: readonly PageComponent[],
  position: number,
): AtlassianComponent {
  const worst = Math.max(...members.map(({ status }) => BADNESS.indexOf(status)));
  const created = Math.min(...members.map(({ createdAt }) => createdAt));
  const updated = Math.max(...members.map(({ updatedAt }) => updatedAt));
  return {
    ...timesOf(created, updated),
    id: groupId(hubId, name),
    name,
    status: STATUS[BADNESS[worst] ?? 'up'],
    position,
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: hubId,
    group: true,
    only_show_if_degraded: false,
    components: members.map(({ id }) => id),
  };
}

/** Groups have no id of ours: theirs stands for hub and name. */
const groupId = (hubId: string, name: string) => `grp_${nameOf(hubId, name)}`;

/** `created_at` and `updated_at`, as every object of theirs has them. */
export function timesOf(createdAt: Instant, updatedAt: Instant) {
  return { created_at: formatInstant(createdAt), updated_at: formatInstant(updatedAt) };
}
