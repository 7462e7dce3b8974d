import { AuditPage } from '../../tenants/audit-schemas.ts';
import { listAudit } from '../../tenants/list-audit.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { route } from '../route.ts';

export const auditRoutes = [
  route({
    method: 'GET',
    url: '/audit',
    tag: 'Audit',
    summary: 'What was changed and by whom, newest first',
    description: 'For admins.',
    query: PageQuery,
    response: AuditPage,
    handle: (context, { query }) => listAudit(context, query),
  }),
];
