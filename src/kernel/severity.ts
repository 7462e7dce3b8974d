/** Worst first. Five words everywhere inside; senders' words are mapped by their format. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** 4 for critical … 0 for info: a larger rank is worse. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.length - 1 - SEVERITIES.indexOf(severity);
}

export function isWorse(a: Severity, b: Severity): boolean {
  return severityRank(a) > severityRank(b);
}

const WORDS: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  fatal: 'critical',
  emergency: 'critical',
  page: 'critical',
  p1: 'critical',
  high: 'high',
  error: 'high',
  major: 'high',
  p2: 'high',
  medium: 'medium',
  warning: 'medium',
  warn: 'medium',
  minor: 'medium',
  p3: 'medium',
  low: 'low',
  p4: 'low',
  info: 'info',
  information: 'info',
  informational: 'info',
  none: 'info',
  p5: 'info',
};

/**
 * The severity a sender's word stands for, or `undefined` for a word nobody uses
 * (P1–P5 and error/warning as `domain` lists them; the rest is common usage).
 */
export function severityFromWord(word: string): Severity | undefined {
  return Object.hasOwn(WORDS, word.trim().toLowerCase())
    ? WORDS[word.trim().toLowerCase()]
    : undefined;
}
