/** One of the twenty figures of the dashboard, measured. */
export interface Measured {
  readonly number: number;
  readonly name: string;
  readonly goal: string;
  readonly measured: string;
  readonly reached: boolean;
  readonly how: string;
}

/** The value below which so many of a hundred lie; 0 for none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
}

/** Milliseconds as people read them. */
export const ms = (value: number): string => `${Math.round(value)} ms`;
