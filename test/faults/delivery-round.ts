import { setTimeout as sleep } from 'node:timers/promises';
import type { HubProcess } from '../hub-process.ts';
import type { Rig } from '../rig.ts';
import type { DeliveryFault } from './delivery-faults.ts';
import { type Endpoints, IN_FLIGHT, openEndpoints } from './endpoints.ts';
import type { LedgerFindings } from './receipts.ts';
import { inspectEvents, type StoredEvents, waitUntilDrained } from './stored-events.ts';
import { tell } from './story.ts';

export interface DeliveryPlan extends DeliveryFault {
  /** How often it strikes. */
  readonly strikes: number;
  /** Deliveries at least, over all endpoints. */
  readonly deliveries: number;
  /** The hub that people use and that lives on, where there are two. */
  readonly survivor: HubProcess | null;
}

export interface DeliveryResult extends LedgerFindings {
  readonly events: number;
  readonly deliveries: number;
  /** Events that an endpoint never got. */
  readonly lost: number;
  /** Requests that were being answered as the fault struck, all strikes together. */
  readonly cutOff: number;
  /** Milliseconds until the last of them was sent again; of the last strike. */
  readonly recovery: number;
  readonly problems: readonly string[];
}

const EVENTS_OF_AN_INCIDENT = 10;

/** Events, faults in the middle of their delivery, and what receivers make of it in the end. */
export async function runDeliveries(rig: Rig, plan: DeliveryPlan): Promise<DeliveryResult> {
  const url = () => (plan.survivor ?? rig.hub()).url;
  const hub = { url, rootToken: rig.rootToken };
  const endpoints = await openEndpoints(hub, plan.refusals);
  try {
    const events = EVENTS_OF_AN_INCIDENT;
    const incidents = Math.ceil(plan.deliveries / endpoints.names.length / events);
    const telling = tell({ ...hub, incidents, events });
    const { cutOff, last, problems } = await strike(rig, plan, endpoints);
    const acknowledged = await telling;
    const left = await waitUntilDrained(rig);
    const stored = await inspectEvents(rig, acknowledged);
    return {
      ...judge(plan, endpoints, stored, { cutOff, last }),
      problems: [
        ...problems,
        ...(left > 0 ? [`${left} deliveries or lanes are left`] : []),
        ...problemsOf(plan, endpoints, stored, { cutOff, last }),
      ],
    };
  } finally {
    await endpoints.close();
  }
}
