/** What likeness is judged by. */
export interface Likeable {
  readonly title: string;
  readonly serviceId: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** How alike two incidents are, and in what. */
export interface Likeness {
  /** 0: nothing in common … 1: the same. */
  readonly score: number;
  readonly sameService: boolean;
  /** Names of the labels with equal values. */
  readonly sameLabels: readonly string[];
}

/** What is less alike than this is not worth a look. */
export const MIN_SCORE = 0.4;

/** The title says most; labels and service tell apart equal titles of different things. */
const WEIGHTS = { title: 0.6, labels: 0.25, service: 0.15 } as const;

/** Labels that name the single thing that broke say little about what kind of break it was. */
const FLEETING = /^(instance|pod|host|hostname|node|container|id|uid|fingerprint|timestamp)$/i;

/**
 * Compares titles word by word (numbers and ids count as one word, so that `node-17` is like
 * `node-4`), labels by equal values, and services. What neither side has is left out of the sum.
 */
export function likenessOf(a: Likeable, b: Likeable): Likeness {
  const sameService = a.serviceId !== null && a.serviceId === b.serviceId;
  const names = lasting(a.labels);
  const sameLabels = names.filter((name) => a.labels[name] === b.labels[name]).sort();
  const all = new Set([...names, ...lasting(b.labels)]).size;
  const parts: [weight: number, likeness: number][] = [
    [WEIGHTS.title, dice(wordsOf(a.title), wordsOf(b.title))],
  ];
  if (all > 0) parts.push([WEIGHTS.labels, sameLabels.length / all]);
  if (a.serviceId !== null || b.serviceId !== null) {
    parts.push([WEIGHTS.service, sameService ? 1 : 0]);
  }
  const total = parts.reduce((sum, [weight]) => sum + weight, 0);
  const score = parts.reduce((sum, [weight, likeness]) => sum + weight * likeness, 0) / total;
  return { score, sameService, sameLabels };
}

function lasting(labels: Readonly<Record<string, string>>): string[] {
  return Object.keys(labels).filter((name) => !FLEETING.test(name));
}

const VOLATILE = /\d/;

/** The words of a title, each once; those with digits in them are all alike. */
export function wordsOf(title: string): ReadonlySet<string> {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.slice(0, 100).map((word) => (VOLATILE.test(word) ? '#' : word)));
}

/** Twice what both have, of what each has. */
function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  const both = [...a].filter((word) => b.has(word));
  return (2 * both.length) / (a.size + b.size);
}
