import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// A service as somebody writes it for Flashduty's webhook, with its documentation at hand and
// nothing else: it answers within a second, keeps what the latest event says of each incident,
// leaves out events older than that, and does nothing twice. It imports nothing of the hub.

interface Push {
  readonly event_time: number;
  readonly event_type: string;
  readonly event_id: string;
  readonly incident: { readonly incident_id: string; readonly [field: string]: unknown };
}

/** What it did with a push. */
interface Handled {
  readonly event_id: string;
  readonly event_type: string;
  readonly incident_id: string;
  /** `repeated`: it had this event before; `outdated`: it knows of a later one. */
  readonly verdict: 'taken' | 'repeated' | 'outdated';
}

export interface FlashdutyReceiver {
  readonly url: string;
  /** The latest that is known of each incident, by its id. */
  readonly incidents: ReadonlyMap<string, Push['incident']>;
  /** All pushes in the order they came. */
  readonly handled: readonly Handled[];
  /** Those it could not read. */
  readonly refused: readonly string[];
  readonly close: () => Promise<void>;
}

export interface FlashdutyReceiverOptions {
  /** Milliseconds from a push to its answer; each push is waited for anew. Default 0. */
  readonly answerAfter?: () => number;
}

/** Starts the service on loopback. */
export async function startFlashdutyReceiver(
  options: FlashdutyReceiverOptions = {},
): Promise<FlashdutyReceiver> {
  const { answerAfter = () => 0 } = options;
  const incidents = new Map<string, Push['incident']>();
  const latest = new Map<string, number>();
  const known = new Set<string>();
  const handled: Handled[] = [];
  const refused: string[] = [];

  function handle({ event_time, event_type, event_id, incident }: Push): Handled['verdict'] {
    const { incident_id } = incident;
    let verdict: Handled['verdict'] = 'taken';
    if (known.has(event_id)) verdict = 'repeated';
    else if (event_time <= (latest.get(incident_id) ?? 0)) verdict = 'outdated';
    known.add(event_id);
    handled.push({ event_id, event_type, incident_id, verdict });
    if (verdict !== 'taken') return verdict;
    latest.set(incident_id, event_time);
    incidents.set(incident_id, incident);
    return verdict;
  }

  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    await sleep(answerAfter() / 2);
    try {
      handle(JSON.parse(text));
    } catch {
      refused.push(text);
      response.statusCode = 400;
    }
    await sleep(answerAfter() / 2);
    // A caller that has not waited is gone; that is no reason to fall over.
    if (!response.destroyed) response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/flashduty`,
    incidents,
    handled,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
