import { PlannedStepItem } from './planned-step.tsx';
import classes from './remediation.module.css';
import type { PlannedStep, RecipeDocument } from './remediation-data.ts';
import { PHASES } from './remediation-words.ts';

interface PlannedPhasesProps {
  readonly steps: readonly PlannedStep[];
  readonly document: RecipeDocument | null;
}

/** All that is going to run, phase by phase. */
export function PlannedPhases({ steps, document }: PlannedPhasesProps) {
  return PHASES.map(([phase, name, meaning]) => {
    const own = steps.filter((step) => step.phase === phase);
    if (own.length === 0) return null;
    return (
      <div key={phase} className={classes.phase}>
        <h3 className={classes.phaseName}>{name}</h3>
        <p className={classes.note}>{meaning}</p>
        <ol className={classes.steps}>
          {own.map((step) => (
            <PlannedStepItem key={step.name} step={step} document={document} />
          ))}
        </ol>
      </div>
    );
  });
}
