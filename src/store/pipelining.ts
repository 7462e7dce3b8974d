import type { Client } from 'pg';

/**
 * Issues the queries that `work` starts in one go: on a pipelining connection each of them would
 * otherwise be a system call of its own.
 */
export function pipelined<T>(client: Client, work: () => T): T {
  const { stream } = client.connection;
  stream.cork();
  try {
    return work();
  } finally {
    stream.uncork();
  }
}
