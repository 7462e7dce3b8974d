import { completeSetup } from '../../tenants/complete-setup.ts';
import { getCredential } from '../../tenants/get-credential.ts';
import { getSession } from '../../tenants/get-session.ts';
import { getSignInOptions } from '../../tenants/get-sign-in-options.ts';
import { listSessions } from '../../tenants/list-sessions.ts';
import { renameSelf } from '../../tenants/rename-self.ts';
import { makeResetLink, requestPasswordReset } from '../../tenants/request-password-reset.ts';
import { resetPassword } from '../../tenants/reset-password.ts';
import { revokeOtherSessions, revokeSession } from '../../tenants/revoke-sessions.ts';
import {
  ConfirmResetBody,
  CredentialView,
  OwnName,
  RequestResetBody,
  ResetLink,
  SessionList,
  SessionView,
} from '../../tenants/session-schemas.ts';
import { Joined, SetupBody, SignInOptions } from '../../tenants/setup-schemas.ts';
import { IdParams, route } from '../route.ts';
import { openSession } from '../session-opening.ts';
import { sessionHeaders, setCookies, wantedTenant } from '../session-visit.ts';

const tag = 'Sessions';

export const sessionRoutes = [
  route({
    method: 'GET',
    url: '/session',
    tag,
    summary: 'Who is signed in, and where they are a member',
    description: '401 if nobody is. `X-Tenant` chooses the active tenant. Prolongs the session.',
    access: 'session',
    response: SessionView,
    handle: async (context, _input, { request, reply }) => {
      const headers = sessionHeaders(request);
      const { value, cookies } = await getSession(context, headers, wantedTenant(request));
      setCookies(reply, cookies);
      return value;
    },
  }),
  route({
    method: 'PATCH',
    url: '/session',
    tag,
    summary: 'Change one’s own name, in every tenant',
    body: OwnName,
    response: OwnName,
    handle: (context, { body }) => renameSelf(context, body),
  }),
  route({
    method: 'GET',
    url: '/credential',
    tag,
    summary: 'What the credential of the request is and may do',
    response: CredentialView,
    handle: async (context) => getCredential(context),
  }),
  route({
    method: 'GET',
    url: '/sessions',
    tag,
    summary: 'One’s own sessions, newest first',
    response: SessionList,
    handle: (context) => listSessions(context),
  }),
  route({
    method: 'DELETE',
    url: '/sessions/:id',
    tag,
    summary: 'End one of one’s own sessions',
    params: IdParams,
    handle: (context, { params }) => revokeSession(context, params),
  }),
  route({
    method: 'DELETE',
    url: '/sessions',
    tag,
    summary: 'End all of one’s own sessions but this one',
    handle: (context) => revokeOtherSessions(context),
  }),
  route({
    method: 'GET',
    url: '/sign-in-options',
    tag,
    summary: 'What the sign-in page offers',
    access: 'public',
    response: SignInOptions,
    handle: (context) => getSignInOptions(context),
  }),
  route({
    method: 'POST',
    url: '/setup',
    tag,
    summary: 'Make the first owner, with the link from the console',
    description: 'Signs in. 404 `setup_link_not_valid`, 409 `already_set_up`.',
    access: 'public',
    body: SetupBody,
    status: 201,
    response: Joined,
    handle: async (context, { body }, visit) => {
      const joined = await completeSetup(context, body);
      return { ...joined, signed_in: await openSession(context, visit, joined, body.password) };
    },
  }),
  route({
    method: 'POST',
    url: '/password-reset',
    tag,
    summary: 'Mail a link that changes the password',
    description: 'Always 202, whether or not there is such an account.',
    access: 'public',
    body: RequestResetBody,
    status: 202,
    handle: async (context, { body }) => requestPasswordReset(context, body),
  }),
  route({
    method: 'POST',
    url: '/password-reset/confirm',
    tag,
    summary: 'Set a new password, with the token of the link',
    description: 'Ends every session of the person. 404 `reset_link_not_valid`.',
    access: 'public',
    body: ConfirmResetBody,
    handle: (context, { body }) => resetPassword(context, body),
  }),
  route({
    method: 'POST',
    url: '/password-reset/link',
    tag,
    summary: 'The same link to hand over, for the operator',
    access: 'operator',
    body: RequestResetBody,
    response: ResetLink,
    handle: (context, { body }) => makeResetLink(context, body),
  }),
];
