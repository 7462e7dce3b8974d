import { type Instant, MINUTE, SECOND } from '../kernel/time.ts';

const REFUSED_PER_SECOND = 10;
const ACCEPTED_PER_MINUTE = 1;

/** Which requests leave a receipt. Holds only the integrations of the current second and minute. */
export function createReceiptRates() {
  const refused = createQuota(REFUSED_PER_SECOND, SECOND);
  const accepted = createQuota(ACCEPTED_PER_MINUTE, MINUTE);
  return { keepsRefused: refused, keepsAccepted: accepted };
}

function createQuota(most: number, window: number) {
  const used = new Map<string, number>();
  let current = Number.NaN;
  return (integrationId: string, now: Instant): boolean => {
    const at = Math.floor(now / window);
    if (at !== current) {
      used.clear();
      current = at;
    }
    const count = used.get(integrationId) ?? 0;
    if (count >= most) return false;
    used.set(integrationId, count + 1);
    return true;
  };
}
