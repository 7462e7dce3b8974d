import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

// The yardstick: the least that a server of signed JSON can do on this machine. It checks the
// signature, parses and answers; no framework, no validation, no database.
const secret = process.argv[2] ?? '';
const REPLY = '{"received":1}';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const digest = createHmac('sha256', secret).update(body).digest('hex');
    const right = request.headers['x-regen-signature'] === `sha256=${digest}`;
    JSON.parse(body.toString());
    const headers = { 'content-type': 'application/json', 'content-length': REPLY.length };
    response.writeHead(right ? 200 : 401, headers);
    response.end(REPLY);
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address ? address.port : 0);
});
