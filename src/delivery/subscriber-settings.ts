import { PRESETS } from './presets.ts';

const { order, retry_delays_s, timeout_ms, max_attempts } = PRESETS.default;

/**
 * How subscribers of status pages are delivered to: as any webhook, but a few requests at once,
 * because one endpoint hears of few reports.
 */
export const DELIVERY_PRESET = {
  timeout_ms,
  max_in_flight: 4,
  ordering: order,
  max_attempts,
  retry_delays: JSON.stringify(retry_delays_s),
} as const;
