import type { CustomField } from '../api/shapes.ts';

export type FieldKind = CustomField['kind'];
export type DefaultValue = CustomField['default_value'];

/** The kinds of custom fields as people call them. */
export const KIND_WORDS: Readonly<Record<FieldKind, string>> = {
  text: 'Text',
  single_select: 'One of a list',
  multi_select: 'Some of a list',
  checkbox: 'Yes or no',
};

/** What new incidents get, in words. */
export function defaultWords(value: DefaultValue): string {
  if (value === null || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' ? value : value.join(', ') || '–';
}

/** A definition as its form holds it. */
export interface FieldDraft {
  readonly kind: FieldKind;
  /** One a line. */
  readonly options: string;
  /** Of texts and of one of a list. */
  readonly text: string;
  /** Of some of a list. */
  readonly chosen: readonly string[];
  readonly checked: boolean;
}

/** The form's contents for a definition, or for a new one. */
export function draftOf(field: CustomField | null): FieldDraft {
  const value = field?.default_value ?? null;
  return {
    kind: field?.kind ?? 'text',
    options: (field?.options ?? []).join('\n'),
    text: typeof value === 'string' ? value : '',
    chosen: Array.isArray(value) ? value : [],
    checked: value === true,
  };
}

/** The options as they were typed, without empty lines. */
export function optionsIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Whether fields of this kind offer options. */
export function hasOptions(kind: FieldKind): boolean {
  return kind === 'single_select' || kind === 'multi_select';
}

/** What new incidents get, as the API wants it. */
export function defaultIn(draft: FieldDraft): DefaultValue {
  const options = optionsIn(draft.options);
  switch (draft.kind) {
    case 'checkbox':
      return draft.checked ? true : null;
    case 'multi_select': {
      const chosen = options.filter((option) => draft.chosen.includes(option));
      return chosen.length > 0 ? chosen : null;
    }
    case 'single_select':
      return options.includes(draft.text) ? draft.text : null;
    case 'text':
      return draft.text.trim() || null;
  }
}

/** A name that programs can use, from what people read: `Customer tier` → `customer_tier`. */
export function nameFrom(label: string): string {
  const plain = label.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/^(\d)/, '_$1')
    .slice(0, 40);
}
