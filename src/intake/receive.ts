import type { IncomingHttpHeaders } from 'node:http';
import type { RuleBook } from '../incidents/rule-book.ts';
import { type RateLimits, rateLimited } from '../ingress/rate-limits.ts';
import type { ReceiptBook } from '../ingress/receipts.ts';
import { Problem } from '../kernel/errors.ts';
import { internalError } from '../kernel/problem-document.ts';
import { type Clock, type Instant, SECOND } from '../kernel/time.ts';
import { databaseUnavailable, isUnreachable } from '../store/transaction.ts';
import type { Directory, Endpoint } from '../tenants/directory.ts';
import { type AlertQuestion, answerQuestion } from './alert-questions.ts';
import type { Certificates } from './certificates.ts';
import type { ConfirmSubscription } from './confirm-subscription.ts';
import { admit } from './credentials.ts';
import { countFailure, countGuess, requestKeyOf } from './door.ts';
import type { FindAlert } from './find-alert.ts';
import type { EventOutcome, Format, Reply, RequestNote } from './format.ts';
import { formatNamed } from './formats.ts';
import type { Lanes } from './lanes.ts';
import { askedOf, locate } from './locate.ts';
import { factsOf, noteAccepted, noteRefusal, type Progress } from './notes.ts';
import { payloadOf, verdictOn } from './payload.ts';
import { accept, type IntakeReply, refuse } from './replies.ts';
import { CHANGE, INTAKE_ROUTES } from './routes.ts';
import { type KeepChange, takeChange } from './take-change.ts';
import { handedOn, toJob } from './to-job.ts';

/** A request as the HTTP room hands it over: nothing is parsed yet. */
export interface IntakeRequest {
  readonly route: IntakeRoute;
  /** The integration key or tenant in the URL; empty for the default tenant's own URL. */
  readonly address: string;
  readonly ip: string;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  /** What stands behind the `?`; a name that is given twice has a list. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** The alert that the path names, on URLs that name one. */
  readonly alert?: string;
  /** The exact bytes; `too_large` when the stream went past {@link MAX_BODY_BYTES}. */
  readonly body: Buffer | 'too_large';
  /** Made by the hub to try an integration out: what only the vendor can sign is taken unsigned. */
  readonly isOwnTest?: boolean;
}

/** One public intake URL. */
export interface IntakeRoute {
  /** Path pattern with at most one parameter: `:address`, or `:alert` (identity of an alert). */
  readonly path: string;
  readonly format: string;
  /**
   * `key`: an integration's URL key (unknown: 404); `tenant`: slug or id, the tenant's implicit
   * integration (unknown: 401, like a bad signature); `default`: the default tenant's own;
   * `carried`: an integration's key where the format carries it (unknown: as its vendor says).
   */
  readonly addressedBy: 'key' | 'tenant' | 'default' | 'carried';
  /** What is asked for, where the format's URLs ask for different things. */
  readonly action?: string;
}

/** The room's front door. */
export interface Intake {
  readonly routes: readonly IntakeRoute[];
  readonly receive: (request: IntakeRequest) => Promise<IntakeReply>;
  /** Answers a sender that asks for an alert it has sent. */
  readonly answer: (question: AlertQuestion) => Promise<IntakeReply>;
  /** Alerts waiting in the lanes, for the metrics. */
  readonly depth: () => number;
  readonly close: () => Promise<void>;
}

export interface IntakeDeps {
  readonly clock: Clock;
  readonly directory: Directory;
  readonly rules: RuleBook;
  readonly limits: RateLimits;
  readonly receipts: ReceiptBook;
  readonly lanes: Lanes;
  /** Alerts that exist; without it none is found by its id. */
  readonly findAlert?: FindAlert;
  /** Certificates of senders that sign with their own; without them none can be had. */
  readonly certificates?: Certificates;
  /** Without it no change is taken. */
  readonly keepChange?: KeepChange;
  /** Without it no subscription is confirmed. */
  readonly confirm?: ConfirmSubscription;
  /** Why nothing can be stored at the moment (a full disk), else null. */
  readonly fault?: () => Problem | null;
  /** Told of faults of ours; never of the body. */
  readonly onFault: (error: unknown, requestId: string) => void;
}

