import { notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import { showIncident } from './incident-view.ts';
import { type IncidentsContext, incidentIdOf } from './incidents-context.ts';
import { lockIncident } from './queries.ts';
import { lockSlotOf, recordDecision } from './record-decision.ts';
import { refused } from './refused.ts';
import type { IncidentState } from './rules/incident.ts';
import { type Command, decide, type PersonsCommand } from './rules/lifecycle.ts';

/** Commands that concern one incident alone; a merge has a verb of its own. */
export type SingleCommand = Exclude<PersonsCommand, { readonly type: 'merge' }>;

/** A command that is made inside the transaction, where its people and custom fields are read. */
export interface LateCommand {
  readonly type: SingleCommand['type'];
  /** The body, which tells a repeat from a reused `Idempotency-Key`. */
  readonly input: unknown;
  /** 422 for what does not exist. */
  readonly read: (tx: Db, tenantId: string) => Promise<SingleCommand>;
}

/** What a person asks of one incident. */
export interface CommandRequest {
  readonly id: string;
  readonly command: SingleCommand | LateCommand;
}

/**
 * The way of every command: scope, then one transaction in which the incident is locked, asked
 * ({@link decide}) and stored with its timeline, outbox and audit rows. A refusal is a 409 whose
 * code names it; repeating what already holds changes nothing.
 */
export function runCommand(
  context: IncidentsContext,
  request: CommandRequest,
): Promise<IncidentDetail> {
  requireScope(context, 'responder');
  const id = incidentIdOf(request.id);
  const { command } = request;
  return runVerb(
    context,
    { route: `${command.type}-incident`, input: { id, command } },
    async (tx) => showIncident(tx, context, await applyCommand(tx, context, id, command)),
  );
}

/** Asks one incident inside the caller's transaction; returns it as it is now. */
export async function applyCommand(
  tx: Db,
  context: Context,
  incidentId: string,
  asked: SingleCommand | LateCommand,
): Promise<IncidentState> {
  const { tenantId, actor } = context.caller;
  const command = 'read' in asked ? await asked.read(tx, tenantId) : asked;
  const slot = MOVES_SLOT.has(command.type) ? await lockSlotOf(tx, tenantId, incidentId) : null;
  const before = await lockIncident(tx, tenantId, incidentId);
  if (!before) throw notFound('The incident');
  const decision = decide(before, command, actor, context.clock());
  if (!decision.ok) throw refused(decision.refusal, before);
  if (decision.entries.length === 0) return before;
  await recordDecision(tx, before, decision, slot);
  await audit(tx, context, {
    action: `incident.${DONE[command.type]}`,
    targetId: incidentId,
    before: { progress: before.progress, seq: before.seq },
    after: { progress: decision.state.progress, seq: decision.state.seq },
  });
  return decision.state;
}

const MOVES_SLOT: ReadonlySet<Command['type']> = new Set(['resolve', 'reopen']);

/** The commands as the audit log names them; what exactly happened is on the timeline (`seq`). */
const DONE: Readonly<Record<SingleCommand['type'], string>> = {
  acknowledge: 'acknowledged',
  unacknowledge: 'unacknowledged',
  assign: 'assigned',
  add_responders: 'responders_added',
  snooze: 'snoozed',
  wake: 'woken',
  resolve: 'resolved',
  reopen: 'reopened',
  comment: 'commented',
  edit: 'edited',
  run_action: 'action_run',
};
