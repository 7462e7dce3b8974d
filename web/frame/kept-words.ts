/** What stood in a field of a page. */
interface KeptField {
  /** Kind, name and label of the field, as {@link nameOf} puts them. */
  readonly name: string;
  readonly value: string;
}

interface KeptWords {
  /** Whose they are: nobody else gets to read them. */
  readonly person: string;
  readonly path: string;
  readonly at: number;
  readonly fields: readonly KeptField[];
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const PLACE = 'tocsin-kept-words';

/** Those of the page and its dialogs, not of the frame around them. */
const FIELDS = ':is(main, [role="dialog"]) :is(input, select, textarea)';

/** Milliseconds: who comes back later has begun something else. */
const KEEP = 15 * 60_000;

/** Secrets are not kept, and what is searched for is in the address already. */
const TYPES: ReadonlySet<string> = new Set([
  'text',
  'email',
  'url',
  'tel',
  'number',
  'datetime-local',
  'textarea',
  'select-one',
]);

/** Keeps what is typed on this page, outside of `except`, for a way that leads away and back. */
export function keepWords(person: string, except: Element | null): void {
  const own = fieldsHere().filter((field) => !except?.contains(field) && field.value !== '');
  const fields = own.map((field): KeptField => ({ name: nameOf(field), value: field.value }));
  const words: KeptWords = { person, path: location.pathname, at: Date.now(), fields };
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(words));
  } catch {
    // Then it is an empty form.
  }
}

/**
 * Puts back what was kept of this page: at once into fields that are there, and into those of a
 * dialog when it is opened again. Ends with the page; returns how to end it before.
 */
export function bringBackWords(person: string): () => void {
  const words = takeWords();
  const isMine = words?.person === person && words.path === location.pathname;
  if (!words || !isMine || Date.now() - words.at > KEEP) return () => {};
  let left = words.fields;
  const fill = () => {
    if (location.pathname !== words.path) left = [];
    const here = new Map(fieldsHere().map((field) => [nameOf(field), field]));
    left = left.filter(({ name, value }) => {
      const field = here.get(name);
      if (field) setValue(field, value);
      return !field;
    });
    if (left.length === 0) watcher.disconnect();
  };
  const watcher = new MutationObserver(fill);
  watcher.observe(document.body, { childList: true, subtree: true });
  fill();
  return () => watcher.disconnect();
}

function takeWords(): KeptWords | null {
  try {
    const text = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function fieldsHere(): Field[] {
  const all = document.querySelectorAll<Field>(FIELDS);
  return [...all].filter(({ type, readOnly }: Field & { readOnly?: boolean }) => {
    return TYPES.has(type) && !readOnly;
  });
}

/** Tells a field by what people see of it; ids change from one load to the next. */
function nameOf(field: Field): string {
  const label = field.ariaLabel ?? field.labels?.[0]?.textContent ?? '';
  return [field.tagName, field.name, label.trim()].join(' ');
}

/** As if it was typed: React hears of it. */
function setValue(field: Field, value: string): void {
  if (field.value === value) return;
  const kind = Object.getPrototypeOf(field);
  Object.getOwnPropertyDescriptor(kind, 'value')?.set?.call(field, value);
  const event = field.tagName === 'SELECT' ? 'change' : 'input';
  field.dispatchEvent(new Event(event, { bubbles: true }));
}
