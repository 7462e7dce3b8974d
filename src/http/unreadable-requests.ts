import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Problem } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { PROBLEM_TYPE, problemDocument } from '../kernel/problem-document.ts';
import { codeOf } from '../store/transaction.ts';

const CODES: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, 'request_timeout', 'The request came too slowly.'),
  HPE_HEADER_OVERFLOW: new Problem(431, 'headers_too_large', 'The headers are too large.'),
};

const MALFORMED = new Problem(400, 'malformed_request', 'This is not a valid HTTP request.');

/** Answers what never became a request: broken syntax, endless headers, a body that never ends. */
export function refuseUnreadable(error: Error, socket: Socket): void {
  if (codeOf(error) === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = CODES[codeOf(error)] ?? MALFORMED;
  const requestId = newId('req');
  const text = JSON.stringify(problemDocument(problem, requestId));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
