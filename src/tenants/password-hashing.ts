import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { unavailable } from '../kernel/errors.ts';

/** Passwords hashed at once: each takes 32 MB and one of the four threads that files also need. */
const AT_ONCE = 2;
/** Who waits beyond that, a few seconds in all; further ones are refused. */
const WAITING = 32;

/** Hashes passwords with scrypt (N 16384, r 16, p 1), only a few at a time. */
export interface PasswordHashing {
  readonly hash: (password: string) => Promise<string>;
  readonly verify: (attempt: {
    readonly hash: string;
    readonly password: string;
  }) => Promise<boolean>;
}

/** Both throw 503 `busy` when too many are waiting: a flood of guesses must not take the memory. */
export function createPasswordHashing(): PasswordHashing {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running < AT_ONCE) {
      running++;
      return;
    }
    if (waiting.length >= WAITING) {
      throw unavailable('busy', 'Too many people are signing in right now; please try again.', 2);
    }
    // The place is handed over, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  return {
    hash: (password) => inTurn(() => hashPassword(password)),
    verify: (attempt) => inTurn(() => verifyPassword(attempt)),
  };
}
