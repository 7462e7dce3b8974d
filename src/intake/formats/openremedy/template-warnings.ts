import { storable, truncate } from '../../../kernel/text.ts';
import type { OpenremedyPayload } from './schema.ts';

/** Datadog's `$HOSTNAME` as the whole value; shell's `${HOST}`; Go's and Jinja's braces. */
const VARIABLE = /^\s*\$\{?[A-Z][A-Z0-9_]*\}?\s*$/;

/**
 * A sentence for each field whose template variable the sender failed to expand. Such an alert is
 * taken (contracts, "OpenRemedy"): somebody has to see that something is wrong.
 */
export function templateWarnings(payload: OpenremedyPayload): string[] {
  const { hostname, incident_type, severity, evidence } = payload;
  const fields = Object.entries({ hostname, incident_type, severity });
  for (const [key, value] of Object.entries(evidence ?? {})) {
    fields.push([`evidence.${truncate(key, 60)}`, typeof value === 'string' ? value : null]);
  }
  return fields
    .filter(([, value]) => typeof value === 'string' && isUnexpanded(value))
    .map(([name, value]) => `${name} holds a template that was not expanded: ${shown(value)}.`);
}

/** Whether a text is, or holds, a variable of a template. */
export function isUnexpanded(text: string): boolean {
  if (VARIABLE.test(text) || text.trim() === '<no value>') return true;
  const open = text.indexOf('{{');
  return open >= 0 && text.includes('}}', open);
}

function shown(value: unknown): string {
  return truncate(storable(String(value)), 80);
}
