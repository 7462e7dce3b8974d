import type { paths } from '../api/schema.ts';

/** A change as the audit log keeps it. */
export type AuditEntry =
  paths['/api/v1/audit']['get']['responses'][200]['content']['application/json']['data'][number];

/** `routing_rule.created` → `Routing rule created` */
export function actionWords(action: string): string {
  const words = action.replaceAll(/[_.]/g, ' ').replace(/^api\b/, 'API');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

const KINDS = {
  person: 'An API key',
  integration: 'An integration',
  system: 'The hub',
  operator: 'The operator',
};

/** Who made a change. */
export function actorWords({ actor }: Pick<AuditEntry, 'actor'>): string {
  return actor.name ?? KINDS[actor.type];
}

/** What the changed thing is called, as far as its entry says: the name it has after the change. */
export function nameIn({ before, after }: Pick<AuditEntry, 'before' | 'after'>): string | null {
  for (const value of [after, before]) {
    const name = isRecord(value) ? (value.name ?? value.title ?? value.label) : null;
    if (typeof name === 'string' && name !== '') return name;
  }
  return null;
}

/** What of the log can be asked for, by its noun. */
export const NOUNS: readonly (readonly [noun: string, word: string])[] = [
  ['access', 'Refused access'],
  ['alert', 'Alerts'],
  ['api_key', 'API keys'],
  ['chat_channel', 'Chat channels'],
  ['custom_action', 'Custom actions'],
  ['custom_field', 'Custom fields'],
  ['delivery', 'Deliveries'],
  ['incident', 'Incidents'],
  ['integration', 'Integrations'],
  ['invitation', 'Invitations'],
  ['member', 'Members'],
  ['notification_preferences', 'Notifications'],
  ['person', 'Sign-ins and accounts'],
  ['outbound_webhook', 'Webhooks'],
  ['proposal', 'Proposals'],
  ['recipe', 'Recipes'],
  ['remediation', 'Remediation'],
  ['routing_rule', 'Rules'],
  ['run', 'Runs'],
  ['runner', 'Runners'],
  ['saved_view', 'Saved views'],
  ['service', 'Services'],
  ['tenant', 'Tenant'],
];

/** A field that differs between before and after, as texts; null: it was not there. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a change changed, field by field; what stayed is left out. */
export function changesOf({ before, after }: Pick<AuditEntry, 'before' | 'after'>): FieldChange[] {
  const from = fieldsIn(before);
  const to = fieldsIn(after);
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((field) => ({ field, before: from.get(field) ?? null, after: to.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

/** One level of objects is named by its path: `settings.quiet_period_minutes`. */
function fieldsIn(value: unknown): ReadonlyMap<string, string> {
  const all = isRecord(value) ? Object.entries(value).flatMap(pathsOf) : [['', value] as const];
  const given = all.filter(([, part]) => part !== null && part !== undefined);
  return new Map(given.map(([path, part]) => [path, textOf(part)]));
}

function pathsOf([name, value]: readonly [string, unknown]): readonly (readonly [
  string,
  unknown,
])[] {
  if (!isRecord(value)) return [[name, value]];
  return Object.entries(value).map(([key, part]) => [`${name}.${key}`, part]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return value.join(', ');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
