import type { IconName } from '../frame/icons.tsx';
import type { Impact, ReportState } from './report-data.ts';

/** States of a report in the order in which they usually come. */
export const STATES: readonly (readonly [ReportState, string])[] = [
  ['investigating', 'Investigating'],
  ['identified', 'Identified'],
  ['monitoring', 'Monitoring'],
  ['resolved', 'Resolved'],
];

/** How a report or maintenance leaves a service. */
export const IMPACTS: readonly (readonly [Impact, string])[] = [
  ['up', 'Up'],
  ['degraded', 'Degraded'],
  ['down', 'Down'],
];

const STATE_NAMES = new Map(STATES);
const IMPACT_NAMES = new Map(IMPACTS);

/** `Investigating`; what has none is a draft. */
export function stateName(state: ReportState | null): string {
  return state === null ? 'Draft' : (STATE_NAMES.get(state) ?? state);
}

/** `Degraded` */
export function impactName(impact: Impact): string {
  return IMPACT_NAMES.get(impact) ?? impact;
}

export const IMPACT_ICONS: Readonly<Record<Impact, IconName>> = {
  up: 'check',
  degraded: 'warning',
  down: 'close',
};

/** `nobody`, `1 subscriber`, `214 subscribers` */
export function subscribers(count: number): string {
  if (count === 0) return 'nobody';
  return count === 1 ? '1 subscriber' : `${count.toLocaleString()} subscribers`;
}

/** `Published; 214 subscribers told in 10 s`; `did` begins it. */
export function publishedWords(
  did: string,
  { recipients, told_at }: { readonly recipients: number; readonly told_at: string | null },
): string {
  if (told_at === null) return `${did}; nobody is told`;
  const wait = Math.max(0, Math.round((Date.parse(told_at) - Date.now()) / 1_000));
  return `${did}; ${subscribers(recipients)} told in ${wait} s`;
}
