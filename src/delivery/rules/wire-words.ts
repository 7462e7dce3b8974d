import type { Severity } from '../../kernel/severity.ts';
import { parseInstant, SECOND } from '../../kernel/time.ts';
import type { WireSeverity } from './payload.ts';

/** Our five severities in Flashduty's three words (design, domain "Objects"). */
export const SEVERITY: Readonly<Record<Severity, WireSeverity>> = {
  critical: 'Critical',
  high: 'Warning',
  medium: 'Warning',
  low: 'Info',
  info: 'Info',
};

/** An incident's status: a severity, or Ok when nothing fires any more. */
export const STATUS: Readonly<Record<Severity | 'ok', WireSeverity | 'Ok'>> = {
  ...SEVERITY,
  ok: 'Ok',
};

export const PROGRESS = {
  triggered: 'Triggered',
  acknowledged: 'Processing',
  closed: 'Closed',
} as const;

/** An instant of a snapshot in whole seconds since the epoch; 0 when unset. */
export function seconds(text: string | null): number {
  return text === null ? 0 : Math.floor((parseInstant(text) ?? 0) / SECOND);
}
