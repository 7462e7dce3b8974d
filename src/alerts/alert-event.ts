import { nameOf } from '../kernel/hashing.ts';
import type { Severity } from '../kernel/severity.ts';
import type { Instant } from '../kernel/time.ts';

export interface Link {
  readonly href: string;
  readonly text: string;
}

/**
 * One occurrence as a format hands it over: what the sender said, in our words.
 *
 * A field the sender did not give is absent: on a repeat or a resolve the stored value stays
 * (domain, "Alert rules"). `startedAt` and `endedAt` are the *sender's* clock and absent when the
 * sender gave none: late events are told by comparing the sender's clock with itself only.
 */
export interface AlertEvent {
  /** Identity within the integration, at most 512 characters. */
  readonly dedupKey: string;
  readonly status: 'firing' | 'resolved';
  readonly title?: string;
  readonly description?: string;
  readonly severity?: Severity;
  /** The sender's own word for the severity, kept on the alert. */
  readonly severityWord?: string;
  /** Name of the service the alert is about. */
  readonly service?: string;
  /** The sender's name for itself. */
  readonly source?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly links?: readonly Link[];
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
  /** This alert's part of the request body, kept as the raw occurrence. */
  readonly raw: unknown;
}

/**
 * The alert's id, derived from its identity (tenant, integration, dedup key): every replica knows
 * it without asking, so one primary key is both identity and handle.
 */
export function alertIdOf(tenantId: string, integrationId: string, dedupKey: string): string {
  return `alt_${nameOf(tenantId, integrationId, dedupKey)}`;
}
