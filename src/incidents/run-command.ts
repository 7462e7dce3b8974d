import { conflict, notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import { showIncident } from './incident-view.ts';
import { type IncidentsContext, incidentIdOf } from './incidents-context.ts';
import { lockIncident } from './queries.ts';
import { lockSlotOf, recordDecision } from './record-decision.ts';
import type { IncidentState } from './rules/incident.ts';
import { type Command, type CommandType, decide, type Refusal } from './rules/lifecycle.ts';

/** What a person asks of one incident. */
export interface CommandRequest {
  readonly id: string;
  readonly command: Command;
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
  command: Command,
): Promise<IncidentState> {
  const { tenantId, actor } = context.caller;
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

const MOVES_SLOT: ReadonlySet<CommandType> = new Set(['resolve', 'reopen']);

/** The commands as the audit log names them; what exactly happened is on the timeline (`seq`). */
const DONE: Readonly<Record<CommandType, string>> = {
  acknowledge: 'acknowledged',
  unacknowledge: 'unacknowledged',
  resolve: 'resolved',
  reopen: 'reopened',
  comment: 'commented',
  edit: 'edited',
  close_recovered: 'closed',
};

function refused(refusal: Refusal, state: IncidentState) {
  return conflict(refusal.code, refusal.detail, {
    allowed_commands: refusal.allowed,
    ...(state.mergedInto !== null && { merged_into: state.mergedInto }),
  });
}
