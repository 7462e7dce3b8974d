import { readFile } from 'node:fs/promises';
import { newToken } from '../kernel/ids.ts';
import { askHub, hubUrl, isSuccess, refusal } from './hub-client.ts';
import { usageFailure } from './outcomes.ts';
import { sampleRequest } from './sample-alerts.ts';
import type { SampleFormat, SendOptions } from './samples/sample.ts';

/** Posts test alerts one after another, printing each reply; the first refusal ends it. */
export async function send(format: SampleFormat, options: SendOptions): Promise<void> {
  const base = hubUrl(options.url);
  const stem = options.id ?? `test-${newToken(6)}`;
  const given = options.file === undefined ? {} : { text: await textOf(options.file) };
  for (let number = 1; number <= options.count; number++) {
    const id = options.count === 1 ? stem : `${stem}-${number}`;
    const request = sampleRequest(format, { ...options, ...given, id, at: new Date() });
    const reply = await askHub({ method: 'POST', base, ...request });
    if (options.json) console.log(JSON.stringify({ id, ...reply }));
    if (!isSuccess(reply)) throw refusal(reply);
    if (!options.json) console.log(`${id}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }
}

/** What is signed are the file's bytes, so text that would not give them again is refused. */
async function textOf(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageFailure(`--file must be a readable file of UTF-8 text, not "${file}" (${reason}).`);
  }
}
