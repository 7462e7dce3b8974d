import { useEffect, useRef, useState } from 'react';
import classes from './remediation.module.css';
import type { RunStep } from './remediation-data.ts';
import layout from './run.module.css';
import { readable } from './step-words.ts';

/** Pixels from the end that still count as its end. */
const NEAR = 24;

/** What a step put out, as it comes; follows its end until somebody scrolls up. */
export function StepOutput({ step }: { readonly step: RunStep }) {
  const { output, output_cut, title, name } = step;
  const screen = useRef<HTMLPreElement>(null);
  const [follows, setFollows] = useState(true);
  const text = readable(output);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what makes it longer
  useEffect(() => {
    const element = screen.current;
    if (element && follows) element.scrollTop = element.scrollHeight;
  }, [text, follows]);
  return (
    <div className={layout.output}>
      <pre
        ref={screen}
        className={layout.screen}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
        tabIndex={0}
        dir="ltr"
        aria-label={`Output of ${title ?? name}`}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setFollows(scrollHeight - scrollTop - clientHeight < NEAR)
        }
      >
        {text}
      </pre>
      {follows || step.finished_at !== null ? null : (
        <button type="button" className={layout.link} onClick={() => setFollows(true)}>
          Follow the end again
        </button>
      )}
      {output_cut ? (
        <p className={classes.note}>There was more than is kept; this is its beginning.</p>
      ) : null}
    </div>
  );
}
