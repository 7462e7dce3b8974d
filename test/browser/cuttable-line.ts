import type { AddressInfo } from 'node:net';
import { createServer, connect as open, type Server, type Socket } from 'node:net';

/** A way to a hub that can be cut, as a network is, while the hub goes on. */
export interface CuttableLine {
  /** `http://localhost:<port>` */
  readonly url: string;
  /** Event streams that are open through it now. */
  readonly streams: () => number;
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens a line to what listens on a local port. */
export async function openLine(target: number): Promise<CuttableLine> {
  const sockets = new Set<Socket>();
  const streams = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };
  const take = (near: Socket) => {
    const far = open(target, '127.0.0.1');
    for (const socket of [near, far]) keep(socket);
    near.on('data', (bytes) => {
      if (bytes.includes('GET /api/v1/events/stream ')) streams.add(near);
    });
    near.on('close', () => streams.delete(near));
    near.pipe(far);
    far.pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  };
  let server = await listen(take, 0);
  const { port } = server.address() as AddressInfo;
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const mend = async () => {
    server = await listen(take, port);
  };
  return { url: `http://localhost:${port}`, streams: () => streams.size, cut, mend, close: cut };
}

async function listen(take: (socket: Socket) => void, port: number): Promise<Server> {
  const server = createServer(take);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return server;
}
