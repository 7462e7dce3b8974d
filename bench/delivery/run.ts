import type { EventPlan } from './event-plan.ts';
import { countWhenIdle } from './left-behind.ts';
import { type Outbox, openOutbox } from './outbox.ts';
import { type Furnish, openSite, type Site, type SiteOptions } from './site.ts';
import { startUsage, type Usage } from './usage.ts';
import { openWaker, type Waker } from './waker.ts';

/** A site where events go through the outbox. */
export interface Run extends Site {
  readonly plan: EventPlan;
  readonly outbox: Outbox;
  readonly waker: Waker;
  /** Stores the events 0 … count-1 and waits until they are delivered and nothing waits. */
  readonly warmUp: (count: number) => Promise<void>;
  /** Commits the rest of the plan at once. What is used is measured from just before the commit. */
  readonly burst: (from: number) => Promise<Burst>;
}

export interface Burst {
  /** When the commit was answered, by the clock on the wall (ms). */
  readonly committedAt: number;
  readonly usageOf: (events: number) => Promise<Usage>;
}

export interface RunOptions extends SiteOptions {
  readonly furnish: Furnish;
  readonly plan: EventPlan;
  /** Milliseconds an endpoint takes to answer. */
  readonly delayOf?: (endpoint: number) => number;
}

/** Opens everything, lets `work` measure, and takes everything down. */
export async function withRun<T>(options: RunOptions, work: (run: Run) => Promise<T>): Promise<T> {
  const site = await openSite(options, options.furnish);
  try {
    await site.expect(options.plan, options.delayOf);
    const waker = await openWaker(site.rig);
    const outbox = await openOutbox(site, options.plan);
    try {
      return await work(runAround(site, options.plan, outbox, waker));
    } finally {
      await outbox.close();
      await waker.close();
    }
  } finally {
    await site.close();
  }
}

function runAround(site: Site, plan: EventPlan, outbox: Outbox, waker: Waker): Run {
  const warmUp = async (count: number) => {
    await outbox.put(0, count);
    waker.wake();
    const all = await site.receiver.until(({ events }) => events >= count);
    if (!all) throw new Error(`Of ${count} events only some came: ${site.rig.hub().output()}`);
    await countWhenIdle(await site.rig.connection());
  };
  const burst = async (from: number) => {
    let usageOf: Burst['usageOf'] | undefined;
    await outbox.put(from, plan.count, async () => {
      usageOf = await startUsage(site);
    });
    waker.wake();
    if (!usageOf) throw new Error('Nothing was committed.');
    return { committedAt: Date.now(), usageOf };
  };
  return { ...site, plan, outbox, waker, warmUp, burst };
}
