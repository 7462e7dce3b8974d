import { concludeTriage } from '../incidents/conclude-triage.ts';
import { findIncident } from '../incidents/queries.ts';
import type { IncidentState } from '../incidents/rules/incident.ts';
import type { Clock, Instant } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import type { StoreLog } from '../store/log.ts';
import { isRetryable, isUnreachable, transact } from '../store/transaction.ts';
import { allowsModel, supersedePending } from './model-queries.ts';
import { readInput } from './read-input.ts';
import { isMaterial } from './rules/is-material.ts';
import { triageIncident } from './rules/triage-incident.ts';
import type { TriageInput } from './rules/triage-input.ts';
import type { TriageResult } from './rules/triage-result.ts';
import {
  deleteSubject,
  lockDueSubject,
  putOff,
  type Subject,
  settleSubject,
} from './subject-queries.ts';
import { findLastTriage, insertTriage, trimTriages } from './triage-queries.ts';

/** What decides; stored with each result, so that results of different ones can be told apart. */
const ENGINE = 'rules';

/** Failures after which an attempt is given up. */
const MOST_FAILURES = 3;

/** What a triage needs. */
export interface TriageDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: StoreLog;
  /** Default: {@link triageIncident}. */
  readonly engine?: (input: TriageInput) => TriageResult;
  /** The model that is asked afterwards (`refine-next.ts`), by its name; default: none. */
  readonly model?: string | null;
}

/**
 * Triages the incident that is due first, if any: one transaction holds its place in the queue and
 * stores the result, so a crash leaves it as it was and another replica never does it too. The
 * incident itself is locked last and only to be written. Returns whether there was one.
 */
export async function triageNext(deps: TriageDeps): Promise<boolean> {
  let subject: Subject | null = null;
  try {
    return await deps.store.db.transaction().execute(async (tx) => {
      subject = await lockDueSubject(tx);
      if (subject) await triage(tx, deps, subject);
      return subject !== null;
    });
  } catch (error) {
    if (subject === null || isRetryable(error) || isUnreachable(error)) throw error;
    await noteFailure(deps, subject, error);
    return true;
  }
}

async function triage(tx: Db, deps: TriageDeps, subject: Subject): Promise<void> {
  const { tenantId, incidentId } = subject;
  const startedAt = deps.clock();
  const incident = await findIncident(tx, tenantId, incidentId);
  if (!incident) return deleteSubject(tx, tenantId, incidentId);
  const { input, kinds } = await readInput(tx, incident, startedAt);
  const { severity, alertCount } = incident;
  const seen = { severity, alertCount, kinds, attempt: subject.attempt };
  if (!isWorthIt(subject, incident, kinds)) return settleSubject(tx, subject, seen);
  const result = (deps.engine ?? triageIncident)(input);
  await store(tx, deps, subject, { outcome: result.outcome, result, error: null, startedAt });
  await settleSubject(tx, subject, { ...seen, attempt: subject.attempt + 1 });
}

/** What people ask for is done; what changed by itself must matter. */
function isWorthIt(subject: Subject, incident: IncidentState, kinds: readonly string[]): boolean {
  const { reason, severity, kinds: before } = subject;
  if (reason !== 'severity' && reason !== 'alerts') return true;
  return isMaterial({ severity, kinds: before }, { severity: incident.severity, kinds });
}

interface Ending {
  readonly outcome: 'triaged' | 'inconclusive' | 'failed';
  readonly result: TriageResult | null;
  readonly error: string | null;
  readonly startedAt: Instant;
}

async function store(tx: Db, deps: TriageDeps, subject: Subject, ending: Ending): Promise<void> {
  const { tenantId, incidentId } = subject;
  const { outcome, result, error, startedAt } = ending;
  const attempt = subject.attempt + 1;
  const last = await findLastTriage(tx, tenantId, incidentId);
  const now = deps.clock();
  await insertTriage(tx, tenantId, {
    incident_id: incidentId,
    attempt,
    outcome,
    reason: subject.reason,
    requested_by: subject.requestedBy && JSON.stringify(subject.requestedBy),
    requested_at: subject.requestedAt,
    started_at: new Date(startedAt),
    finished_at: new Date(now),
    engine: ENGINE,
    result: result && JSON.stringify(result),
    error,
    ...(await modelStateOf(tx, deps, tenantId, result)),
  });
  await supersedePending(tx, tenantId, incidentId, attempt);
  await trimTriages(tx, tenantId, incidentId, attempt);
  const isNews = subject.reason === 'requested' || findingOf(last) !== findingOf(ending);
  const detail = isNews ? detailOf(subject, ending) : null;
  await concludeTriage(tx, tenantId, incidentId, { outcome, detail }, now);
}

/** Whether the model is to be asked about what was found; why not, in a word. */
async function modelStateOf(
  tx: Db,
  { model = null }: TriageDeps,
  tenantId: string,
  result: TriageResult | null,
) {
  if (result === null) return { model_state: 'off', model_reason: 'untriaged' } as const;
  if (model === null) return { model_state: 'off', model_reason: 'unset' } as const;
  if (await allowsModel(tx, tenantId))
    return { model_state: 'pending', model_name: model } as const;
  return { model_state: 'off', model_reason: 'tenant' } as const;
}

/** What an attempt says in short; the timeline does not tell the same twice. */
function findingOf(
  ending: { readonly outcome: string; readonly result: unknown } | undefined,
): string {
  if (!ending) return '';
  const { category, incident_type } = (ending.result ?? {}) as Partial<TriageResult>;
  return [ending.outcome, category, incident_type].join(' ');
}

function detailOf(subject: Subject, { outcome, result }: Ending): Record<string, unknown> {
  return {
    outcome,
    attempt: subject.attempt + 1,
    reason: subject.reason,
    ...(result && {
      category: result.category,
      incident_type: result.incident_type,
      summary: result.summary,
    }),
  };
}

/** Tries again later, or ends the attempt as failed: an incident does not wait for ever. */
async function noteFailure(deps: TriageDeps, subject: Subject, error: unknown): Promise<void> {
  const { tenantId, incidentId, failures } = subject;
  deps.log.warn({ err: error }, `the triage of ${incidentId} failed`);
  await transact(deps.store, async (tx) => {
    if (failures + 1 < MOST_FAILURES) return putOff(tx, tenantId, incidentId);
    const startedAt = deps.clock();
    await settleSubject(tx, subject, {
      attempt: subject.attempt + 1,
      severity: null,
      alertCount: 0,
      kinds: [],
    });
    const reason = 'It could not be read; the log of the hub says why.';
    const ending = { outcome: 'failed', result: null, error: reason, startedAt } as const;
    await store(tx, deps, subject, ending);
  });
}
