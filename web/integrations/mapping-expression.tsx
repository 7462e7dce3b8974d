import { TextInput } from '@mantine/core';
import classes from './mapping.module.css';
import type { MappingPreviewData } from './use-mapping-preview.ts';

interface MappingExpressionProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly result: FieldAnswer;
  readonly required?: boolean;
}

/** What the preview says of one expression. */
export interface FieldAnswer {
  /** It cannot be stored as it is. */
  readonly fault: string | null;
  /** What it gives; undefined: nothing is known of it. */
  readonly gives: unknown;
  readonly emptyBecause: string | null;
}

/** What the preview says of an expression, by the name of its field. */
export function answerFor(data: MappingPreviewData | undefined, field: string): FieldAnswer {
  const fault = data?.faults.find((one) => one.field === field)?.error ?? null;
  if (field === 'alerts') {
    const because = data?.no_alerts_because ?? null;
    const gives = data && because === null ? countWords(data.alert_count) : undefined;
    return { fault, gives, emptyBecause: because };
  }
  const found = data?.alerts[0]?.fields.find((one) => one.field === field);
  return { fault, gives: found?.value, emptyBecause: found?.empty_because ?? null };
}

function countWords(count: number): string {
  return count === 1 ? '1 alert' : `${count} alerts`;
}

/** One expression, with what it gives for the sample below it. */
export function MappingExpression(props: MappingExpressionProps) {
  const { label, hint, value, onChange, result, required = false } = props;
  const isEmpty = value.trim() === '';
  return (
    <div className={classes.expression}>
      <TextInput
        label={label}
        description={hint}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        maxLength={1_000}
        required={required}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.code ?? '' }}
        error={isEmpty ? null : result.fault}
      />
      {isEmpty || result.fault ? null : <Answer result={result} />}
    </div>
  );
}

/** What it gives, or why nothing. */
export function Answer({ result }: { readonly result: FieldAnswer }) {
  const { gives, emptyBecause } = result;
  if (emptyBecause !== null) {
    return <p className={classes.empty}>Empty: {emptyBecause}</p>;
  }
  if (gives === undefined || gives === null) return null;
  return (
    <p className={classes.gives}>{typeof gives === 'string' ? gives : JSON.stringify(gives)}</p>
  );
}
