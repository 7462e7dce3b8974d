import type { Sample } from './sample.ts';

/** Our five words in a vendor's; a word that is none of them is the vendor's already. */
export function inWordsOf(words: Readonly<Record<string, string>>) {
  return ({ severity }: Sample) =>
    Object.hasOwn(words, severity) ? (words[severity] ?? severity) : severity;
}

/** P1 to P5, as several vendors have them. */
export const priority = inWordsOf({
  critical: 'P1',
  high: 'P2',
  medium: 'P3',
  low: 'P4',
  info: 'P5',
});
