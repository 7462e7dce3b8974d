import { Problem } from '../kernel/errors.ts';

/** Open streams a process serves, in all and for one tenant. */
const MAX_STREAMS = 2_000;
const MAX_TENANT_STREAMS = 200;

/** Counts the open streams of a process. */
export interface StreamLimits {
  /** Takes a place; 429 without one. Returns how to give it back, which may be called twice. */
  readonly take: (tenantId: string) => () => void;
}

export function createStreamLimits(): StreamLimits {
  const open = new Map<string, number>();
  let all = 0;
  return {
    take: (tenantId) => {
      const own = open.get(tenantId) ?? 0;
      if (all >= MAX_STREAMS || own >= MAX_TENANT_STREAMS) throw tooMany();
      all++;
      open.set(tenantId, own + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        all--;
        const left = (open.get(tenantId) ?? 1) - 1;
        if (left === 0) open.delete(tenantId);
        else open.set(tenantId, left);
      };
    },
  };
}

function tooMany() {
  const detail = `At most ${MAX_TENANT_STREAMS} streams of a tenant may be open. Close some.`;
  return new Problem(429, 'too_many_streams', detail, { retryAfter: 10 });
}
