import { concludeTriage } from '../incidents/conclude-triage.ts';
import { findIncident } from '../incidents/queries.ts';
import { MINUTE } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import type { Model, ModelFault } from './llm.ts';
import { readModelAnswer } from './llm-answer.ts';
import {
  allowsModel,
  type Lease,
  leasePending,
  type ModelEnding,
  releaseLease,
  settleModel,
} from './model-queries.ts';
import { readInput } from './read-input.ts';
import { afterCall, type Breaker, mayAsk } from './rules/breaker.ts';
import { type Refinement, refinementOf } from './rules/model-answer.ts';
import { buildPrompt } from './rules/model-prompt.ts';
import { refined } from './rules/refined.ts';
import type { TriageInput } from './rules/triage-input.ts';
import type { TriageResult } from './rules/triage-result.ts';
import { lockSubject } from './subject-queries.ts';
import type { TriageDeps } from './triage-next.ts';
import { findAttempt, type TriageRow } from './triage-queries.ts';

/** What results that a model refined are stored with. */
const ENGINE = 'rules+model';

/** Calls about one attempt: a second one only where the process of the first has died. */
const MOST_CALLS = 2;

/** How long an attempt waits for the model; afterwards nobody would look at what it says. */
const PATIENCE = 5 * MINUTE;

/** What asking a model needs. */
export interface RefineDeps extends Pick<TriageDeps, 'store' | 'clock' | 'log'> {
  readonly model: Model;
  /** How the model's server is; kept by whoever asks again and again. */
  readonly health: { breaker: Breaker };
  /** Ends a call that is under way. */
  readonly signal: AbortSignal;
  /** Told what came of each attempt that waited: `refined`, or why not in a word. */
  readonly ended?: (result: string) => void;
}

/** Why nothing of a model is in a triage, in a word. */
type Reason = ModelFault | 'tenant' | 'paused' | 'late' | 'interrupted' | 'unfounded' | 'gone';

type Consulted = Refinement | Reason | 'stopping';

/**
 * Asks the model about one attempt that waits for it, if any; returns whether there was one. No
 * transaction is open while it is asked. What the rules found stays stored as it is, whatever comes
 * of this; what cannot be used is kept as a word.
 */
export async function refineNext(deps: RefineDeps): Promise<boolean> {
  const { db } = deps.store;
  const lease = await leasePending(db);
  if (!lease) return false;
  const consulted = await consult(deps, lease);
  if (consulted === 'stopping') await releaseLease(db, lease.tenantId, lease);
  else {
    await conclude(deps, lease, consulted);
    deps.ended?.(typeof consulted === 'string' ? consulted : 'refined');
  }
  return true;
}

async function consult(deps: RefineDeps, lease: Lease): Promise<Consulted> {
  const { store, clock, health } = deps;
  const { tenantId, incidentId } = lease;
  if (lease.call > MOST_CALLS) return 'interrupted';
  if (lease.age > PATIENCE) return 'late';
  if (!mayAsk(health.breaker, clock())) return 'paused';
  if (!(await allowsModel(store.db, tenantId))) return 'tenant';
  const row = await findAttempt(store.db, tenantId, incidentId, lease.attempt);
  const incident = await findIncident(store.db, tenantId, incidentId);
  if (!row || !incident) return 'gone';
  const { input } = await readInput(store.db, incident, clock());
  return ask(deps, input, row.result as TriageResult);
}

async function ask(
  { model, signal, health, clock, log }: RefineDeps,
  input: TriageInput,
  result: TriageResult,
): Promise<Consulted> {
  const prompt = buildPrompt(input, result);
  const reply = await model.ask(prompt, signal);
  if (!reply.ok) {
    if (reply.fault === 'stopping') return 'stopping';
    // An incident could make a model say too much; that is no fault of its server.
    health.breaker = afterCall(health.breaker, reply.fault === 'large', clock());
    log.warn(`the model for triage was not heard (${reply.fault}): ${reply.detail}`);
    return reply.fault;
  }
  health.breaker = afterCall(health.breaker, true, clock());
  const answer = readModelAnswer(reply.text);
  if (answer === null) return 'invalid';
  return refinementOf(answer, prompt.facts, input.alerts, result) ?? 'unfounded';
}

async function conclude(deps: RefineDeps, lease: Lease, consulted: Reason | Refinement) {
  const { tenantId, incidentId } = lease;
  await transact(deps.store, async (tx) => {
    // First, as triages lock: a newer attempt either has ended this one, or waits.
    await lockSubject(tx, tenantId, incidentId);
    const settled = await settleModel(tx, tenantId, lease, endingOf(consulted));
    if (!settled || typeof consulted === 'string') return;
    await tell(tx, deps, lease, consulted);
  });
}

function endingOf(consulted: Reason | Refinement): ModelEnding {
  if (typeof consulted !== 'string') {
    const refinement = JSON.stringify(consulted);
    return { state: 'refined', reason: null, refinement, engine: ENGINE };
  }
  const state = consulted === 'tenant' ? 'off' : 'failed';
  return { state, reason: consulted, refinement: null, engine: 'rules' };
}

/** The incident and its timeline say what is known now, unless they have said it before. */
async function tell(tx: Db, deps: RefineDeps, lease: Lease, refinement: Refinement) {
  const { tenantId, incidentId, attempt } = lease;
  const row = await findAttempt(tx, tenantId, incidentId, attempt);
  if (!row) return;
  const result = row.result as TriageResult;
  const { outcome, category, incident_type, summary } = refined(result, refinement);
  const before = await findAttempt(tx, tenantId, incidentId, attempt - 1);
  const finding = findingIn({ outcome, category, incident_type });
  const isNews = finding !== findingIn(result) && finding !== findingOf(before);
  const detail = {
    outcome,
    attempt,
    reason: row.reason,
    category,
    // Recipes go by what the rules found: no text of an alert can talk a model into others.
    incident_type: result.incident_type,
    ...(incident_type !== result.incident_type && { refined_type: incident_type }),
    summary,
    by: 'model',
    model: row.model_name,
  };
  const conclusion = { outcome, detail: isNews ? detail : null };
  await concludeTriage(tx, tenantId, incidentId, conclusion, deps.clock());
}

/** What an attempt said in the end. */
function findingOf(row: TriageRow | undefined): string {
  if (!row?.result) return '';
  return findingIn(refined(row.result as TriageResult, row.refinement as Refinement | null));
}

function findingIn({
  outcome,
  category,
  incident_type,
}: Pick<TriageResult, 'outcome' | 'category' | 'incident_type'>): string {
  return [outcome, category, incident_type].join(' ');
}
