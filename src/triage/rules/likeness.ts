import type { ReadAlert } from './facts.ts';
import { PROTOTYPES, type Prototype } from './prototypes.ts';
import { tokensOf } from './tokens.ts';

/** A known kind of alert, and how much the alerts are like it: 0 … about 1. */
export interface Likeness {
  readonly prototype: Prototype;
  readonly score: number;
}

/** Okapi BM25 with its usual settings. */
const K1 = 1.2;
const B = 0.75;

/** Words of the alerts that are compared. */
const MAX_WORDS = 400;
const SHOWN = 3;

/** Words that stand everywhere. */
const EMPTY = new Set(
  'the and for are was has not its than that this with from within been have will can but you all more less one due into over per'.split(
    ' ',
  ),
);

const DOCUMENTS = PROTOTYPES.map((prototype) => ({ prototype, words: countOf(prototype.text) }));
const AVERAGE =
  DOCUMENTS.reduce((sum, { words }) => sum + sizeOf(words), 0) / Math.max(DOCUMENTS.length, 1);
const RARITY = rarities();

function countOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { word } of tokensOf(text, MAX_WORDS)) {
    if (isTelling(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function isTelling(word: string): boolean {
  return word.length > 2 && !EMPTY.has(word) && !/^\p{N}/u.test(word);
}

function sizeOf(words: ReadonlyMap<string, number>): number {
  return [...words.values()].reduce((sum, count) => sum + count, 0);
}

function rarities(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { words } of DOCUMENTS) {
    for (const word of words.keys()) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const rarityOf = (count: number) =>
    Math.log(1 + (DOCUMENTS.length - count + 0.5) / (count + 0.5));
  return new Map([...counts].map(([word, count]) => [word, rarityOf(count)]));
}

/** The known kinds that the alerts are most like, best first. */
export function likenesses(alerts: readonly ReadAlert[]): Likeness[] {
  const query = wordsOf(alerts);
  const full = [...query].reduce((sum, word) => sum + (RARITY.get(word) ?? 0), 0);
  if (full === 0) return [];
  return DOCUMENTS.map(({ prototype, words }) => ({
    prototype,
    // The floor keeps a single common word from looking like a perfect match.
    score: bm25(query, words) / Math.max(full, FLOOR),
  }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.prototype.text < b.prototype.text ? -1 : 1))
    .slice(0, SHOWN);
}

const FLOOR = 10;

function wordsOf(alerts: readonly ReadAlert[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { facts } of alerts) {
    for (const { tokens } of facts) {
      for (const { word } of tokens) {
        if (words.size < MAX_WORDS && RARITY.has(word)) words.add(word);
      }
    }
  }
  return words;
}

function bm25(query: ReadonlySet<string>, words: ReadonlyMap<string, number>): number {
  const size = K1 * (1 - B + (B * sizeOf(words)) / AVERAGE);
  let score = 0;
  for (const word of query) {
    const count = words.get(word) ?? 0;
    if (count > 0) score += ((RARITY.get(word) ?? 0) * count * (K1 + 1)) / (count + size);
  }
  return score;
}
