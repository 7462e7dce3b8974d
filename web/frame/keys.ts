/** Where a command's key works: everywhere, or only while its part of the page is the one in use. */
export type KeyScope = 'global' | 'page' | 'dialog';

/** Something a person can do: by key, from the palette, and listed in the help. */
export interface KeyCommand {
  /** Unique among what is registered. */
  readonly id: string;
  /** As the help and the palette call it. */
  readonly label: string;
  /** Heading in the help. */
  readonly group: string;
  /** `j`, `?`, `g i` (one after the other), `mod+k` (⌘ or Ctrl). None: palette only. */
  readonly keys?: string;
  readonly run: () => void;
  /** Also while a key is held down. */
  readonly repeats?: boolean;
  /** Not offered in the palette (moving about). */
  readonly hidden?: boolean;
}

interface Registration {
  readonly scope: KeyScope;
  readonly commands: readonly KeyCommand[];
}

const SEQUENCE_PATIENCE = 1_000;

/** Inputs that take text; a focused checkbox must not swallow `j`. */
const TEXTLESS = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range']);

let registrations: readonly Registration[] = [];
let prefix = '';
let prefixTimer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Offers commands until the returned function is called. Of equal keys the latest wins. */
export function offerCommands(scope: KeyScope, commands: readonly KeyCommand[]): () => void {
  const own = { scope, commands };
  registrations = [...registrations, own];
  tell();
  return () => {
    registrations = registrations.filter((other) => other !== own);
    tell();
  };
}

/** Everything that can be done now, the page's own commands first. */
export function offeredCommands(): readonly KeyCommand[] {
  return snapshot;
}

let snapshot: readonly KeyCommand[] = [];

/** For `useSyncExternalStore`. */
export function onCommandsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  snapshot = registrations.toReversed().flatMap(({ commands }) => commands);
  for (const listener of listeners) listener();
}

/** Starts listening to keys; returns how to stop. */
export function listenToKeys(target: Document): () => void {
  globalThis.addEventListener('keydown', noteDialog, { capture: true });
  target.addEventListener('keydown', onKey);
  return () => {
    globalThis.removeEventListener('keydown', noteDialog, { capture: true });
    target.removeEventListener('keydown', onKey);
  };
}

function onKey(event: KeyboardEvent): void {
  const key = event.defaultPrevented ? null : keyMeant(event);
  if (key === null) return;
  const scopes: readonly KeyScope[] = dialogWasOpen ? ['dialog'] : ['page', 'global'];
  const sequence = prefix ? `${prefix} ${key}` : key;
  const command = find(sequence, scopes) ?? (prefix ? find(key, scopes) : undefined);
  setPrefix(!command && startsSequence(key, scopes) ? key : '');
  if (!command || (event.repeat && !command.repeats)) return;
  event.preventDefault();
  command.run();
}

/** The key as commands name it; null when it belongs to something else. */
function keyMeant(event: KeyboardEvent): string | null {
  // While a character is being composed (IME), keys belong to it.
  if (event.isComposing || event.key === 'Process') return null;
  const key = nameOf(event);
  return key !== null && takesText(event.target) && !key.startsWith('mod+') ? null : key;
}

function nameOf(event: KeyboardEvent): string | null {
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return null;
  if (event.altKey) return null;
  const key = event.key.length === 1 ? event.key : event.key.toLowerCase();
  const mod = event.metaKey || event.ctrlKey ? 'mod+' : '';
  const shift = event.shiftKey && event.key.length > 1 ? 'shift+' : '';
  return mod + shift + key;
}

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !TEXTLESS.has(target.type);
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

let dialogWasOpen = false;

/** Before anybody else: the Esc that closes a dialog must not also mean the page below it. */
function noteDialog(): void {
  dialogWasOpen = document.querySelector('[aria-modal="true"]') !== null;
}

function find(keys: string, scopes: readonly KeyScope[]): KeyCommand | undefined {
  return registrations
    .toReversed()
    .filter(({ scope }) => scopes.includes(scope))
    .flatMap(({ commands }) => commands)
    .find((command) => command.keys === keys);
}

function startsSequence(key: string, scopes: readonly KeyScope[]): boolean {
  return registrations.some(
    ({ scope, commands }) =>
      scopes.includes(scope) && commands.some((command) => command.keys?.startsWith(`${key} `)),
  );
}

function setPrefix(key: string): void {
  clearTimeout(prefixTimer);
  prefix = key;
  if (key) {
    prefixTimer = setTimeout(() => {
      prefix = '';
    }, SEQUENCE_PATIENCE);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  enter: '⏎',
  escape: 'Esc',
  arrowdown: '↓',
  arrowup: '↑',
};

/** A command's keys as people read them, one entry a key: `['⌘', 'K']`. */
export function shownKeys(keys: string): readonly string[] {
  const together = keys.includes('+');
  return keys.split(' ').flatMap((key) => key.split('+').map((part) => shownKey(part, together)));
}

function shownKey(part: string, together: boolean): string {
  if (part === 'mod') return /Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘' : 'Ctrl';
  if (part === 'shift') return '⇧';
  return WORDS[part] ?? (together ? part.toUpperCase() : part);
}
