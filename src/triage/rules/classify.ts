import { storable, truncate } from '../../kernel/text.ts';
import type { ReadAlert } from './facts.ts';
import { likenesses } from './likeness.ts';
import { type Hit, matchSignals } from './match-signals.ts';
import {
  CATEGORIES,
  type Category,
  type Explanation,
  INCIDENT_TYPES,
  type IncidentType,
} from './triage-result.ts';

/** Category and type of an incident, with all that spoke for them. */
export interface Verdict {
  readonly category: Category;
  readonly incident_type: IncidentType;
  /** The signals that agree with them, strongest first. */
  readonly hits: readonly Hit[];
  readonly explained: readonly Explanation[];
}

/** Below it nothing is said: a guess would only look like an answer. */
const LEAST = { category: 1.8, type: 1.7 };

/** What the sender calls the incident itself outweighs what its words look like. */
const NAMED = 6;

/** How much the likeness to known kinds of alerts weighs beside the rules. */
const LIKENESS = { category: 2.6, type: 1.3 };

/** Which category a type of incident hints at where nothing else says one. */
const CATEGORY_OF: Readonly<Record<IncidentType, readonly [Category, number] | null>> = {
  service_down: ['infrastructure', 1.2],
  disk_full: ['infrastructure', 2],
  cpu_high: ['infrastructure', 2],
  memory_high: ['infrastructure', 2],
  port_unavailable: ['network', 3],
  custom: null,
};

/** Categories whose incidents no restart or clean-up of one's own would end. */
const ELSEWHERE: ReadonlySet<Category> = new Set([
  'deployment',
  'third_party',
  'security',
  'unknown',
]);

const EXPLAINED = 12;

/** Adds up what the rules, the likeness and the sender's own words say. Pure and bounded. */
export function classify(alerts: readonly ReadAlert[]): Verdict {
  const tally = new Tally();
  const all = matchSignals(alerts);
  for (const hit of all) tally.addHit(hit);
  for (const { prototype, score } of likenesses(alerts)) {
    const because = `like “${truncate(prototype.text, 80)}”`;
    const likeness = { rule: 'likeness', because };
    tally.category(prototype.category, { ...likeness, weight: LIKENESS.category * score });
    tally.type(prototype.type, { ...likeness, weight: LIKENESS.type * score }, false);
  }
  const named = namedTypes(alerts);
  for (const [type, share] of named) tally.addNamed(type, NAMED * share);
  const category = tally.best(tally.categories, LEAST.category, 'unknown');
  const free = tally.best(tally.types, LEAST.type, 'custom');
  const incident_type = ELSEWHERE.has(category) && !named.has(free) ? 'custom' : free;
  const agrees = ({ signal }: Hit) =>
    signal.category === category || (signal.type === incident_type && incident_type !== 'custom');
  const explained = [...tally.explained].sort((a, b) => b.weight - a.weight).slice(0, EXPLAINED);
  return { category, incident_type, hits: all.filter(agrees), explained };
}

/** What the senders call the incident by label `incident_type`, by the share of the alerts. */
function namedTypes(alerts: readonly ReadAlert[]): ReadonlyMap<IncidentType, number> {
  const shares = new Map<IncidentType, number>();
  for (const { facts } of alerts) {
    const word = facts.find(({ path }) => path === '/labels/incident_type')?.text;
    const type = INCIDENT_TYPES.find((known) => known === word && known !== 'custom');
    if (type) shares.set(type, (shares.get(type) ?? 0) + 1 / alerts.length);
  }
  return shares;
}

class Tally {
  readonly categories = new Map<Category, number>();
  readonly types = new Map<IncidentType, number>();
  readonly explained: Explanation[] = [];

  addHit({ signal, score, citations }: Hit): void {
    const [shown] = citations;
    const quote = truncate(shown?.quote ?? '', 80);
    const because = storable(`“${quote}” at ${shown?.path ?? ''}`);
    const reason = { rule: signal.rule, weight: score, because };
    if (signal.category) this.category(signal.category, reason);
    if (signal.type) this.type(signal.type, reason, signal.category === undefined);
  }

  addNamed(type: IncidentType, weight: number): void {
    const because = `the sender calls it ${type}`;
    this.type(type, { rule: 'named-by-sender', weight, because }, true);
    const hint = CATEGORY_OF[type];
    if (hint) this.raise(this.categories, hint[0], hint[1]);
  }

  category(category: Category, reason: Explanation): void {
    this.raise(this.categories, category, reason.weight);
    this.explain(category, reason);
  }

  type(type: IncidentType, reason: Explanation, isTold: boolean): void {
    this.raise(this.types, type, reason.weight);
    if (isTold) this.explain(type, reason);
  }

  /** The one with most weight; the first of the list among equals. */
  best<K extends string>(weights: ReadonlyMap<K, number>, least: number, otherwise: K): K {
    const order: readonly string[] = [...CATEGORIES, ...INCIDENT_TYPES];
    const ranked = [...weights].sort(
      ([a, x], [b, y]) => y - x || order.indexOf(a) - order.indexOf(b),
    );
    const [top] = ranked;
    return top && top[1] >= least ? top[0] : otherwise;
  }

  private raise<K>(weights: Map<K, number>, key: K, weight: number): void {
    weights.set(key, (weights.get(key) ?? 0) + weight);
  }

  private explain(key: string, { rule, weight, because }: Explanation): void {
    const rounded = Math.round(weight * 100) / 100;
    this.explained.push({ rule, weight: rounded, because: `${key}: ${because}` });
  }
}
