import type { Kind } from './kind.ts';
import { customFields, integrations, routingRules, services } from './kinds-intake.ts';
import { recipes } from './kinds-recipes.ts';
import { reportTemplates, statusPages } from './kinds-status.ts';
import { chatChannels, customActions, webhooks } from './kinds-telling.ts';

/**
 * What a tenant's part of the file can hold, in the order in which it is made: whatever is named by
 * others comes before them. Each is a property of a tenant in `http/hub-file-schema.ts`, too.
 */
export const KINDS: readonly Kind[] = [
  customFields,
  services,
  integrations,
  routingRules,
  webhooks,
  customActions,
  chatChannels,
  statusPages,
  reportTemplates,
  recipes,
];
