import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Behaviour } from '../fake-receiver.ts';

/** Receivers as nobody wishes them, for `respondWith`. They end when the caller hangs up. */

/** Takes the request and resets the connection. */
export const resetting: Behaviour = (_received, response) => {
  response.socket?.resetAndDestroy();
  return undefined;
};

/** Never answers. */
export const silent: Behaviour = () => undefined;

/** A header every `every` ms, and no end of them. */
export function slowHeaders(every = 50): Behaviour {
  return (_received, response) => {
    const socket = takeOver(response);
    socket.write('HTTP/1.1 200 OK\r\n');
    drip(socket, every, 'x-slow: 1\r\n');
    return undefined;
  };
}

/** A body of which a byte comes every `every` ms, and no end of it. */
export function slowBody(every = 50): Behaviour {
  return (_received, response) => {
    response.writeHead(200, { 'content-length': '1000000' });
    response.flushHeaders();
    drip(response, every, '.');
    return undefined;
  };
}

/** A body of `bytes` as fast as it is read; endless without them. */
export function endlessBody(bytes = Number.POSITIVE_INFINITY): Behaviour {
  return (_received, response) => {
    const announced = Number.isFinite(bytes) ? { 'content-length': String(bytes) } : {};
    response.writeHead(200, announced);
    const chunk = Buffer.alloc(65_536, 'a');
    let rest = bytes;
    const pour = () => {
      while (rest > 0 && !response.destroyed) {
        const more = response.write(chunk.subarray(0, Math.min(chunk.length, rest)));
        rest -= chunk.length;
        if (!more) return;
      }
      response.end();
    };
    response.on('drain', pour);
    pour();
    return undefined;
  };
}

/** `bytes` of zeros (100 MB), compressed to a thousandth. */
export function gzipBomb(bytes = 100_000_000): Behaviour {
  const body = gzipSync(Buffer.alloc(bytes));
  return () => ({ status: 200, headers: { 'content-encoding': 'gzip' }, body });
}

/** Sends the caller elsewhere. */
export function redirecting(location: string, status = 308): Behaviour {
  return () => ({ status, headers: { location } });
}

/** Bytes that are not HTTP, then the end. */
export function garbage(bytes: string | Buffer = '\x00\x01\x02 hello\r\n\r\n'): Behaviour {
  return (_received, response) => {
    takeOver(response).end(bytes);
    return undefined;
  };
}

/** Valid headers, `bytes` of them in lines of `line` bytes each. */
export function hugeHeaders(bytes = 1_000_000, line = 1_000): Behaviour {
  return (_received, response) => {
    const one = `x-huge: ${'a'.repeat(line)}\r\n`;
    takeOver(response).end(`HTTP/1.1 200 OK\r\n${one.repeat(Math.ceil(bytes / line))}\r\n`);
    return undefined;
  };
}

/** The connection, for bytes that node:http would not send. */
function takeOver(response: ServerResponse): Socket {
  const { socket } = response;
  if (!socket) throw new Error('The caller has hung up already.');
  socket.on('error', () => {});
  return socket;
}

function drip(to: Socket | ServerResponse, every: number, drop: string): void {
  const timer = setInterval(() => to.write(drop), every);
  to.once('close', () => clearInterval(timer));
}
