import { setTimeout as sleep } from 'node:timers/promises';
import { externalIds } from '../../bench/alert-bodies.ts';
import { type Sender, startSender } from '../../bench/run-sender.ts';
import type { SenderReport } from '../../bench/sender-plan.ts';
import type { Rig } from '../rig.ts';
import { type Findings, inspect } from './stored-alerts.ts';

/** One fault under load: what to break, and what everything looked like afterwards. */
export interface Round {
  readonly prefix: string;
  readonly secret: string;
  /** Breaks something; resolves when a person would have done all there is to do. */
  readonly fault: (rig: Rig) => Promise<void>;
  /** The senders must have seen 503: nothing else answers while the fault lasts. */
  readonly expects503?: boolean;
}

export interface RoundResult extends Findings {
  readonly report: SenderReport;
  readonly acknowledged: number;
  readonly problems: readonly string[];
}

const CONNECTIONS = 32;
const PATIENCE = 30_000;

/** Load, fault, recovery, load; then compares what was acknowledged with what is stored. */
export async function runRound(rig: Rig, round: Round): Promise<RoundResult> {
  const { prefix, secret } = round;
  const sender = startSender({
    port: rig.hub().port,
    ...{ secret, prefix, connections: CONNECTIONS, batch: 1, known: 0, limit: 0 },
    ...{ warmupSeconds: 0, seconds: 0, insist: true },
  });
  await acknowledgedMore(rig, sender, 500);
  // Not always at the same point of a batch, a flush or a checkpoint.
  await sleep(300 + Math.random() * 700);
  await round.fault(rig);
  // What was acknowledged just before is told a little later; it is not the recovery.
  await sleep(200);
  const recovered = await acknowledgedMore(rig, sender, 500);
  sender.stop();
  const report = await sender.done;
  const ids = report.numbers.flatMap((number) => externalIds(prefix, 1, number));
  const findings = await inspect(rig, prefix, ids);
  const problems = [
    ...(rig.hub().alive() ? [] : ['the hub ended']),
    ...(recovered ? [] : ['nothing more was acknowledged']),
    ...judge(round, report, findings),
  ];
  return { ...findings, report, acknowledged: ids.length, problems };
}

async function acknowledgedMore(rig: Rig, sender: Sender, more: number): Promise<boolean> {
  const goal = sender.acknowledged() + more;
  for (
    const until = Date.now() + PATIENCE;
    Date.now() < until && rig.hub().alive();
    await sleep(5)
  ) {
    if (sender.acknowledged() >= goal) return true;
  }
  return false;
}

function judge(round: Round, report: SenderReport, findings: Findings): string[] {
  const { statuses, missingRetryAfter, unanswered } = report;
  const others = Object.keys(statuses).filter((status) => !/^2\d\d$|^503$/.test(status));
  const { lost, duplicates, incomplete } = findings;
  return [
    ...(lost > 0 ? [`${lost} acknowledged alerts are lost`] : []),
    ...(duplicates > 0 ? [`${duplicates} alerts have two incidents`] : []),
    ...(incomplete > 0 ? [`${incomplete} alerts are stored in part`] : []),
    ...(others.length > 0 ? [`senders saw ${others.join(', ')}`] : []),
    ...(missingRetryAfter > 0 ? [`${missingRetryAfter} × 503 without Retry-After`] : []),
    ...(unanswered > 0 ? [`${unanswered} requests were never answered`] : []),
    ...(round.expects503 && !statuses[503] ? ['no sender saw 503'] : []),
  ];
}
