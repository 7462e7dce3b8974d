import type { Progress } from '../api/shapes.ts';
import classes from './progress-mark.module.css';

const NAMES: Readonly<Record<Progress, string>> = {
  triggered: 'Triggered',
  acknowledged: 'Acknowledged',
  closed: 'Resolved',
};

/** Where an incident stands: a filled dot, a half one, or a check, and the word. */
export function ProgressMark({ progress }: { readonly progress: Progress }) {
  return (
    <span className={classes.mark} data-progress={progress}>
      <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        {progress === 'closed' ? (
          <path className={classes.line} d="m3 8.500 3.200 3.200L13 4.500" />
        ) : (
          <>
            <circle cx="8" cy="8" r="5.500" className={classes.line} />
            <path
              d={
                progress === 'triggered'
                  ? 'M8 5a3 3 0 1 0 .01 0'
                  : 'M8 2.500a5.500 5.500 0 0 1 0 11z'
              }
              fill="currentColor"
            />
          </>
        )}
      </svg>
      {NAMES[progress]}
    </span>
  );
}
