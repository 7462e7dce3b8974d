import { createReadStream } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { writeFileWhole } from '../store/archive/archive-file.ts';
import { CommandFailure, EXIT, usageFailure } from './outcomes.ts';
import { awaitStopSignal } from './stop-signal.ts';

/** Where an archive is written to. */
export interface Output {
  /** A path; `-` for standard output. */
  readonly out?: string;
  readonly force?: boolean;
}

/** Writes an archive to where the options say; a signal ends it, and nothing is kept then. */
export async function writeOut<T>(
  { out, force = false }: Output,
  write: (sink: NodeJS.WritableStream) => Promise<T>,
): Promise<T> {
  if (!out) throw usageFailure('--out must say which file to write ("-": standard output).');
  if (out !== '-') {
    return writeFileWhole(out, force, (sink) => write(endedBySignal(sink as Writable)));
  }
  if (process.stdout.isTTY) {
    throw usageFailure('An archive is not for the terminal: name a file, or pipe the output.');
  }
  return write(process.stdout);
}

/** The archive of the path; `-` is standard input. A signal breaks it. */
export function openArchive(file: string): NodeJS.ReadableStream {
  return endedBySignal<Readable>(file === '-' ? process.stdin : createReadStream(file));
}

function endedBySignal<T extends Readable | Writable>(stream: T): T {
  void awaitStopSignal().then(() => {
    stream.destroy(new CommandFailure(EXIT.refused, 'Interrupted; nothing was kept.'));
  });
  return stream;
}
