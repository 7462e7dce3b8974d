import { describe, expect, it } from 'vitest';
import { DELIVERY_LIMITS, PRESETS } from './presets.ts';

describe('the presets', () => {
  it('are what the contract says', () => {
    expect(PRESETS.default).toMatchObject({
      timeout_ms: 5_000,
      max_in_flight: 16,
      order: 'strict',
      max_attempts: 10,
    });
    const hours = PRESETS.default.retry_delays_s.reduce((sum, delay) => sum + delay, 0) / 3_600;
    expect(hours).toBeGreaterThanOrEqual(75);
    expect(PRESETS.flashduty).toMatchObject({ timeout_ms: 1_000, max_attempts: 1 });
  });

  it.each(Object.entries(PRESETS))('%s is within the limits', (_, preset) => {
    const { order: _order, retry_delays_s, ...numbers } = preset;
    for (const [name, value] of Object.entries(numbers)) {
      const { minimum, maximum } = DELIVERY_LIMITS[name as keyof typeof DELIVERY_LIMITS];
      expect(value).toBeGreaterThanOrEqual(minimum);
      expect(value).toBeLessThanOrEqual(maximum);
    }
    for (const delay of retry_delays_s) {
      expect(delay).toBeGreaterThanOrEqual(DELIVERY_LIMITS.retry_delays_s.minimum);
      expect(delay).toBeLessThanOrEqual(DELIVERY_LIMITS.retry_delays_s.maximum);
    }
    expect(retry_delays_s).toHaveLength(preset.max_attempts - 1);
  });
});
