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
  /** Deliveries, over all endpoints. */
  readonly deliveries: number;
  /** The hub that lives on, where there are two. */
  readonly survivor: HubProcess | null;
}

export interface DeliveryResult extends LedgerFindings {
  readonly events: number;
  /** Events that an endpoint never got, over all endpoints. */
  readonly lost: number;
  /** Requests that were being answered as the fault struck, all strikes together. */
  readonly underWay: number;
  /** Milliseconds from the last strike until what had been told before was no longer repeated. */
  readonly recovery: number;
  readonly seconds: number;
  readonly problems: readonly string[];
}

const EVENTS_OF_AN_INCIDENT = 10;

/** Events, faults in the middle of their delivery, and what receivers were told in the end. */
export async function runDeliveries(rig: Rig, plan: DeliveryPlan): Promise<DeliveryResult> {
  const started = performance.now();
  const hub = { url: () => anyOf(rig, plan).url, rootToken: rig.rootToken };
  const endpoints = await openEndpoints(hub, plan.refusals);
  try {
    const events = EVENTS_OF_AN_INCIDENT;
    const incidents = Math.ceil(plan.deliveries / endpoints.names.length / events);
    const telling = tell({ ...hub, incidents, events });
    const [acknowledged, struck] = await Promise.all([
      telling,
      strike(rig, plan, endpoints, incidents * events * endpoints.names.length),
    ]);
    const left = await waitUntilDrained(rig);
    const stored = await inspectEvents(rig, acknowledged);
    const found = {
      ...endpoints.ledger.findings(),
      events: stored.happened.length,
      lost: lostBy(endpoints, stored),
      underWay: struck.underWay,
      recovery: endpoints.ledger.recovery(struck.at),
      seconds: Math.round((performance.now() - started) / 1_000),
    };
    const problems = [
      ...(left > 0 ? [`${left} events, deliveries or lanes are left`] : []),
      ...problemsOfStore(incidents * events, stored),
      ...problemsOfReceipts(plan, endpoints, found),
    ];
    return { ...found, problems };
  } finally {
    await endpoints.close();
  }
}

/** A hub that lives; of two a random one. */
function anyOf(rig: Rig, { survivor }: DeliveryPlan): HubProcess {
  if (survivor === null) return rig.hub();
  return rig.hub().alive() && Math.random() < 0.5 ? rig.hub() : survivor;
}

interface Struck {
  readonly underWay: number;
  /** When it struck last. */
  readonly at: number;
}

/** Strikes at even distances of what there is to tell. */
async function strike(
  rig: Rig,
  plan: DeliveryPlan,
  endpoints: Endpoints,
  total: number,
): Promise<Struck> {
  let underWay = 0;
  let at = 0;
  for (let number = 1; number <= plan.strikes; number++) {
    if (!(await endpoints.told((number / (plan.strikes + 1)) * total))) break;
    // Not always at the same point of a batch or a poll.
    await sleep(Math.random() * 200);
    await endpoints.busy();
    underWay += endpoints.underWay();
    at = Date.now();
    await plan.strike(rig);
  }
  return { underWay, at };
}

function lostBy({ names, ledger }: Endpoints, { happened }: StoredEvents): number {
  const missing = names.map((name) => ledger.missing(name, happened).length);
  return missing.reduce((sum, each) => sum + each, 0);
}

function problemsOfStore(wanted: number, { happened, forgotten, dead }: StoredEvents): string[] {
  return [
    ...(forgotten > 0 ? [`${forgotten} acknowledged events are not stored`] : []),
    ...(happened.length !== wanted ? [`${happened.length} of ${wanted} events are stored`] : []),
    ...(dead > 0 ? [`${dead} deliveries were given up`] : []),
  ];
}

type Found = Omit<DeliveryResult, 'problems'>;

function problemsOfReceipts(plan: DeliveryPlan, endpoints: Endpoints, found: Found): string[] {
  const { lost, outOfOrder, changed, duplicates, underWay, recovery } = found;
  const repeated = duplicates - endpoints.refused();
  const most = plan.strikes * endpoints.names.length * IN_FLIGHT;
  return [
    ...(lost > 0 ? [`${lost} events were never told to an endpoint`] : []),
    ...(outOfOrder > 0 ? [`${outOfOrder} events were told too late`] : []),
    ...(changed > 0 ? [`${changed} repetitions differ from the first`] : []),
    ...(underWay === 0 ? ['nothing was under way'] : []),
    ...(plan.bounded && repeated > most
      ? [`${repeated} events were told again, more than the ${most} that can be under way`]
      : []),
    ...(plan.recovery !== undefined && duplicates === 0 ? ['nothing was cut off'] : []),
    ...(plan.recovery !== undefined && recovery > plan.recovery
      ? [`what was cut off came ${recovery} ms later, more than ${plan.recovery}`]
      : []),
  ];
}