/** Opens the intake over its parts; the order of the checks is that of the contracts. */
export function createIntake(deps: IntakeDeps): Intake {
  const receive = async (request: IntakeRequest): Promise<IntakeReply> => {
    const since = deps.clock();
    const progress: Progress = { format: formatOf(request.route), endpoint: undefined, request };
    try {
      const [reply, warnings, outcomes] = await handle(deps, progress, since);
      noteAccepted(deps, progress, reply, warnings, outcomes);
      return accept(reply);
    } catch (error) {
      const problem = problemOf(deps, error, request.requestId);
      const reply = refuse(progress.format, problem, noteOf(deps, request, since));
      noteRefusal(deps, progress, problem, reply.status);
      await countFailure(deps, progress.request, problem);
      return reply;
    }
  };
  const answer = async (question: AlertQuestion): Promise<IntakeReply> => {
    const since = deps.clock();
    const request: IntakeRequest = { ...question, address: '', body: NOTHING };
    const progress: Progress = { format: formatOf(request.route), endpoint: undefined, request };
    try {
      return accept(await answerQuestion(deps, progress, () => noteOf(deps, request, since)));
    } catch (error) {
      const problem = problemOf(deps, error, request.requestId);
      await countFailure(deps, progress.request, problem);
      return refuse(progress.format, problem, noteOf(deps, request, since));
    }
  };
  const { lanes } = deps;
  return { routes: INTAKE_ROUTES, receive, answer, depth: lanes.depth, close: lanes.close };
}

const NOTHING = Buffer.alloc(0);

function problemOf({ onFault }: IntakeDeps, error: unknown, requestId: string): Problem {
  const problem = toProblem(error);
  // A 503 is not a fault of ours to look into, and while it lasts there is one for each request.
  if (problem.status === 500) onFault(error, requestId);
  return problem;
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return isUnreachable(error) ? databaseUnavailable(error) : internalError(error);
}

function noteOf({ clock }: IntakeDeps, request: IntakeRequest, since: Instant): RequestNote {
  const { action } = request.route;
  const took = Math.max(0, clock() - since) / SECOND;
  return { id: request.requestId, took, ...(action !== undefined && { action }) };
}

type Handled = readonly [Reply, readonly string[], readonly EventOutcome[]];

async function handle(deps: IntakeDeps, progress: Progress, since: Instant): Promise<Handled> {
  const fault = deps.fault?.();
  if (fault) throw fault;
  const located = await locate(deps, progress);
  const { endpoint, body } = located;
  const { format, request } = progress;
  const { headers, route } = request;
  const needsApiKey = route.addressedBy === 'tenant' && format.name === 'causeflow';
  const now = deps.clock();
  // A message that carries its own signature is read before it is trusted.
  const early = format.verify ? payloadOf(format, request, body) : located.early;
  const verdict = await verdictOn(deps, request, format, early);
  const attempt = { format, endpoint, needsApiKey, headers, body, verdict, now };
  const admission = await admit(attempt, deps.directory).catch(async (error) => {
    if (route.addressedBy === 'tenant') await countGuess(deps, request);
    throw error;
  });
  if (!endpoint) throw new Error('An unknown tenant was let in.');
  await limitIntegration(deps, endpoint);
  const payload = early ?? payloadOf(format, request, body);
  if (route.action === CHANGE && format.changes) {
    const warnings = await takeChange(deps, request, endpoint, format.changes, payload);
    return [
      format.toReply({ events: [], warnings, request: noteOf(deps, request, since) }),
      warnings,
      [],
    ];
  }
  progress.format = handedOn(format, payload);
  const [job, warnings, confirmation] = await toJob(deps, endpoint, progress.format, {
    request,
    payload,
    requestKey: requestKeyOf(request, body, admission.requestKey),
    asked: await askedOf(deps, request, endpoint),
  });
  const result = await deps.lanes.submit(job);
  if (!result.ok) throw result.problem;
  if (confirmation && verdict === 'valid' && !request.isOwnTest) {
    await deps.confirm?.(confirmation, factsOf(request, endpoint), body);
  }
  const all = [...admission.warnings, ...warnings];
  const outcome = { events: result.outcomes, warnings: all, request: noteOf(deps, request, since) };
  return [progress.format.toReply(outcome), all, result.outcomes];
}

async function limitIntegration({ limits }: IntakeDeps, { integration }: Endpoint) {
  const { integrationId, settings } = integration;
  const wait = await limits.integration(integrationId, settings.requests_per_minute);
  if (wait !== null) throw rateLimited(wait);
}

function formatOf(route: IntakeRoute): Format {
  const format = formatNamed(route.format);
  if (!format) throw new Error(`There is no format named '${route.format}'.`);
  return format;
}
