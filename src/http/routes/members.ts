import { createMember } from '../../tenants/create-member.ts';
import { listMembers } from '../../tenants/list-members.ts';
import { CreateMemberBody, MemberPage, MemberView } from '../../tenants/member-schemas.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { removeMember } from '../../tenants/remove-member.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Members';

export const memberRoutes = [
  route({
    method: 'GET',
    url: '/members',
    tag,
    summary: 'Members, oldest first',
    query: PageQuery,
    response: MemberPage,
    handle: (context, { query }) => listMembers(context, query),
  }),
  route({
    method: 'POST',
    url: '/members',
    tag,
    summary: 'Add a member',
    body: CreateMemberBody,
    status: 201,
    response: MemberView,
    handle: (context, { body }) => createMember(context, body),
  }),
  route({
    method: 'DELETE',
    url: '/members/:id',
    tag,
    summary: 'Remove a member',
    description: 'The API keys that act for them go too.',
    params: IdParams,
    handle: (context, { params }) => removeMember(context, params),
  }),
];
