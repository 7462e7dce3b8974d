/**
 * An alert as its events carry it (`alert_outbox.snapshot`): snake_case, instants as text, ids
 * instead of what other tables hold.
 */
export interface AlertSnapshot {
  readonly id: string;
  readonly integration_id: string;
  readonly dedup_key: string;
  readonly status: 'firing' | 'resolved';
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  readonly title: string;
  readonly description: string;
  readonly service_id: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  /** When it resolved, by our clock; null while it fires. */
  readonly resolved_at: string | null;
  readonly event_count: number;
  readonly incident: { readonly id: string; readonly title: string } | null;
}
