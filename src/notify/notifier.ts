import { startTicker } from '../jobs/ticker.ts';
import { SECOND } from '../kernel/time.ts';
import { sendDueDigests } from './digest.ts';
import { sendDueReminders } from './remind.ts';
import { type Sender, type SenderOptions, startSender } from './sender.ts';

/**
 * Everything of this room that runs by itself: sending, reminders and digests. Any number of
 * replicas may run it.
 */
export function startNotifier(options: SenderOptions): Sender {
  const { store, log } = options;
  const sender = startSender(options);
  const due = startTicker(
    'reminders and digests',
    SECOND,
    async () => {
      const made = (await sendDueReminders(store)) + (await sendDueDigests(store));
      if (made > 0) sender.wake();
    },
    log,
  );
  return {
    wake: sender.wake,
    close: async () => {
      await due.close();
      await sender.close();
    },
  };
}
