import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** An event as it came. */
export interface Received {
  readonly id: string | null;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: data of many shapes
  readonly data: any;
}

/** A viewer of the live stream that keeps all it gets. */
export interface StreamClient {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly received: readonly Received[];
  /** The cursor to go on from. */
  readonly lastId: () => string | null;
  readonly of: (event: string) => readonly Received[];
  /** Waits until this holds; throws after `patience` ms. */
  readonly until: (holds: () => boolean, patience?: number) => Promise<void>;
  readonly ended: () => boolean;
  /** Stops reading, so that the sender has to keep what it sends. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Breaks the connection without a word. */
  readonly kill: () => void;
}

interface Opening {
  readonly base: string;
  readonly apiKey: string;
  readonly lastEventId?: string | null;
  readonly query?: string;
}

/** Connects and waits for the head of the answer. */
export async function openStream(opening: Opening): Promise<StreamClient> {
  const received: Received[] = [];
  let text = '';
  let lastId = opening.lastEventId ?? null;
  let ended = false;
  const { request, response } = await connect(opening);
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    text += chunk;
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const event = read(frame);
      received.push(event);
      lastId = event.id ?? lastId;
    }
  });
  const end = () => {
    ended = true;
  };
  response.on('close', end);
  response.on('error', end);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    received,
    lastId: () => lastId,
    of: (event) => received.filter((one) => one.event === event),
    until: async (holds, patience = 10_000) => {
      for (const late = Date.now() + patience; !holds(); await sleep(5)) {
        if (Date.now() > late) throw new Error(`Still not: ${holds} in ${describe(received)}`);
      }
    },
    ended: () => ended,
    pause: () => response.pause(),
    resume: () => response.resume(),
    kill: () => request.destroy(),
  };
}

function connect({ base, apiKey, lastEventId, query = '' }: Opening) {
  const headers = {
    authorization: `Bearer ${apiKey}`,
    ...(lastEventId && { 'last-event-id': lastEventId }),
  };
  return new Promise<{ request: ClientRequest; response: IncomingMessage }>((resolve, reject) => {
    const options = { headers, agent: false };
    const request = get(`${base}/api/v1/events/stream${query}`, options, (response) =>
      resolve({ request, response }),
    );
    request.on('error', reject);
  });
}

function read(frame: string): Received {
  const fields = new Map(
    frame.split('\n').map((line) => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)] as const;
    }),
  );
  return {
    id: fields.get('id') ?? null,
    event: fields.get('event') ?? 'message',
    data: JSON.parse(fields.get('data') ?? 'null'),
  };
}

function describe(received: readonly Received[]): string {
  const counts = Map.groupBy(received, ({ event }) => event);
  return JSON.stringify([...counts].map(([event, { length }]) => `${event}×${length}`));
}
