import type { OutboundClient } from '../outbound/client.ts';
import type { TenantsContext } from '../tenants/tenants-context.ts';

/** What the verbs of this room get beside the common context. */
export interface NotifyContext extends TenantsContext {
  /** Says what is wrong with a URL before it is stored. */
  readonly outbound: Pick<OutboundClient, 'faultOf'>;
}
