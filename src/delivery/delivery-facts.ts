import type { Instant } from '../kernel/time.ts';
import type { DeliveryOrigin, StoredActor } from '../store/tables.ts';

/** What a delivery is about, wherever it stands: waiting, being sent, or in the history. */
export interface DeliveryFacts {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly eventType: string;
  /** The incident or alert that the event is about. */
  readonly subjectId: string;
  readonly eventAt: Instant;
  /** Which of the event's payloads: empty for the standard body, else the destination's id. */
  readonly variant: string;
  /** `createdAt` of that payload. */
  readonly payloadAt: Instant;
  readonly origin: DeliveryOrigin;
  /** Who asked for it; null for what simply happened. */
  readonly requestedBy: StoredActor | null;
}
