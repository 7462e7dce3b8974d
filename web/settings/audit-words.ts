/** A change as the audit log keeps it. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly actor: {
    readonly type: 'person' | 'integration' | 'system' | 'operator';
    readonly id: string | null;
    readonly name: string | null;
  };
  readonly action: string;
  readonly target_id: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly ip: string | null;
  readonly request_id: string | null;
}

/** `routing_rule.created` → `Routing rule created` */
export function actionWords(action: string): string {
  const words = action.replaceAll('_', ' ').replaceAll('.', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

const KINDS = {
  person: 'An API key',
  integration: 'An integration',
  system: 'The hub',
  operator: 'The operator',
};

/** Who made a change. */
export function actorWords({ actor }: AuditEntry): string {
  return actor.name ?? KINDS[actor.type];
}

/** Whether an entry is of the action, and every word of the text occurs in it. */
export function auditMatches(entry: AuditEntry, action: string, text: string): boolean {
  if (action !== '' && entry.action !== action) return false;
  const { action: done, target_id, ip, request_id } = entry;
  const words = [actorWords(entry), done, actionWords(done), target_id, ip, request_id].join(' ');
  const known = words.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => known.includes(word));
}
