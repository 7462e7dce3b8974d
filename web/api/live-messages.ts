import type { StreamMessage, StreamState } from './event-stream.ts';

export interface Address {
  /** Tabs with the same key share one connection. */
  readonly key: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a tab says to the shared worker: that it is there, that it must be tried now, goodbye. */
export type ToWorker =
  | ({ readonly type: 'listen' | 'nudge' } & Address)
  | { readonly type: 'leave' };

/** What the shared worker says to its tabs. */
export type FromWorker =
  | ({ readonly type: 'message' } & StreamMessage)
  | { readonly type: 'state'; readonly state: StreamState };
