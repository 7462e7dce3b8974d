/** Exit codes of every command. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, differs: 4 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a sentence for the person at the terminal. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;
  /** What the hub answered, where it did. */
  readonly status: number | null;

  constructor(exitCode: ExitCode, message: string, status: number | null = null) {
    super(message);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
    this.status = status;
  }
}

/** The options or the environment do not say enough. */
export function usageFailure(message: string): CommandFailure {
  return new CommandFailure(EXIT.usage, message);
}
