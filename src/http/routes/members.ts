import { createMember } from '../../tenants/create-member.ts';
import { eraseMember } from '../../tenants/erase-member.ts';
import { listMembers } from '../../tenants/list-members.ts';
import {
  CreateMemberBody,
  MemberErasure,
  MemberPage,
  MemberView,
  UpdateMemberBody,
} from '../../tenants/member-schemas.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { removeMember } from '../../tenants/remove-member.ts';
import { updateMember } from '../../tenants/update-member.ts';
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
    summary: 'Add a member who does not sign in',
    description: 'For API keys and services to name. Invite people who are to sign in.',
    body: CreateMemberBody,
    status: 201,
    response: MemberView,
    handle: (context, { body }) => createMember(context, body),
  }),
  route({
    method: 'PATCH',
    url: '/members/:id',
    tag,
    summary: 'Change a member’s name or role',
    description: 'Only owners change owners. 409 `last_owner`.',
    params: IdParams,
    body: UpdateMemberBody,
    response: MemberView,
    handle: (context, { params, body }) => updateMember(context, { ...params, ...body }),
  }),
  route({
    method: 'DELETE',
    url: '/members/:id',
    tag,
    summary: 'Remove a member',
    description:
      'The API keys that act for them go too, and so does their account when they are a member ' +
      'nowhere else. Only owners remove owners. 409 `last_owner`.',
    params: IdParams,
    handle: (context, { params }) => removeMember(context, params),
  }),
  route({
    method: 'POST',
    url: '/members/:id/erase',
    tag,
    summary: 'Erase a member',
    description:
      'Removes them, and takes their name and address out of timelines, audit log, incidents, ' +
      'notifications and deliveries in the background; their id stays as “Former member”. Also for ' +
      'who was removed before. Admins may, and the person itself; only owners erase other owners. ' +
      'It cannot be undone. 409 `last_owner`.',
    params: IdParams,
    status: 202,
    response: MemberErasure,
    handle: (context, { params }) => eraseMember(context, params),
  }),
];
