import { isFound } from './citations.ts';
import type { Hit } from './match-signals.ts';
import type { TriageAlert } from './triage-input.ts';
import type { Cause } from './triage-result.ts';

const SHOWN = 3;

/** What is so much weaker than the strongest is no likely cause any more. */
const LEAST_SHARE = 0.4;

/**
 * The likely causes that the strongest signals name, each with the quotes that show it. A quote
 * that is not found in the stored alert is dropped, a cause without a quote as well.
 */
export function causesOf(hits: readonly Hit[], alerts: readonly TriageAlert[]): Cause[] {
  const byId = new Map(alerts.map((alert) => [alert.alert_id, alert]));
  const strongest = hits.find(({ signal }) => signal.says !== undefined)?.score ?? 0;
  return hits
    .filter(({ score }) => score >= strongest * LEAST_SHARE)
    .flatMap(({ signal, citations }): Cause[] => {
      const found = citations.filter((citation) => {
        const alert = byId.get(citation.alert_id);
        return alert !== undefined && isFound(alert, citation);
      });
      if (signal.says === undefined || found.length === 0) return [];
      return [{ text: signal.says, citations: found }];
    })
    .slice(0, SHOWN);
}
