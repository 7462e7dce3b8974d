import type { RunStep } from './remediation-data.ts';
import type { Look } from './remediation-words.ts';

const BROKEN: ReadonlySet<RunStep['state']> = new Set(['failed', 'refused', 'unknown']);
const BUSY: ReadonlySet<RunStep['state']> = new Set(['ready', 'running']);

/** How a phase stands, by its steps: at least one of them. */
export function stageOf(steps: readonly Pick<RunStep, 'state'>[]): Look {
  const some = (states: ReadonlySet<RunStep['state']>) =>
    steps.some(({ state }) => states.has(state));
  const all = (wanted: RunStep['state']) => steps.every(({ state }) => state === wanted);
  if (some(BUSY)) return { word: 'under way', icon: 'pulse', tone: 'busy' };
  if (some(BROKEN)) return { word: 'failed', icon: 'close', tone: 'bad' };
  if (all('succeeded')) return { word: 'passed', icon: 'check', tone: 'good' };
  if (all('skipped')) return { word: 'not run', icon: 'right', tone: 'plain' };
  if (all('waiting')) return { word: 'not yet', icon: 'more', tone: 'plain' };
  const ended = steps.every(({ state }) => state !== 'waiting');
  if (ended) return { word: 'ended early', icon: 'close', tone: 'plain' };
  return { word: 'under way', icon: 'pulse', tone: 'busy' };
}
