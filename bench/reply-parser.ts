/** What a sender looks at. */
export interface RawReply {
  readonly status: number;
  readonly hasRetryAfter: boolean;
}

/**
 * Reads HTTP/1.1 replies of known length from a connection with one request in flight, calling
 * `onReply` at the end of each. Throws for a reply without Content-Length.
 */
export function createReplyParser(onReply: (reply: RawReply) => void): (chunk: Buffer) => void {
  let head = '';
  let bodyLeft = 0;
  let reply: RawReply | undefined;

  function readHead(chunk: Buffer): void {
    head += chunk.toString('latin1');
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const text = head.slice(0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
    if (length === undefined) throw new Error(`A reply without Content-Length: ${text}`);
    const status = Number(text.slice(9, 12));
    reply = { status, hasRetryAfter: status === 503 && /\r\nretry-after: *\d/i.test(text) };
    bodyLeft = Number(length) - (head.length - end - 4);
    head = '';
  }

  return (chunk) => {
    if (reply) bodyLeft -= chunk.length;
    else readHead(chunk);
    if (!reply || bodyLeft > 0) return;
    const complete = reply;
    reply = undefined;
    onReply(complete);
  };
}
