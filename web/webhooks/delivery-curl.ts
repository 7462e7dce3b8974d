/** Bytes of a body that the server shows at most. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: it is not kept. */
  readonly body: string | null;
}

/** Set by curl itself, or different on every connection. */
const OWN = new Set(['content-length', 'connection', 'host', 'accept-encoding']);

/** A request as a line for a shell. What the hub hides stands there as `…`, to be filled in. */
export function curlOf({ url, headers, body }: SentRequest): string {
  const lines = Object.entries(headers)
    .filter(([name]) => !OWN.has(name.toLowerCase()))
    .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const data = body === null ? [] : [`--data-raw ${quoted(body)}`];
  return [`curl -sS -X POST ${quoted(url)}`, ...lines, ...data].join(' \\\n  ');
}

/** Text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
