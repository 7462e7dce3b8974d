import { acceptInvitation } from '../../tenants/accept-invitation.ts';
import { createInvitation } from '../../tenants/create-invitation.ts';
import {
  AcceptInvitationBody,
  CreateInvitationBody,
  InvitationPage,
  InvitationPreview,
  InvitationTokenBody,
  NewInvitation,
} from '../../tenants/invitation-schemas.ts';
import { listInvitations } from '../../tenants/list-invitations.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { previewInvitation } from '../../tenants/preview-invitation.ts';
import { revokeInvitation } from '../../tenants/revoke-invitation.ts';
import { Joined } from '../../tenants/setup-schemas.ts';
import { IdParams, route } from '../route.ts';
import { openSession } from '../session-opening.ts';
import { sessionHeaders } from '../session-visit.ts';

const tag = 'Members';

export const invitationRoutes = [
  route({
    method: 'GET',
    url: '/invitations',
    tag,
    summary: 'Invitations that wait to be accepted, newest first',
    description: 'For admins.',
    query: PageQuery,
    response: InvitationPage,
    handle: (context, { query }) => listInvitations(context, query),
  }),
  route({
    method: 'POST',
    url: '/invitations',
    tag,
    summary: 'Invite somebody to sign in',
    description:
      'The link is shown this once, and mailed if there is a mail server. It is good for seven ' +
      'days; an earlier one of the same address ends. Only owners invite owners.',
    body: CreateInvitationBody,
    status: 201,
    response: NewInvitation,
    handle: (context, { body }) => createInvitation(context, body),
  }),
  route({
    method: 'DELETE',
    url: '/invitations/:id',
    tag,
    summary: 'Withdraw an invitation',
    params: IdParams,
    handle: (context, { params }) => revokeInvitation(context, params),
  }),
  route({
    method: 'POST',
    url: '/invitations/preview',
    tag,
    summary: 'What an invitation is about, by its token',
    access: 'public',
    body: InvitationTokenBody,
    response: InvitationPreview,
    handle: (context, { body }) => previewInvitation(context, body),
  }),
  route({
    method: 'POST',
    url: '/invitations/accept',
    tag,
    summary: 'Accept an invitation',
    description:
      'Without an account for the address, `name` and `password` make one, and the reply signs in. ' +
      'With one, be signed in with it: 409 `sign_in_required`. 404 `invitation_not_valid`.',
    access: 'public',
    body: AcceptInvitationBody,
    response: Joined,
    handle: async (context, { body }, visit) => {
      const signedIn = await context.auth.signedIn(sessionHeaders(visit.request));
      const { isNew, ...joined } = await acceptInvitation(context, body, signedIn);
      if (!isNew) return { ...joined, signed_in: true };
      return { ...joined, signed_in: await openSession(context, visit, joined, body.password) };
    },
  }),
];
