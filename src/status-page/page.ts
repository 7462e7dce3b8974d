import type { Instant } from '../kernel/time.ts';
import type { HubSettings, ImpactStatus, ReportState } from '../store/status-tables.ts';

// What a page says, as plain data: made from the database by `load-page.ts`, and the only thing
// that HTML, JSON, feeds, calendar and badge are rendered from. It holds nothing that the public may
// not read: no drafts, no hidden components, no raw texts.

/** A service's state right now (research/statuspage.md §1.3, 22): the word that is shown. */
export type ComponentStatus = 'up' | 'degraded' | 'down' | 'maintenance';

/** One UTC day of a component's bar. */
export interface DayBar {
  /** `2026-11-21`. */
  readonly date: string;
  /** The worst of the day; null: the component was not shown yet. */
  readonly worst: ComponentStatus | null;
  /** Seconds down, degraded and in maintenance, overlaps counted once by the worst. */
  readonly down: number;
  readonly degraded: number;
  readonly maintenance: number;
  /** Ids of reports and maintenances that touched it. */
  readonly events: readonly string[];
}

export interface PageComponent {
  /** The service's id. */
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly group: string | null;
  readonly position: number;
  readonly status: ComponentStatus;
  /** A window is under way, also one that leaves the service up. */
  readonly inMaintenance: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Oldest first, as many as the hub shows. */
  readonly days: readonly DayBar[];
  /** Percent over these days, floored to three decimals; null: nothing covered. */
  readonly uptime: number | null;
}

export interface PageAffected {
  readonly serviceId: string;
  readonly name: string;
  readonly status: ImpactStatus;
  /** Before this update, within the same report. */
  readonly before: ImpactStatus;
}

export interface PageUpdate {
  readonly id: string;
  readonly title: string;
  readonly state: ReportState;
  /** Sanitised. */
  readonly html: string;
  readonly text: string;
  /** When it happened, by its sender. */
  readonly at: Instant;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly silent: boolean;
  readonly affected: readonly PageAffected[];
}

/** The worst that a report did to what it names. */
export type PageImpact = 'none' | 'minor' | 'major' | 'critical';

export interface PageReport {
  readonly id: string;
  readonly title: string;
  readonly state: ReportState;
  readonly impact: PageImpact;
  readonly startedAt: Instant;
  readonly monitoringAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Newest first. */
  readonly updates: readonly PageUpdate[];
  /** Shown services with the status that this report gives them now. */
  readonly affected: readonly Omit<PageAffected, 'before'>[];
}

export interface PageMaintenance {
  readonly id: string;
  readonly title: string;
  readonly phase: 'scheduled' | 'in_progress' | 'completed';
  readonly html: string;
  readonly text: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly silent: boolean;
  readonly affected: readonly Omit<PageAffected, 'before'>[];
}

/** Overall state (research/statuspage.md §5, last table). */
export type PageIndicator = 'none' | 'minor' | 'major' | 'critical' | 'maintenance';

/** A hub's page at one instant. */
export interface StatusPage {
  readonly tenantId: string;
  readonly hubId: string;
  readonly slug: string;
  readonly name: string;
  readonly settings: HubSettings;
  /** Visitors must give a password. */
  readonly isPrivate: boolean;
  /** Absolute, without a trailing slash: the custom domain's or `<public URL>/status/<slug>`. */
  readonly url: string;
  readonly indicator: PageIndicator;
  /** As of when. */
  readonly at: Instant;
  /** The last change of anything shown. */
  readonly updatedAt: Instant;
  /** In the order they are shown; those of one group follow each other. */
  readonly components: readonly PageComponent[];
  /** Unresolved, the latest started first. */
  readonly active: readonly PageReport[];
  /** Under way, then to come, by start. */
  readonly maintenances: readonly PageMaintenance[];
  /** Resolved reports of the last 90 days, 100 at most, the latest started first. */
  readonly past: readonly PageReport[];
  /** Completed windows of the last 90 days, 50 at most. */
  readonly pastMaintenances: readonly PageMaintenance[];
  /** Months (`2026-11`) with anything in them, newest first: the pages of the history. */
  readonly months: readonly string[];
  /** When the page changes by itself next: a window's start or end, or UTC midnight. */
  readonly changesAt: Instant;
}

/** One month of history: `/history/2026-11`. */
export interface HistoryMonth {
  readonly month: string;
  /** Started in it, the latest first. */
  readonly reports: readonly PageReport[];
  readonly maintenances: readonly PageMaintenance[];
}
