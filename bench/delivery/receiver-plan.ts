import type { EventPlan } from './event-plan.ts';

/** What the receiver is told to expect. Its endpoints are `/e/0`, `/e/1`, … */
export interface ReceiverPlan {
  readonly events: EventPlan;
  /** `whsec_…`, by endpoint. */
  readonly secrets: readonly string[];
  /** Milliseconds until the answer, by endpoint. */
  readonly delays: readonly number[];
  /** The signature of every n-th request is checked by Standard Webhooks' own library. */
  readonly verifyEvery: number;
}

/** What came in. */
export interface ReceiverReport {
  /** By the event's number: when the head of its first request was read; NaN: never. */
  readonly receivedAt: Float64Array;
  readonly requests: number;
  /** Requests for an event that had been received before. */
  readonly duplicates: number;
  /** Events first received after a later one of the same incident. */
  readonly orderErrors: number;
  /** Events at an endpoint that is not theirs, and bodies that tell of no event. */
  readonly strays: number;
  /** Signatures checked, and those among them that were wrong. */
  readonly verified: number;
  readonly badSignatures: number;
  /** TCP connections opened. */
  readonly connections: number;
  /** Of all bodies together. */
  readonly bodyBytes: number;
}

/** Events received so far: in all, and at endpoints that answer at once. */
export interface Progress {
  readonly events: number;
  readonly prompt: number;
}

export type FromReceiver =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'expecting' }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'report'; readonly report: ReceiverReport };

export type ToReceiver =
  | { readonly kind: 'expect'; readonly plan: ReceiverPlan }
  | { readonly kind: 'report' };
