import { Age } from '../frame/age.tsx';
import { ManualStep } from './manual-step.tsx';
import { StateMark } from './marks.tsx';
import { PlannedStepItem, placeWords } from './planned-step.tsx';
import classes from './remediation.module.css';
import type { RecipeDocument, RunDetail, RunStep } from './remediation-data.ts';
import { lookOfStep, PHASES, tookWords } from './remediation-words.ts';
import { StepOutput } from './step-output.tsx';

interface RunStepsProps {
  readonly run: RunDetail;
  readonly document: RecipeDocument | null;
}

/** The steps of a run by phase, with what each put out so far. */
export function RunSteps({ run, document }: RunStepsProps) {
  return PHASES.map(([phase, name]) => {
    const own = run.steps.filter((step) => step.phase === phase);
    if (own.length === 0) return null;
    return (
      <section key={phase} className={classes.phase} aria-labelledby={phase}>
        <h2 id={phase}>{name}</h2>
        <ol className={classes.steps}>
          {own.map((step) => (
            <PlannedStepItem
              key={step.id}
              step={step}
              document={document}
              mark={<StateMark look={lookOfStep(step)} />}
            >
              <Progress step={step} />
              {step.output === '' ? null : <StepOutput step={step} />}
              <ManualStep run={run} step={step} />
            </PlannedStepItem>
          ))}
        </ol>
      </section>
    );
  });
}

function Progress({ step }: { readonly step: RunStep }) {
  const { started_at, finished_at, reason } = step;
  return (
    <>
      <p className={classes.line}>
        <span className={classes.note}>{placeWords(step)}</span>
        {started_at ? (
          <span className={classes.note}>
            {finished_at ? (
              tookWords(Date.parse(finished_at) - Date.parse(started_at))
            ) : (
              <>
                for <Age at={started_at} />
              </>
            )}
          </span>
        ) : null}
        {facts(step).map((fact) => (
          <span key={fact} className={classes.note}>
            {fact}
          </span>
        ))}
      </p>
      {reason ? (
        <p className={step.state === 'succeeded' ? classes.note : classes.fault} dir="auto">
          {reason}
        </p>
      ) : null}
    </>
  );
}

function facts({ exit_code, http_status, attempt, max_attempts }: RunStep): readonly string[] {
  return [
    ...(exit_code === null ? [] : [`exit code ${exit_code}`]),
    ...(http_status === null ? [] : [`answered ${http_status}`]),
    ...(max_attempts > 1 && attempt > 0 ? [`attempt ${attempt} of ${max_attempts}`] : []),
  ];
}
