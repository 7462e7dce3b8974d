import { approveProposal } from '../../remediation/approve-proposal.ts';
import { createProposal } from '../../remediation/create-proposal.ts';
import { getProposal } from '../../remediation/get-proposal.ts';
import { listProposals } from '../../remediation/list-proposals.ts';
import { rejectProposal } from '../../remediation/reject-proposal.ts';
import {
  CreateProposalBody,
  DecideBody,
  ProposalDetail,
  ProposalPage,
  ProposalQuery,
  ProposalView,
  RunDetail,
} from '../../remediation/remediation-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Remediation';

export const proposalRoutes = [
  route({
    method: 'POST',
    url: '/incidents/:id/proposals',
    tag,
    summary: 'Propose a recipe for an incident by hand',
    description:
      'With the values and the host that its alerts tell; what is given replaces them. Needs the scope `responder`.',
    params: IdParams,
    body: CreateProposalBody,
    status: 201,
    response: ProposalDetail,
    handle: (context, { params, body }) => createProposal(context, { ...body, ...params }),
  }),
  route({
    method: 'GET',
    url: '/proposals',
    tag,
    summary: 'Proposals, newest first',
    query: ProposalQuery,
    response: ProposalPage,
    handle: (context, { query }) => listProposals(context, query),
  }),
  route({
    method: 'GET',
    url: '/proposals/:id',
    tag,
    summary: 'A proposal: what would run where, and what it needs to begin',
    params: IdParams,
    response: ProposalDetail,
    handle: (context, { params }) => getProposal(context, params),
  }),
  route({
    method: 'POST',
    url: '/proposals/:id/approve',
    tag,
    summary: 'Approve a proposal: its one run begins',
    description:
      'For what the proposal shows: this version of the recipe, these values, this target. A person approves: signed in, or by an API key that acts for a member. Needs the scope `responder`, from risk high on `admin` and somebody else than who proposed it. A 409 names why not: `already_decided`, `proposal_expired`, `incident_closed`, `recipe_changed`, `not_runnable`, `stopped`, `no_runner`, `target_busy`, `circuit_open`, `cooling_down`, `daily_limit`, `target_limit`.',
    params: IdParams,
    body: DecideBody,
    status: 201,
    response: RunDetail,
    handle: (context, { params, body }) => approveProposal(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/proposals/:id/reject',
    tag,
    summary: 'Reject a proposal: it never runs',
    description: 'By a person. Needs the scope `responder`.',
    params: IdParams,
    body: DecideBody,
    response: ProposalView,
    handle: (context, { params, body }) => rejectProposal(context, { ...body, ...params }),
  }),
];
