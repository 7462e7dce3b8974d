import { setTimeout as sleep } from 'node:timers/promises';

/** Alerts sent without a pause, and what became of them. */
export interface Load {
  /** `external_id` of every alert that was answered 2xx. */
  readonly acknowledged: readonly string[];
  /** Statuses other than 2xx with their `Retry-After`; 0 where the connection failed. */
  readonly refused: readonly { readonly status: number; readonly retryAfter: string | null }[];
  /** Waits until so many more are acknowledged. */
  readonly more: (count: number) => Promise<void>;
  /** Waits for what is in flight. */
  readonly stop: () => Promise<void>;
}

const PATIENCE = 20_000;

/** Posts alerts of new ids to the generic webhook, eight at a time; goes on whatever happens. */
export function startLoad(base: string): Load {
  const acknowledged: string[] = [];
  const refused: Load['refused'][number][] = [];
  let next = 0;
  let stopped = false;
  const sender = async () => {
    while (!stopped) {
      const id = `load-${++next}`;
      const answer = await send(base, id);
      if (answer.status >= 200 && answer.status < 300) acknowledged.push(id);
      else {
        refused.push(answer);
        await sleep(10);
      }
    }
  };
  const senders = Promise.all(Array.from({ length: 8 }, sender));
  const more = async (count: number) => {
    const goal = acknowledged.length + count;
    for (const until = Date.now() + PATIENCE; acknowledged.length < goal; await sleep(10)) {
      if (Date.now() > until) throw new Error(`Only ${acknowledged.length} of ${goal} were taken.`);
    }
  };
  const stop = async () => {
    stopped = true;
    await senders;
  };
  return { acknowledged, refused, more, stop };
}

async function send(base: string, id: string) {
  try {
    const response = await fetch(`${base}/api/v1/webhooks/generic`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: `Load ${id}`, external_id: id }),
    });
    await response.text();
    return { status: response.status, retryAfter: response.headers.get('retry-after') };
  } catch {
    return { status: 0, retryAfter: null };
  }
}
