import { invalid } from '../../../kernel/errors.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import type { Asked, Format, FormatContext, Translation } from '../../format.ts';
import { fittingKey, textIn } from '../fields.ts';
import { commandsOf, missing } from './command.ts';
import { createdEvent } from './event.ts';
import { alertIdOf, opsgenieAnswer, opsgenieError, opsgenieReply } from './replies.ts';
import { type OpsgeniePayload, opsgenieSchema } from './schema.ts';

/**
 * Opsgenie's Alert API for clients that were made for it (contracts, "Compatible endpoints"). The
 * API key is the integration's; the alias is the dedup key, and the id is the alert's id here.
 */
export const opsgenie: Format = {
  name: 'opsgenie',
  title: 'Opsgenie Alert API',
  auth: { kind: 'key', place: { in: 'authorization', scheme: 'GenieKey' } },
  schema: opsgenieSchema,
  policy: {
    onRecovery: 'close',
    // Over there every alert calls people.
    opens: SEVERITIES,
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  toEvents,
  toReply: opsgenieReply,
  toError: opsgenieError,
  answers: { alertIdOf, toAnswer: opsgenieAnswer },
};

function toEvents(payload: OpsgeniePayload, { asked, now, newKey }: FormatContext): Translation {
  const warnings: string[] = [];
  if (asked === undefined) {
    const message = textIn(payload.message);
    if (message === undefined) throw missing('message', 'the title of the alert');
    const alias = textIn(payload.alias);
    const dedupKey = alias === undefined ? newKey() : fittingKey(alias);
    const event = createdEvent(payload, message, dedupKey, warnings);
    const commands = commandsOf({ action: 'create', dedupKey, payload, now }, warnings);
    return { events: [event], commands, warnings };
  }
  const { action } = asked;
  const dedupKey = namedKey(asked);
  const closing = { dedupKey, status: 'resolved', raw: payload } as const;
  const commands = commandsOf({ action, dedupKey, payload, now }, warnings);
  return { events: action === 'close' ? [closing] : [], commands, warnings };
}

function namedKey({ dedupKey }: Asked): string {
  const key = textIn(dedupKey);
  if (key !== undefined) return fittingKey(key);
  throw invalid('The URL names no alert.', [
    { pointer: '/alias', expected: 'an alias', received: 'nothing' },
  ]);
}
