import type { ReactNode } from 'react';
import { Markdown } from '../frame/markdown.tsx';
import classes from './remediation.module.css';
import type { PlannedStep, RecipeDocument } from './remediation-data.ts';
import { type Argv, type Doing, doingOf, expectationsOf, stepIn, visible } from './step-words.ts';

interface PlannedStepProps {
  readonly step: PlannedStep;
  /** Of its recipe's version; null: not known. */
  readonly document: RecipeDocument | null;
  /** Beside its name. */
  readonly mark?: ReactNode;
  /** Below what it does. */
  readonly children?: ReactNode;
}

/** A step as it is going to run: what, where, how long at most, and what has to come of it. */
export function PlannedStepItem({ step, document, mark, children }: PlannedStepProps) {
  const known = document ? stepIn(document, step) : undefined;
  const expected = known ? expectationsOf(known) : [];
  return (
    <li className={classes.step}>
      <div className={classes.stepHead}>
        <span className={classes.name} dir="auto">
          {step.title ?? step.name}
        </span>
        {mark ?? <span className={classes.note}>{placeWords(step)}</span>}
      </div>
      <StepDoing doing={doingOf(step)} />
      {expected.length > 0 ? (
        <p className={classes.note}>Done when it {expected.join('; ')}.</p>
      ) : null}
      {children}
    </li>
  );
}

/** Where a step runs, and for how long at most. */
export function placeWords({ kind, host, timeout_seconds }: PlannedStep): string {
  const within = `at most ${timeout_seconds} s`;
  if (kind === 'command') return `on ${host ?? 'a host'}, ${within}`;
  if (kind === 'http') return `from the hub, ${within}`;
  return kind === 'manual' ? 'by a person' : 'a pause';
}

function StepDoing({ doing }: { readonly doing: Doing }) {
  switch (doing.kind) {
    case 'command':
      return <Command argv={doing.argv} />;
    case 'http':
      return <Request request={doing} />;
    case 'manual':
      return <Markdown text={doing.instructions} />;
    case 'wait':
      return <p>Waits {doing.seconds} seconds.</p>;
  }
}

/** A command as its separate arguments; never a line that a shell might read. */
function Command({ argv: { program, args, sudo } }: { readonly argv: Argv }) {
  const tokens = [...(sudo ? ['sudo', '-n', '--'] : []), program, ...args];
  const programAt = sudo ? 3 : 0;
  return (
    <ol className={classes.argv} aria-label={`Command with ${args.length} arguments`}>
      {tokens.map((token, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: their place is what they are
        <li key={index}>
          <code className={classes.token} data-program={index === programAt} dir="ltr">
            {token === '' ? '""' : visible(token)}
          </code>
        </li>
      ))}
    </ol>
  );
}

function Request({ request }: { readonly request: Extract<Doing, { kind: 'http' }> }) {
  const { method, url, headers, body } = request;
  return (
    <div className={classes.request}>
      <div className={classes.argv}>
        <code className={classes.token} data-program="true">
          {method}
        </code>
        <code className={classes.token} dir="ltr">
          {visible(url)}
        </code>
      </div>
      {headers.map(([name, value, secret]) => (
        <p key={name} className={classes.note}>
          <code>{visible(name)}:</code>{' '}
          {secret ? (
            <>
              the secret <code>{visible(value)}</code>, put in when it is sent
            </>
          ) : (
            <code dir="ltr">{visible(value)}</code>
          )}
        </p>
      ))}
      {body === null ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
        <pre className={classes.body} tabIndex={0}>
          {body}
        </pre>
      )}
    </div>
  );
}
