import { storable, truncate } from '../../../kernel/text.ts';
import { idIn } from '../fields.ts';
import type { ZabbixPayload } from './schema.ts';

const UNEXPANDED = /^\s*(\{[$?]?[A-Z][A-Z0-9_.]*\}|\*UNKNOWN\*)\s*$/;

/** Whether a value is the name of a macro, or what Zabbix writes for one that has no value. */
function isUnexpanded(value: unknown): boolean {
  return typeof value === 'string' && UNEXPANDED.test(value);
}

/** The value of a macro; undefined where it is empty or was not expanded. */
export function expanded(value: string | number | null | undefined): string | undefined {
  return isUnexpanded(value) ? undefined : idIn(value) || undefined;
}

// Without these an alert cannot be told from others, or what became of it. The rest are only
// expanded in some operations: {EVENT.UPDATE.ACTION} of a new problem stays as it is.
const NEEDED = ['event_id', 'event_value', 'event_name', 'event_nseverity', 'host_name'] as const;

/** A sentence for each value that had to be there and was not expanded. */
export function macroWarnings(payload: ZabbixPayload): string[] {
  return NEEDED.filter((name) => isUnexpanded(payload[name])).map(
    (name) =>
      `${name} holds a macro that was not expanded: ${truncate(storable(String(payload[name])), 80)}.`,
  );
}
