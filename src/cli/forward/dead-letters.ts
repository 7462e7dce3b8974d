import type { SpoolFile, SpoolFolder } from './spool-folder.ts';

/** Payloads that the hub refused for good. Where there are too many, the oldest go. */
export interface DeadLetters {
  readonly bury: (file: SpoolFile, reason: object) => Promise<void>;
  readonly count: () => number;
}

export interface DeadLetterOptions {
  readonly found: readonly SpoolFile[];
  /** The newest letter is kept whatever its size. */
  readonly maxBytes: number;
  /** Told of letters that had to go. */
  readonly onDropped: (name: string) => void;
}

export function createDeadLetters(
  folder: Pick<SpoolFolder, 'bury' | 'removeLetter'>,
  { found, maxBytes, onDropped }: DeadLetterOptions,
): DeadLetters {
  const letters = [...found];
  let room = letters.reduce((sum, { bytes }) => sum + bytes, 0);
  const dropOldest = async () => {
    const oldest = letters.shift();
    if (!oldest) return;
    room -= oldest.bytes;
    await folder.removeLetter(oldest.name);
    onDropped(oldest.name);
  };
  return {
    bury: async (file, reason) => {
      await folder.bury(file.name, reason);
      letters.push(file);
      room += file.bytes;
      while (room > maxBytes && letters.length > 1) await dropOldest();
    },
    count: () => letters.length,
  };
}
