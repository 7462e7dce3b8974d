import type { Severity } from '../../kernel/severity.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Reply, RequestNote } from '../format.ts';

/** An alert as its sender may see it again. */
export interface SentAlert {
  readonly alertId: string;
  readonly dedupKey: string;
  readonly integrationId: string;
  readonly integrationName: string;
  readonly status: 'firing' | 'resolved';
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly source: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly occurrences: number;
  /** Of the incident it is in; null: it is in none. */
  readonly progress: 'triggered' | 'acknowledged' | 'closed' | null;
  readonly snoozedUntil: Instant | null;
}

/** How senders of a format ask for what they have sent. */
export interface Answers {
  /** The alert that a request was about, read from the id that its reply gave the request. */
  readonly alertIdOf: (requestId: string) => string | undefined;
  /** `asked`: what stands in the URL, an alert or the id of a request. */
  readonly toAnswer: (alert: SentAlert, asked: string, request: RequestNote) => Reply;
}
