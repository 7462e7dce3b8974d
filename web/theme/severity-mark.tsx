import type { Severity } from '../api/shapes.ts';
import classes from './severity-mark.module.css';

type Level = Severity | 'ok';

/** One shape a level, so that colour is never the only difference. Drawn for a box of 16. */
const SHAPES: Readonly<Record<Level, React.ReactNode>> = {
  critical: (
    <>
      <path d="M5.200 1h5.600L15 5.200v5.600L10.800 15H5.200L1 10.800V5.200z" fill="currentColor" />
      <path className={classes.cut} d="M8 4.200v4.600M8 11.600v.1" />
    </>
  ),
  high: (
    <>
      <path d="M8 1.500 15.200 14H.8z" fill="currentColor" />
      <path className={classes.cut} d="M8 6v3.400M8 11.800v.1" />
    </>
  ),
  medium: <path d="M8 1.200 14.800 8 8 14.800 1.200 8z" fill="currentColor" />,
  low: <path d="M2.500 5.500 8 11l5.500-5.500" className={classes.line} />,
  info: <circle cx="8" cy="8" r="4" className={classes.line} />,
  ok: <path d="m2.500 8.500 3.700 3.700 7.300-8" className={classes.line} />,
};

const NAMES: Readonly<Record<Level, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
  ok: 'Ok',
};

interface SeverityMarkProps {
  readonly level: Level;
  /** The word is there in any case; `false` hides it from sight where there is no room. */
  readonly word?: boolean;
}

/** How bad it is: a shape, a colour and a word. */
export function SeverityMark({ level, word = true }: SeverityMarkProps) {
  return (
    <span className={classes.mark} data-level={level}>
      <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        {SHAPES[level]}
      </svg>
      <span className={word ? undefined : 'visually-hidden'}>{NAMES[level]}</span>
    </span>
  );
}

/** A level's word, capitalised. */
export function nameOfLevel(level: Level): string {
  return NAMES[level];
}
