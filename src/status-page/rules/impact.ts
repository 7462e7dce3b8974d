/** How something leaves a service; the same words as in store/status-tables.ts. */
export type ImpactStatus = 'up' | 'degraded' | 'down';

export type ReportState = 'investigating' | 'identified' | 'monitoring' | 'resolved';

export interface ServiceStatus {
  readonly service_id: string;
  readonly status: ImpactStatus;
}

const RANK: Readonly<Record<ImpactStatus, number>> = { up: 0, degraded: 1, down: 2 };

/** 0 for up, 1 for degraded, 2 for down: a larger rank is worse. */
export function impactRank(status: ImpactStatus): number {
  return RANK[status];
}

/** The worst of them; `up` when there is none. */
export function worstOf(statuses: Iterable<ImpactStatus>): ImpactStatus {
  let worst: ImpactStatus = 'up';
  for (const status of statuses) if (RANK[status] > RANK[worst]) worst = status;
  return worst;
}
