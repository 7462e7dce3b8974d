import type { SiteOptions } from './site.ts';

/** What the command line says. */
export interface BenchOptions extends SiteOptions {
  /** Of the steady load. */
  readonly seconds: number;
  /** Events a second of the steady load. */
  readonly rate: number;
}
