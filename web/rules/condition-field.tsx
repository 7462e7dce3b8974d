import { Textarea } from '@mantine/core';
import type { Failure } from '../api/failure.ts';
import text from '../settings/settings.module.css';
import classes from './rules.module.css';
import { rangeOf } from './use-preview.ts';

interface ConditionFieldProps {
  readonly condition: string;
  readonly onChange: (condition: string) => void;
  readonly failure: Failure | null;
}

/** A condition in CEL; what the hub cannot read is marked where it stands. */
export function ConditionField({ condition, onChange, failure }: ConditionFieldProps) {
  const { reason, errors } = failure?.problem ?? {};
  const read = errors?.find(({ pointer }) => pointer.endsWith('/condition'))?.received ?? '';
  // A verdict about what was typed before says nothing about what stands there now.
  const isAbout = read === condition;
  const range = isAbout ? rangeOf(failure) : null;
  return (
    <div className={text.form}>
      <Textarea
        label="When"
        description={
          'CEL over title, description, severity, status, service, source, integration, format, ' +
          'labels.X and annotations.X; such as severity == "critical" && labels.team == "payments"'
        }
        value={condition}
        onChange={(event) => onChange(event.currentTarget.value)}
        maxLength={2_000}
        minRows={3}
        maxRows={12}
        autosize
        required
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mono)' } }}
        error={isAbout && typeof reason === 'string' ? inWords(reason) : null}
      />
      {range ? (
        <pre className={classes.wrong}>
          {condition.slice(0, range.start)}
          <mark>{condition.slice(range.start, range.end) || ' '}</mark>
          {condition.slice(range.end)}
        </pre>
      ) : null}
    </div>
  );
}

/** The reader of conditions calls their end a token of its own. */
function inWords(reason: string): string {
  return /\bEOF\b/.test(reason) ? 'It ends too early: something is missing at the end.' : reason;
}
