import { quoteOf, type Span } from './citations.ts';
import type { Fact, ReadAlert } from './facts.ts';
import { type CompiledSignal, type Phrase, SIGNALS } from './signals.ts';
import type { Citation } from './triage-result.ts';

/** A signal that was found, with where. */
export interface Hit {
  readonly signal: CompiledSignal;
  /** Its weight by the trust in the texts it was found in, averaged over the alerts. */
  readonly score: number;
  /** Best first. */
  readonly citations: readonly Citation[];
}

/** A word of a phrase, by the signal it belongs to. */
interface Slot {
  readonly phrase: number;
  readonly slot: number;
}

const PHRASES = SIGNALS.flatMap((signal, index) =>
  signal.compiled.map((phrase) => ({ ...phrase, signal: index })),
);
const SLOTS = indexSlots();

/** What each further text that says the same adds, for two of them at most. */
const REPEATED = 0.12;
const CITED = 3;

function indexSlots(): ReadonlyMap<string, readonly Slot[]> {
  const slots = new Map<string, Slot[]>();
  for (const [phrase, { words }] of PHRASES.entries()) {
    for (const [slot, forms] of words.entries()) {
      for (const form of new Set(forms)) {
        slots.set(form, [...(slots.get(form) ?? []), { phrase, slot }]);
      }
    }
  }
  return slots;
}

/** Which signals the alerts give, strongest first. */
export function matchSignals(alerts: readonly ReadAlert[]): Hit[] {
  const found = new Map<number, { score: number; shown: Shown[] }>();
  for (const alert of alerts) {
    for (const [signal, shown] of matchAlert(alert)) {
      const entry = found.get(signal) ?? { score: 0, shown: [] };
      entry.score += strengthOf(shown) / alerts.length;
      entry.shown.push(...shown);
      found.set(signal, entry);
    }
  }
  return [...found]
    .flatMap(([index, { score, shown }]): Hit[] => {
      const signal = SIGNALS[index];
      if (!signal) return [];
      const best = shown.sort((a, b) => b.trust - a.trust).slice(0, CITED);
      const citations = best.map(({ citation }) => citation);
      return [{ signal, score: signal.weight * score, citations }];
    })
    .sort((a, b) => b.score - a.score || (a.signal.rule < b.signal.rule ? -1 : 1));
}

interface Shown {
  readonly trust: number;
  readonly citation: Citation;
}

function strengthOf(shown: readonly Shown[]): number {
  const best = Math.max(...shown.map(({ trust }) => trust));
  return best * (1 + REPEATED * Math.min(shown.length - 1, 2));
}

/** For each signal the texts of one alert that give it. */
function matchAlert(alert: ReadAlert): Map<number, Shown[]> {
  const found = new Map<number, Shown[]>();
  for (const fact of alert.facts) {
    for (const [signal, span] of matchFact(fact)) {
      const quote = quoteOf(fact, span);
      const citation = { alert_id: alert.alertId, path: fact.path, quote };
      found.set(signal, [...(found.get(signal) ?? []), { trust: fact.trust, citation }]);
    }
  }
  return found;
}

/** For each signal where in the text the first of its phrases stands. */
function matchFact(fact: Fact): Map<number, Span> {
  const spans = new Map<number, Span>();
  for (const [index, places] of [...placesIn(fact)].sort(([a], [b]) => a - b)) {
    const phrase = PHRASES[index];
    if (!phrase || spans.has(phrase.signal)) continue;
    const span = spanOf(fact, phrase, places);
    if (span) spans.set(phrase.signal, span);
  }
  return spans;
}

/** For each phrase of which a word stands in the text: for each of its words the tokens. */
function placesIn(fact: Fact): ReadonlyMap<number, number[][]> {
  const seen = new Map<number, number[][]>();
  for (const [index, token] of fact.tokens.entries()) {
    for (const { phrase, slot } of SLOTS.get(token.word) ?? []) {
      const places = seen.get(phrase) ?? [];
      const list = places[slot] ?? [];
      if (list.length < MAX_PLACES) list.push(index);
      places[slot] = list;
      seen.set(phrase, places);
    }
  }
  return seen;
}

/** The same word stands in a text so often at most. */
const MAX_PLACES = 8;

/** The first place where all words of a phrase stand close together. */
function spanOf(fact: Fact, phrase: Phrase, places: readonly number[][]): Span | null {
  const { length } = phrase.words;
  for (const anchor of places[0] ?? []) {
    const chosen = [anchor];
    for (let slot = 1; slot < length; slot++) {
      const near = nearest(fact, chosen, places[slot] ?? [], phrase.window);
      if (near === null) break;
      chosen.push(near);
    }
    if (chosen.length === length) return { first: Math.min(...chosen), last: Math.max(...chosen) };
  }
  return null;
}

/** The word nearest to the anchor that no other word of the phrase has taken. */
function nearest(
  fact: Fact,
  chosen: readonly number[],
  places: readonly number[],
  window: number,
): number | null {
  const placeOf = (index: number) => fact.tokens[index]?.place ?? 0;
  const anchor = placeOf(chosen[0] ?? 0);
  const taken = new Set(chosen.map(placeOf));
  let best: number | null = null;
  for (const index of places) {
    const far = Math.abs(placeOf(index) - anchor);
    if (far > window || taken.has(placeOf(index))) continue;
    if (best === null || far < Math.abs(placeOf(best) - anchor)) best = index;
  }
  return best;
}
