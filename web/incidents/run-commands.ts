import { api } from '../api/client.ts';
import { type Failure, toFailure, unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { randomId } from '../api/random-id.ts';
import type { Incident, IncidentRow } from '../api/shapes.ts';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import { guessOf, undoOf, wordsFor, wouldChange } from './command-words.ts';
import { incidentKeys, patchIncidents } from './incident-cache.ts';
import { drawGuess } from './pending-commands.ts';
import {
  type BulkCommand,
  type BulkOutcome,
  type Command,
  sendBulk,
  sendCommand,
} from './send-command.ts';
import { whatHappened } from './what-happened.ts';

const BULK = 100;

/** Commands of one incident go one after the other, in the order they were given. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Does a command to one incident: what it will probably do shows at once, then what it did. A
 * refusal takes the guess away and says what happened instead. Resolves to whether it was done.
 */
export async function runCommand(row: IncidentRow, command: Command): Promise<boolean> {
  const key = randomId('cmd');
  const erase = drawGuess(key, [row.id], guessOf(command, row));
  try {
    const incident = await inTurn(row.id, () => patiently(() => sendCommand(row.id, command, key)));
    noteAnswer(incident);
    const undo = undoOf(command, row);
    tellDone(wordsFor(command).done, undo ? () => void runCommand(incident, undo) : undefined);
    return true;
  } catch (error) {
    const failure = toFailure(error);
    const lines = await explain(row.id, failure);
    tellRefused(`${wordsFor(command).notDone}: ${row.title}`, ...lines);
    return false;
  } finally {
    erase();
  }
}

/** The same for many; refusals are told by name, and Undo takes back what was done. */
export async function runBulk(rows: readonly IncidentRow[], command: BulkCommand): Promise<void> {
  if (rows.length === 0) return;
  const [only] = rows;
  if (rows.length === 1 && only) {
    await runCommand(only, command);
    return;
  }
  const key = randomId('cmd');
  const erase = drawGuess(
    key,
    rows.map(({ id }) => id),
    guessOf(command, null),
  );
  try {
    const outcomes = await inChunks(rows, command, key);
    takeBulkAnswer(rows, outcomes, command);
    tellOutcomes(rows, outcomes, command);
  } finally {
    erase();
  }
}

async function inChunks(
  rows: readonly IncidentRow[],
  command: BulkCommand,
  key: string,
): Promise<readonly BulkOutcome[]> {
  const outcomes: BulkOutcome[] = [];
  for (let from = 0; from < rows.length; from += BULK) {
    const ids = rows.slice(from, from + BULK).map(({ id }) => id);
    try {
      outcomes.push(...(await patiently(() => sendBulk(ids, command, `${key}_${from}`))));
    } catch (error) {
      const { code, message: detail } = toFailure(error);
      outcomes.push(...ids.map((id) => ({ id, ok: false, error: { code, detail } })));
    }
  }
  return outcomes;
}

/** Until the live rows come, what was done is what was guessed. */
function takeBulkAnswer(
  rows: readonly IncidentRow[],
  outcomes: readonly BulkOutcome[],
  command: BulkCommand,
): void {
  const done = new Set(outcomes.filter(({ ok }) => ok).map(({ id }) => id));
  const guess = guessOf(command, null);
  patchIncidents(rows.filter(({ id }) => done.has(id)).map((row) => ({ ...row, ...guess })));
}

const NAMED = 5;

function tellOutcomes(
  rows: readonly IncidentRow[],
  outcomes: readonly BulkOutcome[],
  command: BulkCommand,
): void {
  const done = new Set(outcomes.filter(({ ok }) => ok).map(({ id }) => id));
  const doneRows = rows.filter(({ id }) => done.has(id));
  const refused = outcomes.filter(({ ok }) => !ok);
  const words = wordsFor(command);
  if (doneRows.length > 0) {
    const undo = undoOf(command, null) as BulkCommand | null;
    // Those that were so before are not to be taken back.
    const changed = doneRows.filter((row) => wouldChange(command, row));
    const again = undo && changed.length > 0 ? () => void runBulk(changed, undo) : undefined;
    tellDone(`${words.done}: ${doneRows.length} of ${rows.length}`, again);
  }
  if (refused.length === 0) return;
  const titles = new Map(rows.map((row) => [row.id, row.title]));
  const lines = refused
    .slice(0, NAMED)
    .map(({ id, error }) => `${titles.get(id) ?? id}: ${error?.detail ?? 'refused'}`);
  const more = refused.length - NAMED;
  tellRefused(
    `${words.notDone}: ${refused.length} of ${rows.length}`,
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  );
}

function inTurn<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
  const result = (queues.get(id) ?? Promise.resolve()).then(work, work);
  const settled = result.catch(() => undefined);
  queues.set(id, settled);
  void settled.then(() => queues.get(id) === settled && queues.delete(id));
  return result;
}

const SECOND_TRY = 700;

/** Once more when no answer came: the key sees to it that it is done only once. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { status } = toFailure(error);
    if (status !== 0 && status !== 503) throw error;
    await new Promise((resolve) => setTimeout(resolve, SECOND_TRY));
    return work();
  }
}

/** The cache takes the whole incident, lists its row; the timeline has grown. */
function noteAnswer(incident: Incident): void {
  queryClient.setQueryData(incidentKeys.detail(incident.id), incident);
  patchIncidents([incident]);
  void queryClient.invalidateQueries({ queryKey: incidentKeys.timeline(incident.id) });
}

/** Why it was refused. Somebody else was faster: says who did what, and shows it. */
async function explain(id: string, failure: Failure): Promise<readonly string[]> {
  if (failure.status !== 409) return [failure.message];
  try {
    const path = { params: { path: { id } } };
    const incident = unwrap(await api.GET('/api/v1/incidents/{id}', path));
    noteAnswer(incident);
    return [whatHappened(incident) ?? failure.message];
  } catch {
    return [failure.message];
  }
}
