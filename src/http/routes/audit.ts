import { AuditPage, AuditQuery } from '../../tenants/audit-schemas.ts';
import { listAudit } from '../../tenants/list-audit.ts';
import { route } from '../route.ts';

export const auditRoutes = [
  route({
    method: 'GET',
    url: '/audit',
    tag: 'Audit',
    summary: 'What was changed and by whom, newest first',
    description: 'For admins. All filters that are given must hold.',
    query: AuditQuery,
    response: AuditPage,
    handle: (context, { query }) => listAudit(context, query),
  }),
];
