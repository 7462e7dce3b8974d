import { StateMark } from './marks.tsx';
import type { RunDetail } from './remediation-data.ts';
import { PHASES } from './remediation-words.ts';
import layout from './run.module.css';
import { stageOf } from './run-stages.ts';

/** The phases of a run one after the other, and where it is. */
export function RunStepper({ run }: { readonly run: RunDetail }) {
  const { steps, phase: current, finished_at } = run;
  return (
    <ol className={layout.stepper} aria-label="Phases">
      {PHASES.map(([phase, name]) => {
        const own = steps.filter((step) => step.phase === phase);
        if (own.length === 0) return null;
        const here = finished_at === null && phase === current;
        return (
          <li key={phase} className={layout.stage} aria-current={here ? 'step' : undefined}>
            <span>{name}</span>
            <StateMark look={stageOf(own)} />
          </li>
        );
      })}
    </ol>
  );
}
