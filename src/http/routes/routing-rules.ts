import { createRoutingRule } from '../../incidents/create-routing-rule.ts';
import { deleteRoutingRule } from '../../incidents/delete-routing-rule.ts';
import { listRoutingRules } from '../../incidents/list-routing-rules.ts';
import { previewRoutingRules } from '../../incidents/preview-rules.ts';
import { PreviewRulesBody, PreviewView } from '../../incidents/preview-schemas.ts';
import {
  CreateRoutingRuleBody,
  RoutingRuleList,
  RoutingRuleView,
  UpdateRoutingRuleBody,
} from '../../incidents/routing-rule-schemas.ts';
import { updateRoutingRule } from '../../incidents/update-routing-rule.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Routing rules';

export const routingRuleRoutes = [
  route({
    method: 'GET',
    url: '/routing-rules',
    tag,
    summary: 'Routing rules in the order they are asked',
    response: RoutingRuleList,
    handle: (context) => listRoutingRules(context),
  }),
  route({
    method: 'POST',
    url: '/routing-rules',
    tag,
    summary: 'Create a routing rule',
    description: 'The first rule whose condition holds decides about an alert.',
    body: CreateRoutingRuleBody,
    status: 201,
    response: RoutingRuleView,
    handle: (context, { body }) => createRoutingRule(context, body),
  }),
  route({
    method: 'POST',
    url: '/routing-rules/preview',
    tag,
    summary: 'What rules would make of the alerts seen last',
    description:
      'Compares `rule` (or all of `rules`) with the saved rules; changes nothing. When a condition does not compile, `range` says which of its characters are wrong.',
    body: PreviewRulesBody,
    response: PreviewView,
    handle: (context, { body }) => previewRoutingRules(context, body),
  }),
  route({
    method: 'PATCH',
    url: '/routing-rules/:id',
    tag,
    summary: 'Change or move a routing rule',
    params: IdParams,
    body: UpdateRoutingRuleBody,
    response: RoutingRuleView,
    handle: (context, { params, body }) => updateRoutingRule(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/routing-rules/:id',
    tag,
    summary: 'Delete a routing rule',
    params: IdParams,
    handle: (context, { params }) => deleteRoutingRule(context, params),
  }),
];
