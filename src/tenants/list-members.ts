import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireScope } from './caller.ts';
import { type MemberView, showMember } from './member-schemas.ts';
import { PAGE_SIZE, type PageQuery } from './page-schemas.ts';
import { listMemberRows } from './people-queries.ts';
import { readVerb } from './reading.ts';

/** The tenant's members, oldest first. */
export async function listMembers(context: Context, input: PageQuery): Promise<Page<MemberView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [''];
  const rows = await readVerb(context, (db) =>
    listMemberRows(db, tenantId, String(after), limit + 1),
  );
  return pageOf(rows.map(showMember), limit, (member) => [member.id]);
}
