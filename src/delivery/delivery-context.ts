import type { OutboundClient } from '../outbound/client.ts';
import type { TenantsContext } from '../tenants/tenants-context.ts';

/** What the verbs of this room get beside the common context. */
export interface DeliveryContext extends TenantsContext {
  /** Public base URL without a trailing slash, for links in payloads. */
  readonly publicUrl: string;
  /** Says what is wrong with a URL before it is stored. */
  readonly outbound: Pick<OutboundClient, 'faultOf'>;
  /** Addresses and networks the hub calls from, as its operator has set them. */
  readonly outboundAddresses: readonly string[];
}
