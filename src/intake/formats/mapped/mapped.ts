import type { Format, FormatContext, Translation } from '../../format.ts';
import { countersReply } from '../counters.ts';
import { evaluate } from './evaluate.ts';
import { toEvent } from './event.ts';
import { mappingErrors } from './mapping.ts';
import { mappedSchema } from './schema.ts';

/**
 * Any JSON, by expressions that the integration's owner writes (contracts, "Native sources";
 * decision "Mappings are CEL"). Without a mapping bodies are kept on their receipts, so that one can
 * be written for what really comes.
 */
export const mapped: Format = {
  name: 'mapped',
  title: 'Any JSON, mapped',
  auth: { kind: 'none' },
  schema: mappedSchema,
  policy: {
    onRecovery: 'close',
    opens: ['critical', 'high', 'medium', 'low'],
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  checkSettings: ({ mapping }) => mappingErrors(mapping),
  toEvents,
  toReply: countersReply,
};

const UNMAPPED =
  'No mapping is configured yet: the body is kept on its receipt, no alert was made.';

function toEvents(payload: unknown, { settings }: FormatContext): Translation {
  const mapping = settings?.mapping;
  if (mapping === undefined) return { events: [], warnings: [UNMAPPED] };
  const { items, reason } = evaluate(mapping, payload);
  const warnings: string[] = [];
  if (reason !== null) warnings.push(`alerts gives no list, so no alert was made: ${reason}`);
  const events = items.map((item) => toEvent(item, warnings, settings?.severity_map));
  return { events, warnings: warnings.slice(0, 20) };
}
