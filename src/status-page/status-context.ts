import type { Context } from '../tenants/caller.ts';
import type { Sealer } from '../tenants/sealing.ts';

/** What the verbs about hubs, reports and maintenances get. */
export interface StatusContext extends Context {
  readonly sealer: Sealer;
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
}
