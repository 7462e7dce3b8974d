/** What a sender process is told to do. */
export interface SenderPlan {
  readonly port: number;
  readonly secret: string;
  readonly connections: number;
  /** Beginning of every external id. */
  readonly prefix: string;
  /** Alerts in a request. */
  readonly batch: number;
  /** Requests go round over this many different ones; 0: every one is new. */
  readonly known: number;
  /** Ends after this many requests; 0: no such limit. */
  readonly limit: number;
  readonly warmupSeconds: number;
  /** Length of the measured window; 0: until told to stop. */
  readonly seconds: number;
  /** Send what was not acknowledged again, and report what was. */
  readonly insist: boolean;
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export interface SenderReport {
  /** Requests answered with 2xx in the measured window, and its length. */
  readonly measured: number;
  readonly seconds: number;
  readonly latency: Latency;
  /** Requests answered with 2xx, warm-up included. */
  readonly acknowledged: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Connections refused or broken. */
  readonly connectionErrors: number;
  /** 503 without Retry-After. */
  readonly missingRetryAfter: number;
  /** The longest time between two acknowledgements, in milliseconds. */
  readonly longestGap: number;
  /** Requests that had no answer long after the end. */
  readonly unanswered: number;
  /** Numbers of the acknowledged requests, where asked for. */
  readonly numbers: readonly number[];
}

export type FromSender =
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured' }
  | { readonly kind: 'progress'; readonly acknowledged: number; readonly refused: number }
  | { readonly kind: 'done'; readonly report: SenderReport };

export type ToSender =
  | { readonly kind: 'start'; readonly plan: SenderPlan }
  | { readonly kind: 'stop' };
