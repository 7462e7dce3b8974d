import { listSessionRows } from './auth-queries.ts';
import { type Context, requireSession } from './caller.ts';
import { readVerb } from './reading.ts';
import { type SessionList, showSession } from './session-schemas.ts';

/** The caller's own sessions, newest first. 403 for API keys. */
export async function listSessions(context: Context): Promise<SessionList> {
  const { id, userId } = requireSession(context);
  const now = new Date(context.clock());
  const rows = await readVerb(context, (db) => listSessionRows(db, userId, now));
  return { data: rows.map((row) => showSession(row, id)) };
}
