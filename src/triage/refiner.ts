import { Counter, type Registry } from 'prom-client';
import { startTicker } from '../jobs/ticker.ts';
import { SECOND } from '../kernel/time.ts';
import type { Model } from './llm.ts';
import { type RefineDeps, refineNext } from './refine-next.ts';
import { SOUND } from './rules/breaker.ts';

/** Asks a model about triages of this process. */
export interface Refiner {
  /** Ends calls that are under way, which are made again later; nothing starts afterwards. */
  readonly close: () => Promise<void>;
}

/** A model, and how many calls at once it is asked by this process. */
export interface Chat {
  readonly model: Model;
  readonly calls: number;
  readonly metrics: Registry;
}

/**
 * Asks the model about what waits for it, some calls at once at most. A triage is shown as the rules
 * found it long before: nobody waits for this.
 */
export function startRefiner(
  deps: Pick<RefineDeps, 'store' | 'clock' | 'log'>,
  { model, calls, metrics }: Chat,
): Refiner {
  const results = new Counter({
    name: 'tocsin_triage_model_total',
    help: 'Triages the model was to be asked about, by what came of it',
    labelNames: ['result'] as const,
    registers: [metrics],
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  const { fault } = model;
  if (fault !== null) deps.log.warn(`LLM_BASE_URL cannot be called: ${fault}`);
  const ended = (result: string) => results.inc({ result });
  const own: RefineDeps = { ...deps, model, signal, health: { breaker: SOUND }, ended };
  const drain = async () => {
    while (!signal.aborted && (await refineNext(own)));
  };
  const tickers = Array.from({ length: calls }, () => {
    return startTicker('asking the model about incidents', SECOND, drain, deps.log);
  });
  return {
    close: async () => {
      stopping.abort();
      await Promise.all(tickers.map(({ close }) => close()));
    },
  };
}
