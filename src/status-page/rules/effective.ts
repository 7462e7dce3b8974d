import { type ImpactStatus, impactRank, worstOf } from './impact.ts';

/** The word that is shown for a service; the same words as in page.ts. */
export type ComponentWord = ImpactStatus | 'maintenance';

type Impact = 'none' | 'minor' | 'major' | 'critical';

/** What acts on a service at one moment. */
export interface Influences {
  /** What open reports say of it. */
  readonly reports: readonly ImpactStatus[];
  /** What maintenances under way say of it. */
  readonly windows: readonly ImpactStatus[];
}

/** The word shown for a service, and whether a window is under way. */
export interface EffectiveStatus {
  readonly status: ComponentWord;
  readonly inMaintenance: boolean;
}

/**
 * A service's state (research/statuspage.md §1.3, 22): the worst of all influences; called by the
 * incident's word as soon as one has an impact, else `maintenance` when a window lowers it. A window
 * that leaves the service up is only flagged.
 */
export function effectiveStatus({ reports, windows }: Influences): EffectiveStatus {
  const incident = worstOf(reports);
  const planned = worstOf(windows);
  const inMaintenance = windows.length > 0;
  if (incident !== 'up') return { status: worstOf([incident, planned]), inMaintenance };
  return { status: planned === 'up' ? 'up' : 'maintenance', inMaintenance };
}

/** The page's overall state from those of its components (research/statuspage.md §5). */
export function indicatorOf(statuses: readonly ComponentWord[]): Impact | 'maintenance' {
  const down = statuses.filter((status) => status === 'down').length;
  if (down > 0) return down === statuses.length ? 'critical' : 'major';
  if (statuses.includes('degraded')) return 'minor';
  return statuses.includes('maintenance') ? 'maintenance' : 'none';
}

/**
 * How bad a report was at its worst; critical when it took down everything that the page shows
 * (research/statuspage.md §5). `worst` has the worst status of each service it named.
 */
export function impactOf(
  worst: ReadonlyMap<string, ImpactStatus>,
  shown: readonly string[],
): Impact {
  const rank = impactRank(worstOf(worst.values()));
  if (rank < 2) return rank === 0 ? 'none' : 'minor';
  const everything = shown.length > 0 && shown.every((id) => worst.get(id) === 'down');
  return everything ? 'critical' : 'major';
}
