import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a call asked. */
export interface ModelCall {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly model: string;
  readonly instructions: string;
  /** The document of the incident, read. */
  // biome-ignore lint/suspicious/noExplicitAny: compared field by field
  readonly document: any;
}

type Behaviour = (call: ModelCall, response: ServerResponse) => unknown;

/** An OpenAI-compatible server on loopback that does what a test wants of it. */
export async function openFakeModel() {
  const calls: ModelCall[] = [];
  const fake = { behave: (() => {}) as Behaviour };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { model, messages } = JSON.parse(Buffer.concat(chunks).toString());
    const [system, user] = messages;
    const call = {
      path: request.url ?? '',
      headers: request.headers,
      model,
      instructions: system.content,
      document: JSON.parse(user.content),
    };
    calls.push(call);
    await fake.behave(call, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    calls,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    will: (behaviour: Behaviour) => {
      calls.length = 0;
      fake.behave = behaviour;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Answers a chat completion with this text. */
export function says(text: string): Behaviour {
  return (_call, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: text } }] }));
  };
}
