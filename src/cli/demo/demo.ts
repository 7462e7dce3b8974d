import { newToken } from '../../kernel/ids.ts';
import { hubUrl, operatorToken } from '../hub-client.ts';
import { CommandFailure, EXIT } from '../outcomes.ts';
import { assemble } from './cast.ts';
import { furnish } from './furnishing.ts';
import { type Ask, askAs } from './hub-access.ts';
import { connectReceivers } from './receivers.ts';
import { incidentOf, type Scene, type Story } from './scene.ts';
import { connectSenders } from './senders.ts';
import { STORIES } from './stories/all.ts';

/** The options of `tocsin demo`. */
interface DemoOptions {
  readonly url?: string;
  readonly tenant: string;
}

/** A hub to play on. */
interface Stage {
  readonly base: string;
  /** Slug. */
  readonly tenant: string;
  readonly token: string;
}

/**
 * Fills a running hub with a day of a shop's outages, through its real endpoints. Run again, it adds
 * another day. A story that fails is named and does not keep the others from being told.
 */
export async function demo(options: DemoOptions): Promise<void> {
  const { tenant } = options;
  const stage = { base: hubUrl(options.url), tenant, token: await operatorToken() };
  console.log(`A day at the shop, in the tenant "${tenant}" of ${stage.base}:`);
  const failed = await playDay(stage, ({ hour, name }) => {
    console.log(`  ${String(hour).padStart(2, '0')}:00  ${name}`);
  });
  console.log(await whatToOpen(stage));
  if (failed.length === 0) return;
  throw new CommandFailure(EXIT.refused, `Not everything could be told:\n${failed.join('\n')}`);
}

/**
 * Plays the stories (all of them), the earliest of the day first; `before` is told of each. Returns a
 * line for each that failed. Throws the hub's refusal when the stage cannot be set.
 */
export async function playDay(
  stage: Stage,
  before: (story: Story) => unknown,
  stories: readonly Story[] = STORIES,
): Promise<readonly string[]> {
  const admin = asOperator(stage);
  const cast = await assemble(stage.base, admin);
  try {
    await furnish(admin, cast);
    const senders = await connectSenders({ ...stage, admin });
    const receivers = await connectReceivers(admin);
    try {
      return await play({ day: newToken(4), as: cast.as, cast, senders }, stories, before);
    } finally {
      await receivers.leave();
    }
  } finally {
    await cast.leave();
  }
}

async function play(
  scene: Scene,
  stories: readonly Story[],
  before: (story: Story) => unknown,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const story of [...stories].sort((a, b) => a.hour - b.hour)) {
    before(story);
    try {
      await story.play(scene);
    } catch (error) {
      failed.push(`  ${story.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failed;
}

function asOperator({ base, tenant, token }: Stage): Ask {
  return askAs(base, { authorization: `Bearer ${token}`, 'x-tenant': tenant });
}

async function whatToOpen(stage: Stage): Promise<string> {
  const { base } = stage;
  const outage = await incidentOf(asOperator(stage), 'Checkout answers with errors');
  const places = [
    ['/incidents', 'what is open, and “Customers are hurt” among the saved views'],
    ...(outage === null ? [] : [[`/incidents/${outage}`, 'the outage that people work on']]),
    ['/remediation', 'what recipes propose for them'],
    ['/alerts', 'what was sent, also what opened no incident'],
    ['/integrations', 'who sends, and which requests were refused and why'],
    ['/webhooks', 'deliveries that fail'],
    ['/rules', 'what gathers and what suppresses'],
    ['/analytics', 'the day in figures'],
  ] as const;
  const width = Math.max(...places.map(([path]) => path?.length ?? 0)) + base.length;
  const lines = places.map(([path, what]) => `  ${`${base}${path}`.padEnd(width)}  ${what}`);
  return ['', 'Open in the dashboard:', ...lines].join('\n');
}
