import { PRESETS } from './presets.ts';
import { DEFAULT_DELAYS_S } from './rules/backoff.ts';
import type { WebhookRow } from './webhook-queries.ts';
import type { UpdateWebhookBody } from './webhook-schemas.ts';

/** How deliveries are made, as a webhook's row holds it. */
export type DeliveryColumns = Pick<
  WebhookRow,
  'preset' | 'timeout_ms' | 'max_in_flight' | 'ordering' | 'max_attempts' | 'retry_delays'
>;

type Asked = Pick<UpdateWebhookBody, 'preset' | 'timeout_ms' | 'max_in_flight' | 'order' | 'retry'>;

/**
 * The settings after a request: what it gives holds; null, or a preset that it names, takes what it
 * does not give from the preset; the rest stays as `before` has it (undefined: a new webhook).
 */
export function deliveryColumns(
  before: DeliveryColumns | undefined,
  asked: Asked,
): DeliveryColumns {
  const preset = asked.preset ?? before?.preset ?? 'default';
  const base = presetColumns(preset);
  // A preset that is named is chosen anew.
  const kept = before === undefined || asked.preset !== undefined ? base : before;
  return {
    preset,
    timeout_ms: chosen(asked.timeout_ms, kept.timeout_ms, base.timeout_ms),
    max_in_flight: chosen(asked.max_in_flight, kept.max_in_flight, base.max_in_flight),
    ordering: chosen(asked.order, kept.ordering, base.ordering),
    ...retryColumns(asked.retry === null ? base : kept, asked.retry ?? {}),
  };
}

/** Undefined: it stays; null: back to the preset's. */
function chosen<T>(asked: T | null | undefined, kept: T, base: T): T {
  return asked === undefined ? kept : (asked ?? base);
}

function presetColumns(preset: WebhookRow['preset']): DeliveryColumns {
  const { order, retry_delays_s, ...rest } = PRESETS[preset];
  return { preset, ...rest, ordering: order, retry_delays: [...retry_delays_s] };
}

type RetryColumns = Pick<WebhookRow, 'max_attempts' | 'retry_delays'>;

/** Delays without a number of attempts mean one attempt more than there are delays. */
function retryColumns(
  { max_attempts, retry_delays }: RetryColumns,
  asked: NonNullable<Asked['retry']>,
): RetryColumns {
  const delays = asked.delays_s ?? retry_delays;
  const fallback = asked.delays_s === undefined ? max_attempts : asked.delays_s.length + 1;
  const attempts = asked.max_attempts ?? fallback;
  const none = attempts > 1 && delays.length === 0;
  return { max_attempts: attempts, retry_delays: none ? [...DEFAULT_DELAYS_S] : [...delays] };
}
