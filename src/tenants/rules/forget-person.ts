/** Who is to be taken out of the history. */
export interface ForgottenPerson {
  readonly id: string;
  /** The number of Flashduty's payloads; null: not known any more. */
  readonly personId: number | null;
  readonly name: string;
  readonly email: string;
}

/** How a row is read. */
export interface Reading {
  /** The row is about the person as such: what it calls `name` and `email` without an id is theirs. */
  readonly about?: boolean;
  /** Texts in it were made by the hub or a template: the name is replaced inside of them too. */
  readonly words?: boolean;
}

/** What a person who was erased is called. */
export const FORMER_NAME = 'Former member';

/** In place of their address where only a text can be; the domain does not exist (RFC 2606). */
export const FORMER_ADDRESS = 'former-member@erased.invalid';

const NAMES: ReadonlySet<string> = new Set(['name', 'person_name', 'recipient_name']);

const WORD = '[\\p{L}\\p{N}_]';

/**
 * The value without the person's name and address; ids stay, so that history still reads. An object
 * with their id is called {@link FORMER_NAME} whatever it was called, one with another's id keeps its
 * name. Their address goes everywhere.
 */
export function forgetInJson(
  value: unknown,
  person: ForgottenPerson,
  reading: Reading = {},
): unknown {
  if (typeof value === 'string') return forgetInWords(value, person, reading.words === true);
  if (Array.isArray(value)) return value.map((item) => forgetInJson(item, person, reading));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Readonly<Record<string, unknown>>;
  const whose = whoseIs(object, person);
  const own = whose === 'theirs' || (whose === 'nobody' && reading.about === true);
  // Somebody else of a similar name keeps it.
  const inside = { ...reading, words: reading.words === true && whose !== 'other' };
  return Object.fromEntries(
    Object.entries(object).map(([key, held]) => [
      key,
      own && isOfPerson(key, held) ? pseudonym(key, object) : forgetInJson(held, person, inside),
    ]),
  );
}

/** The same for a text: JSON is read as such, anything else as words. */
export function forgetInText(text: string, person: ForgottenPerson, reading: Reading): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) {
      const without = JSON.stringify(forgetInJson(value, person, reading));
      // As it was, with its blanks, when nothing of them is in it.
      return without === JSON.stringify(value) ? text : without;
    }
  } catch {
    // No JSON.
  }
  const isName = reading.about === true && text !== '' && !text.includes('@');
  return isName ? FORMER_NAME : forgetInWords(text, person, reading.words === true);
}

type Whose = 'theirs' | 'other' | 'thing' | 'nobody';

function whoseIs(object: Readonly<Record<string, unknown>>, person: ForgottenPerson): Whose {
  const { id, member_id, person_id } = object;
  if (id === person.id || member_id === person.id) return 'theirs';
  if (person.personId !== null && person_id === person.personId) return 'theirs';
  if (person_id !== undefined || String(id).startsWith('usr_')) return 'other';
  return id === undefined ? 'nobody' : 'thing';
}

function isOfPerson(key: string, held: unknown): boolean {
  return typeof held === 'string' && held !== '' && (NAMES.has(key) || key === 'email');
}

/** Flashduty's people have an address that is empty, ours one that is null. */
function pseudonym(key: string, object: object): string | null {
  if (key !== 'email') return FORMER_NAME;
  return 'person_name' in object ? '' : null;
}

function forgetInWords(text: string, { name, email }: ForgottenPerson, words: boolean): string {
  const address = new RegExp(`(?<![\\w.+-])${literal(email)}(?![\\w-]|\\.\\w)`, 'giu');
  const without = text.replace(address, FORMER_ADDRESS);
  if (!words || name.trim() === '') return without;
  const whole = new RegExp(`(?<!${WORD})${literal(name)}(?!${WORD})`, 'gu');
  return without.replace(whole, FORMER_NAME);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, (sign) => `\\${sign}`);
}
