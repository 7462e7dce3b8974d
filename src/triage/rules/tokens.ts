/** A word of a text, as compared, and where it stands. */
export interface Token {
  /** In lower case, without its ending ({@link stem}). */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** Its place among the words; the parts of `KubePodCrash` have one each, the whole the first. */
  readonly place: number;
}

/** Longer runs are no words: base64, hashes, noise. */
const MAX_WORD = 64;
const RUN = /[\p{L}\p{N}]+/gu;
const PART = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+\p{N}*|\p{Lu}+\p{N}*|\p{N}+\p{Ll}*|\p{L}+/gu;
const ENDING = /(?:ing|ed|es|(?<!s)s|e|y)$/;

/**
 * The words of a text, names in camel case also by their parts (`DiskFull`: diskfull, disk, full).
 * At most `max` words are read.
 */
export function tokensOf(text: string, max: number, firstPlace = 0): Token[] {
  const tokens: Token[] = [];
  let place = firstPlace;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (tokens.length >= max) break;
    if (run.length > MAX_WORD) continue;
    const parts = [...run.matchAll(PART)];
    const end = index + run.length;
    tokens.push({ word: stem(run.toLowerCase()), start: index, end, place });
    if (parts.length < 2) {
      place += 1;
      continue;
    }
    for (const part of parts) {
      const start = index + part.index;
      const word = stem(part[0].toLowerCase());
      tokens.push({ word, start, end: start + part[0].length, place });
      place += 1;
    }
  }
  return tokens;
}

/** A word without its ending, so that expires, expired and expiring are one. */
export function stem(word: string): string {
  const short = word.replace(ENDING, '');
  return short.length >= 3 ? short : word;
}
