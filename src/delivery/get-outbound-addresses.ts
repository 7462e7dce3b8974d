import { type Static, Type } from 'typebox';
import { requireScope } from '../tenants/caller.ts';
import type { DeliveryContext } from './delivery-context.ts';

/** Where requests of this hub come from. */
export const OutboundAddresses = Type.Object({
  addresses: Type.Array(Type.String(), {
    description: 'Addresses and networks; empty when the operator has named none',
  }),
});
export type OutboundAddresses = Static<typeof OutboundAddresses>;

/** What a receiver's firewall has to let in (Flashduty's "trusted IP whitelist"). */
export async function getOutboundAddresses(
  context: Pick<DeliveryContext, 'store' | 'clock' | 'caller' | 'outboundAddresses'>,
): Promise<OutboundAddresses> {
  requireScope(context, 'viewer');
  return { addresses: [...context.outboundAddresses] };
}
