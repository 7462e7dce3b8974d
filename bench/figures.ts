import type { DatabaseKind } from '../test/rig.ts';

/** One of the figures to reach. */
export interface Figure {
  readonly name: string;
  readonly title: string;
  readonly database: DatabaseKind;
  readonly connections: number;
  /** Alerts a request. */
  readonly batch: number;
  /** Alerts stored beforehand, which the load repeats; 0: all are new. */
  readonly known: number;
  /** Alerts a second, and milliseconds; only for the setting it was set for. */
  readonly goal?: { readonly rate: number; readonly p99?: number };
}

const NEW = { title: 'new alert → new incident', database: 'system', batch: 1, known: 0 } as const;
const REPEAT = { ...NEW, title: 'repeat of a known alert', known: 10_000 } as const;
const EMBEDDED = { ...NEW, title: 'P1 on the embedded default', database: 'embedded' } as const;

export const FIGURES: readonly Figure[] = [
  { ...NEW, name: 'P1', connections: 64, goal: { rate: 12_000, p99: 12 } },
  { ...NEW, name: 'P1', connections: 256 },
  { ...REPEAT, name: 'P2', connections: 64, goal: { rate: 18_000, p99: 10 } },
  { ...REPEAT, name: 'P2', connections: 256 },
  {
    ...NEW,
    name: 'P3',
    title: '100 alerts a request, new',
    connections: 16,
    batch: 100,
    goal: { rate: 20_000 },
  },
  { ...EMBEDDED, name: 'P4', connections: 64, goal: { rate: 10_000 } },
  { ...EMBEDDED, name: 'P4', connections: 256 },
];
