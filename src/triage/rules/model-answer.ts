import { type Static, Type } from 'typebox';
import { storable } from '../../kernel/text.ts';
import { isFound } from './citations.ts';
import type { PromptFact } from './model-prompt.ts';
import type { TriageAlert } from './triage-input.ts';
import {
  CATEGORIES,
  type Category,
  type Cause,
  type Citation,
  INCIDENT_TYPES,
  type IncidentType,
  type TriageResult,
} from './triage-result.ts';

const closed = { additionalProperties: false } as const;

/** The one form an answer of a model may have. */
export const ModelAnswer = Type.Object(
  {
    category: Type.Enum([...CATEGORIES]),
    incident_type: Type.Enum([...INCIDENT_TYPES]),
    summary: Type.String({ maxLength: 1_500 }),
    causes: Type.Array(
      Type.Object(
        {
          text: Type.String({ maxLength: 500 }),
          citations: Type.Array(
            Type.Object({ fact: Type.Integer(), quote: Type.String({ maxLength: 300 }) }, closed),
            { maxItems: 20 },
          ),
        },
        closed,
      ),
      { maxItems: 10 },
    ),
  },
  closed,
);
export type ModelAnswer = Static<typeof ModelAnswer>;

/** What a model wrote of a triage; what it left as it was is absent. */
export interface Refinement {
  readonly category?: Category;
  readonly incident_type?: IncidentType;
  readonly summary?: string;
  /** Each with a quote that was found. */
  readonly causes: readonly Cause[];
}

const SHOWN = { causes: 3, citations: 5 };

/**
 * The JSON in what a model said: some think aloud before it, others put a fence around it. From the
 * first brace after such thoughts to the last one; null: there is none.
 */
export function jsonIn(text: string): string | null {
  const said = text.slice(Math.max(0, text.lastIndexOf('</think>')));
  const from = said.indexOf('{');
  const to = said.lastIndexOf('}');
  return from >= 0 && to > from ? said.slice(from, to + 1) : null;
}

/**
 * What of an answer is taken: null unless a quote stands byte for byte in a stored alert, whatever
 * else it says. An answer that knows less than the rules did, does not take away what they knew.
 */
export function refinementOf(
  answer: ModelAnswer,
  facts: readonly PromptFact[],
  alerts: readonly TriageAlert[],
  result: TriageResult,
): Refinement | null {
  const causes = foundedCauses(answer, facts, alerts);
  if (causes.length === 0) return null;
  const { category, incident_type } = answer;
  const summary = plain(answer.summary);
  return {
    ...(category !== 'unknown' && category !== result.category && { category }),
    ...(incident_type !== 'custom' && incident_type !== result.incident_type && { incident_type }),
    ...(summary !== '' && summary !== result.summary && { summary }),
    causes,
  };
}

function foundedCauses(
  { causes }: ModelAnswer,
  facts: readonly PromptFact[],
  alerts: readonly TriageAlert[],
): Cause[] {
  const byId = new Map(alerts.map((alert) => [alert.alert_id, alert]));
  return causes
    .map((cause): Cause => {
      const citations = cause.citations.flatMap(({ fact, quote }) => {
        const { alertId, path } = facts[fact - 1] ?? {};
        const alert = alertId === undefined ? undefined : byId.get(alertId);
        if (!alert || path === undefined) return [];
        const citation = { alert_id: alert.alert_id, path, quote };
        return isFound(alert, citation) ? [citation] : [];
      });
      return { text: plain(cause.text), citations: eachOnce(citations).slice(0, SHOWN.citations) };
    })
    .filter(({ text, citations }) => text !== '' && citations.length > 0)
    .filter(({ text }, index, all) => all.findIndex((one) => one.text === text) === index)
    .slice(0, SHOWN.causes);
}

function eachOnce(citations: readonly Citation[]): Citation[] {
  return [...new Map(citations.map((one) => [JSON.stringify(one), one])).values()];
}

/** One line of text that can be stored: no control characters, nothing that turns its direction. */
function plain(text: string): string {
  return storable(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
}
