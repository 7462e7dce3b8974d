/** A message of the hub's event stream. */
export interface StreamMessage {
  readonly event: string;
  readonly data: string;
}

/** How the stream is: `lost` while it is being found again, `refused` when nobody is signed in. */
export type StreamState = 'connecting' | 'open' | 'lost' | 'refused';

interface StreamOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly onMessage: (message: StreamMessage) => void;
  readonly onState: (state: StreamState) => void;
}

/** A stream that is kept open until it is closed. */
export interface KeptStream {
  /** Tries again now instead of later. */
  readonly nudge: () => void;
  readonly close: () => void;
}

/** The hub's heartbeat comes every 15 s; this long without a byte, and the connection is dead. */
const SILENCE = 40_000;
const FIRST_WAIT = 400;
/** With the spread below, a hub that is back is found within two seconds. */
const LONGEST_WAIT = 1_200;
/** Nobody is signed in: asking again is for the person, not for the clock. */
const REFUSED_WAIT = 15_000;

/**
 * Keeps an event stream open. Not `EventSource`: that one cannot carry a credential, hides the
 * status of a refusal and gives up on it. Goes on after the last message it has seen; without one
 * it says `reset`, because what happened before is unknown.
 */
export function keepStream({ url, headers, onMessage, onState }: StreamOptions): KeptStream {
  let cursor: string | null = null;
  let wait = FIRST_WAIT;
  let closed = false;
  let attempt = new AbortController();
  let wake: () => void = () => {};

  const once = async () => {
    attempt = new AbortController();
    const resumed = cursor !== null;
    const response = await fetch(url, {
      headers: {
        ...headers,
        accept: 'text/event-stream',
        ...(cursor && { 'last-event-id': cursor }),
      },
      cache: 'no-store',
      signal: attempt.signal,
    });
    if (response.status === 401 || response.status === 403) return 'refused';
    if (!response.ok || !response.body) return 'lost';
    wait = FIRST_WAIT;
    onState('open');
    if (!resumed) onMessage({ event: 'reset', data: '{}' });
    await readMessages(response.body, attempt, (id, message) => {
      if (id !== null) cursor = id;
      onMessage(message);
    });
    return 'lost';
  };
  const keep = async () => {
    onState('connecting');
    while (!closed) {
      const end = await once().catch(() => 'lost' as const);
      if (closed) return;
      onState(end);
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, end === 'refused' ? REFUSED_WAIT : wait * (0.5 + Math.random()));
      });
      wait = Math.min(LONGEST_WAIT, wait * 2);
    }
  };
  keep().catch(() => onState('lost'));
  return {
    nudge: () => {
      wait = FIRST_WAIT;
      wake();
    },
    close: () => {
      closed = true;
      attempt.abort();
      wake();
    },
  };
}

type Take = (id: string | null, message: StreamMessage) => void;

/** Reads until the stream ends or falls silent. */
async function readMessages(
  body: ReadableStream<Uint8Array>,
  attempt: AbortController,
  take: Take,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  let alarm: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    clearTimeout(alarm);
    alarm = setTimeout(() => attempt.abort(), SILENCE);
  };
  const reader = body.getReader();
  try {
    for (listen(); ; listen()) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true }).replaceAll('\r', '')).split(
        '\n\n',
      );
      rest = blocks.pop() ?? '';
      for (const block of blocks) parseBlock(block, take);
    }
  } finally {
    clearTimeout(alarm);
  }
}

/** One message of an event stream (HTML standard, "Server-sent events"). */
export function parseBlock(block: string, take: Take): void {
  const fields = block
    .split('\n')
    .filter((line) => !line.startsWith(':'))
    .map((line) => /^([^:]*):? ?(.*)$/.exec(line) ?? ['', '', '']);
  const valuesOf = (name: string) =>
    fields.filter((field) => field[1] === name).map((field) => field[2] ?? '');
  const id = valuesOf('id').at(-1) ?? null;
  const data = valuesOf('data');
  if (data.length === 0 && id === null) return;
  take(id, { event: valuesOf('event').at(-1) ?? 'message', data: data.join('\n') });
}
