import { templateFault } from '../../delivery/rules/template.ts';
import { isPushedType } from '../../delivery/webhook-event-types.ts';
import { requireSoundField } from '../../incidents/custom-field-schemas.ts';
import { requireSoundRule } from '../../incidents/routing-rule-schemas.ts';
import { FORMATS, formatInfo } from '../../intake/formats.ts';
import { type FieldError, Problem } from '../../kernel/errors.ts';
import { suggestion } from '../../kernel/near.ts';
import { findBuiltIn } from '../../recipes/built-in.ts';
import { describeFault, readRecipe } from '../../recipes/recipe-document.ts';
import { requireSoundSettings as requireSoundPage } from '../../status-page/hub-schemas.ts';
import { requireSoundSettings as requireSoundTenant } from '../../tenants/tenant-schemas.ts';
import { type Entry, texts } from './kind.ts';

type Check = (entry: Entry) => readonly FieldError[];

// What schemas cannot say and the hub would refuse: said before anything is sent. The hub's own
// rules judge; where they throw, what they say is taken.
const CHECKS: Readonly<Record<string, Check>> = {
  tenant: ({ settings }) => refused(() => requireSoundTenant(withoutNulls(settings))),
  custom_fields: (entry) =>
    // Without options the entry leaves those that the hub has.
    String(entry.kind).endsWith('select') && entry.options === undefined
      ? []
      : refused(() => requireSoundField(fieldOf(entry))),
  routing_rules: (entry) =>
    refused(() => requireSoundRule(entry as Parameters<typeof requireSoundRule>[0])),
  integrations: integrationFaults,
  webhooks: webhookFaults,
  recipes: recipeFaults,
  status_pages: ({ settings }) =>
    refused(() => requireSoundPage(settings as Parameters<typeof requireSoundPage>[0])),
};

/** What is wrong with an entry although its schema is met; pointers are into the entry. */
export function soundnessFaults(kind: string, entry: Entry): readonly FieldError[] {
  return CHECKS[kind]?.(entry) ?? [];
}

function refused(check: () => unknown): readonly FieldError[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { reason } = error.extra;
    return error.errors.map((one) =>
      typeof reason === 'string' ? { ...one, received: `${one.received} (${reason})` } : one,
    );
  }
}

function fieldOf({ name, kind, options, default_value }: Entry) {
  const definition = { name, kind, options: options ?? [], defaultValue: default_value ?? null };
  return definition as Parameters<typeof requireSoundField>[0];
}

function integrationFaults({ format, settings }: Entry): readonly FieldError[] {
  const names = FORMATS.map(({ name }) => name);
  const found = FORMATS.find(({ name }) => name === format);
  if (found) {
    // Without a mapping the entry leaves the one that the hub has.
    const given = withoutNulls(settings);
    return given.mapping === undefined ? [] : (formatInfo(found).checkSettings?.(given) ?? []);
  }
  const given = String(format);
  const expected = `one of ${names.join(', ')}`;
  return [{ pointer: '/format', expected, received: `"${given}"${suggestion(given, names)}` }];
}

function recipeFaults({ slug, text }: Entry): readonly FieldError[] {
  // Without a text the entry switches a recipe that is there.
  if (typeof text !== 'string') return [];
  const reading = readRecipe(text);
  if ('faults' in reading) {
    const received = `one with faults:\n    ${reading.faults.map(describeFault).join('\n    ')}`;
    return [{ pointer: '/text', expected: 'a sound recipe', received }];
  }
  const { slug: own } = reading.recipe;
  const expected = own === slug ? 'not of the starter set' : `"${own}", as its text says`;
  if (own === slug && findBuiltIn(own) === undefined) return [];
  return [{ pointer: '/slug', expected, received: `"${slug}"` }];
}

function webhookFaults({ event_types, template }: Entry): readonly FieldError[] {
  const types = texts(event_types).flatMap((type, index) =>
    type === '*' || isPushedType(type)
      ? []
      : [{ pointer: `/event_types/${index}`, expected: 'a type of event', received: `"${type}"` }],
  );
  const fault = template === undefined || template === null ? null : templateFault(template);
  return fault === null ? types : [...types, fault];
}

function withoutNulls(settings: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== null));
}
