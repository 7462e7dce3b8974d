import { requireSignature } from '../../test/generic-secret.ts';
import type { Rig } from '../../test/rig.ts';
import { createSignedBodies } from '../signed-requests.ts';
import { createPoster } from './poster.ts';

/** Wakes the hub's dispatcher. */
export interface Waker {
  /** Returns at once; calls while one is under way are one more. */
  readonly wake: () => void;
  /** Waits for what is under way. Throws when the hub refused one. */
  readonly close: () => Promise<void>;
}

/**
 * Rows that come into the outbox from outside are noticed at the next poll, up to a second later;
 * the hub's own commits wake its dispatcher. So each transaction of the rig is followed by the
 * cheapest commit there is: the repeat of an alert, which leaves no event. Its tenant has no
 * webhooks.
 */
export async function openWaker(rig: Rig): Promise<Waker> {
  const { secret } = await requireSignature(rig);
  const { body, signature } = createSignedBodies({ secret, prefix: 'wake', batch: 1 })(0);
  const poster = createPoster(rig.hub().port);
  let failure: unknown;
  let again = false;
  let running: Promise<void> | null = null;
  const run = async () => {
    while (again) {
      again = false;
      const headers = { 'x-regen-signature': signature };
      const { status } = await poster.post('/api/v1/webhooks/generic', body, headers);
      if (status >= 300) throw new Error(`The hub answered ${status} to a repeat.`);
    }
  };
  const wake = () => {
    again = true;
    running ??= run()
      .catch((error) => {
        failure ??= error;
      })
      .finally(() => {
        running = null;
      });
  };
  const close = async () => {
    await running;
    poster.close();
    if (failure !== undefined) throw failure;
  };
  wake();
  await running;
  if (failure !== undefined) await close();
  return { wake, close };
}
