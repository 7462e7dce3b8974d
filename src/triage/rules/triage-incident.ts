import { blastRadiusOf } from './blast-radius.ts';
import { causesOf } from './causes.ts';
import { classify } from './classify.ts';
import { readAlerts } from './facts.ts';
import { rankChanges } from './rank-changes.ts';
import { suggestSeverity } from './suggest-severity.ts';
import { summarise } from './summarise.ts';
import type { TriageInput } from './triage-input.ts';
import type { TriageResult } from './triage-result.ts';

const SIMILAR_SHOWN = 5;

/**
 * What an incident is about, from its alerts alone: rules over words, likeness to known kinds of
 * alerts, and no network. The same input gives the same result whatever the order of keys and
 * alerts; the text of alerts is only ever compared word by word. Never throws, and reads no more
 * of an alert than `facts.ts` allows.
 */
export function triageIncident(input: TriageInput): TriageResult {
  const alerts = readAlerts(input.alerts);
  const verdict = classify(alerts);
  const causes = causesOf(verdict.hits, input.alerts);
  const blastRadius = blastRadiusOf(input);
  const changes = rankChanges(input);
  const severity = suggestSeverity(input, alerts, verdict, blastRadius);
  const similar = [...input.similar]
    .sort((a, b) => b.score - a.score || (a.incident_id < b.incident_id ? -1 : 1))
    .slice(0, SIMILAR_SHOWN);
  const { category, incident_type } = verdict;
  return {
    category,
    incident_type,
    severity,
    summary: summarise({ input, verdict, causes, blastRadius, changes, similar }),
    causes,
    blast_radius: blastRadius,
    similar,
    changes,
    outcome: causes.length === 0 ? 'inconclusive' : 'triaged',
    explained: verdict.explained,
  };
}
