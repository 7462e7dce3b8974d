import { newToken } from '../kernel/ids.ts';
import { askHub, hubUrl, isSuccess, refusal } from './hub-client.ts';
import { type SendOptions, sampleRequest } from './sample-alerts.ts';

/** Posts test alerts one after another, printing each reply; the first refusal ends it. */
export async function send(format: string, options: SendOptions): Promise<void> {
  const base = hubUrl(options.url);
  const stem = options.id ?? `test-${newToken(6)}`;
  for (let number = 1; number <= options.count; number++) {
    const id = options.count === 1 ? stem : `${stem}-${number}`;
    const request = sampleRequest(format, { ...options, id, at: new Date() });
    const reply = await askHub({ method: 'POST', base, ...request });
    if (options.json) console.log(JSON.stringify({ id, ...reply }));
    if (!isSuccess(reply)) throw refusal(reply);
    if (!options.json) console.log(`${id}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }
}
