// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is exactly what is looked for
const NUL = /\u0000/g;

/**
 * Text as PostgreSQL can store it: NUL characters and lone surrogates become U+FFFD.
 * An alert is never refused or lost for them.
 */
export function storable(text: string): string {
  const clean = text.includes('\0') ? text.replace(NUL, '\uFFFD') : text;
  return clean.isWellFormed() ? clean : clean.toWellFormed();
}

/** At most `max` characters, the last one an ellipsis when something was cut. */
export function truncate(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).toWellFormed()}…`;
}
