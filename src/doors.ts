import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { RuleBook } from './incidents/rule-book.ts';
import { createRateLimits } from './ingress/rate-limits.ts';
import { createReceiptBook, type ReceiptBook } from './ingress/receipts.ts';
import { createCertificates } from './intake/certificates.ts';
import { createConfirming } from './intake/confirm-subscription.ts';
import { createAlertFinder } from './intake/find-alert.ts';
import { openLanes } from './intake/lanes.ts';
import { createIntake } from './intake/receive.ts';
import type { Clock } from './kernel/time.ts';
import type { OutboundClient } from './outbound/client.ts';
import { createStatusHook } from './status-page/receive-hook.ts';
import type { Store } from './store/connection.ts';
import type { DiskGuard } from './store/disk-guard.ts';
import { createStatisticsKeeper } from './store/statistics.ts';
import { codeOf } from './store/transaction.ts';
import type { Directory } from './tenants/directory.ts';
import { recordChange } from './triage/record-change.ts';

/** What the doors are built from. */
export interface DoorParts {
  /** Tells the dispatcher that events were stored. */
  readonly wake: () => void;
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly rules: RuleBook;
  readonly disk: DiskGuard;
  readonly outbound: OutboundClient;
  readonly log: Logger;
}

type Closers = (() => Promise<unknown>)[];

/** Opens the public doors: alerts, and what services say of their status. */
export function openDoors(parts: DoorParts, closers: Closers) {
  const { store, clock, disk, log } = parts;
  const onError = (error: unknown) => log.warn({ err: error }, 'receipts could not be written');
  const receipts = createReceiptBook({ store, clock, onError });
  closers.push(receipts.close);
  const statusHook = createStatusHook({
    store,
    clock,
    receipts,
    limits: createRateLimits(),
    fault: disk.fault,
    onFault: (error, requestId) => log.error(faultOf(error, requestId), 'a status was not stored'),
  });
  return { intake: openIntake({ ...parts, receipts }, closers), statusHook };
}

function openIntake(parts: DoorParts & { readonly receipts: ReceiptBook }, closers: Closers) {
  const { config, store, clock, directory, rules, disk, log, receipts, outbound, wake } = parts;
  const statistics = createStatisticsKeeper(store, log);
  closers.push(statistics.close);
  const { connection } = store;
  const lanes = openLanes({
    connection,
    lanes: config.intakeLanes,
    clock,
    wrote: (rows) => {
      statistics.wrote(rows);
      wake();
    },
  });
  const confirming = createConfirming({ store, clock, outbound, receipts, log });
  closers.push(confirming.close);
  const intake = createIntake({
    clock,
    findAlert: createAlertFinder(store),
    certificates: createCertificates({ outbound, clock }),
    confirm: confirming.confirm,
    keepChange: ({ tenant, integration }, change, { ip, requestId }) => {
      const { integrationId: id, name } = integration;
      const actor = { type: 'integration', id, name } as const;
      const caller = { tenantId: tenant.tenantId, scope: 'ingest', actor, ip, requestId } as const;
      return recordChange({ store, clock, caller }, change);
    },
    directory,
    rules,
    limits: createRateLimits(),
    receipts,
    lanes,
    fault: disk.fault,
    onFault: (error, requestId) => log.error(faultOf(error, requestId), 'an alert was not stored'),
  });
  closers.push(intake.close);
  return intake;
}

/** Names a fault; PostgreSQL's `detail` is left out, because it quotes what was to be stored. */
function faultOf(error: unknown, requestId: string) {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { request_id: requestId, err: { type: name, code: codeOf(error), message, stack } };
}
