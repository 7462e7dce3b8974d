/** Who a subscriber is, as far as being told is concerned. */
export interface Recipient {
  readonly isConfirmed: boolean;
  readonly isUnsubscribed: boolean;
  /** Null: the whole hub. */
  readonly serviceIds: readonly string[] | null;
}

/**
 * Whether a subscriber is told of something about these services: confirmed, not unsubscribed, and
 * of the whole hub or of one of them (research/statuspage.md §1.4, "Recipients"). The statement that
 * writes recipients says the same in SQL; a test holds them together.
 */
export function isTold(recipient: Recipient, aboutServices: readonly string[]): boolean {
  const { isConfirmed, isUnsubscribed, serviceIds } = recipient;
  if (!isConfirmed || isUnsubscribed) return false;
  return serviceIds === null || serviceIds.some((id) => aboutServices.includes(id));
}
