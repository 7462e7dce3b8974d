import { type Static, Type } from 'typebox';
import { isObject } from '../../../kernel/json.ts';
import { DAY, formatInstant } from '../../../kernel/time.ts';
import type { ChangeFormat, FormatContext, SentChange } from '../../format.ts';
import {
  firstText,
  fitted,
  fittingMap,
  instantIn,
  linkTo,
  MAX_TITLE,
  serviceName,
  textIn,
} from '../fields.ts';

const anything = (description: string) => Type.Optional(Type.Unknown({ description }));

/** PagerDuty's change events (developer docs, "Send a Change Event"). */
const changeSchema = Type.Object(
  {
    routing_key: Type.Optional(Type.String({ description: 'The key of the integration' })),
    payload: Type.Object({
      summary: Type.String({ pattern: '\\S', description: 'What was changed' }),
      source: anything('Becomes a label.'),
      timestamp: anything('When it began, ISO 8601; default: now.'),
      custom_details: anything(
        'Scalars become labels; service, environment and version say what they say.',
      ),
    }),
    links: anything('A list with href and text; the first one is kept.'),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'PagerDuty change event',
    description: 'Fields not listed here are ignored.',
  },
);

type ChangePayload = Static<typeof changeSchema>;

const MAX_NAME = 200;

export const changes: ChangeFormat = { schema: changeSchema, toChange };

function toChange(
  { payload, links }: ChangePayload,
  { now, settings }: FormatContext,
  warnings: string[],
): SentChange {
  const details = isObject(payload.custom_details) ? payload.custom_details : {};
  const source = textIn(payload.source);
  const labels = fittingMap({ ...(source && { source }), ...details }, 'custom_details', warnings);
  const named = {
    service: serviceName(details.service) ?? settings?.default_service,
    environment: named200(firstText(details.environment, details.env)),
    version: named200(firstText(details.version)),
    started_at: startIn(payload.timestamp, now, warnings),
    url: firstUrl(links),
  };
  const present = Object.entries(named).filter(([, text]) => text !== undefined);
  const title = fitted(textIn(payload.summary) ?? '', MAX_TITLE, 'The summary', warnings);
  return { title, labels, ...Object.fromEntries(present) };
}

function named200(text: string | undefined): string | undefined {
  return text === undefined ? undefined : fitted(text.trim(), MAX_NAME, 'A detail', []);
}

function startIn(timestamp: unknown, now: number, warnings: string[]): string | undefined {
  const at = instantIn(timestamp);
  if (at === undefined) return undefined;
  if (at <= now + DAY) return formatInstant(at);
  warnings.push('The timestamp is more than a day ahead and was left out.');
  return undefined;
}

function firstUrl(links: unknown): string | undefined {
  const listed = Array.isArray(links) ? links.filter(isObject) : [];
  const url = listed.flatMap(({ href }) => linkTo(href, '')).at(0)?.href;
  return url !== undefined && url.length <= 2_000 ? url : undefined;
}
