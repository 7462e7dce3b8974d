import { open } from 'node:fs/promises';
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

/** The archive of the path; `-` is standard input. A signal breaks it. Refuses what is no file. */
export async function openArchive(file: string): Promise<NodeJS.ReadableStream> {
  if (file === '-') return endedBySignal<Readable>(process.stdin);
  try {
    const handle = await open(file);
    return endedBySignal<Readable>(handle.createReadStream());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageFailure(`${file} cannot be read (${code}); the file of a backup is needed.`);
  }
}

function endedBySignal<T extends Readable | Writable>(stream: T): T {
  // Whoever reads or writes it is told; before that, nobody listens.
  stream.on('error', () => {});
  void awaitStopSignal().then(() => {
    stream.destroy(new CommandFailure(EXIT.refused, 'Interrupted; nothing was kept.'));
  });
  return stream;
}
