import { Textarea } from '@mantine/core';
import type { Failure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { ChoiceField } from './choice-field.tsx';
import { faultBelow } from './fault-below.ts';
import { type FieldDraft, hasOptions, optionsIn } from './field-values.ts';
import classes from './settings.module.css';

interface FieldContentsProps {
  readonly draft: FieldDraft;
  readonly onChange: (change: Partial<FieldDraft>) => void;
  readonly failure: Failure | null;
}

/** What a field offers, and what new incidents get. */
export function FieldContents(props: FieldContentsProps) {
  const { draft, onChange, failure } = props;
  return (
    <>
      {hasOptions(draft.kind) ? (
        <Textarea
          label="Options"
          description="One a line, 20 at most. Incidents keep options that are taken away."
          value={draft.options}
          onChange={(event) => onChange({ options: event.currentTarget.value })}
          autosize
          minRows={3}
          maxRows={10}
          required
          error={faultBelow(failure, 'options')}
        />
      ) : null}
      <Default {...props} />
    </>
  );
}

function Default({ draft, onChange, failure }: FieldContentsProps) {
  switch (draft.kind) {
    case 'text':
      return (
        <FormField
          name="default"
          label="New incidents get"
          value={draft.text}
          maxLength={3_000}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
          error={failure?.field('default_value')}
        />
      );
    case 'single_select':
      return (
        <ChoiceField
          label="New incidents get"
          value={optionsIn(draft.options).includes(draft.text) ? draft.text : ''}
          options={[['', 'Nothing'], ...optionsIn(draft.options).map((one) => [one, one] as const)]}
          onChange={(text) => onChange({ text })}
        />
      );
    case 'multi_select':
      return <SomeOptions draft={draft} onChange={onChange} />;
    case 'checkbox':
      return (
        <label className={classes.choice}>
          <input
            type="checkbox"
            checked={draft.checked}
            onChange={(event) => onChange({ checked: event.currentTarget.checked })}
          />
          Ticked on new incidents
        </label>
      );
  }
}

function SomeOptions({ draft, onChange }: Omit<FieldContentsProps, 'failure'>) {
  const options = [...new Set(optionsIn(draft.options))];
  if (options.length === 0) return null;
  const toggle = (option: string) => {
    const { chosen } = draft;
    const next = chosen.includes(option)
      ? chosen.filter((other) => other !== option)
      : [...chosen, option];
    onChange({ chosen: next });
  };
  return (
    <div className={classes.field}>
      <span className={classes.label}>New incidents get</span>
      <div className={classes.choices} role="group" aria-label="New incidents get">
        {options.map((option) => (
          <label key={option} className={classes.choice}>
            <input
              type="checkbox"
              checked={draft.chosen.includes(option)}
              onChange={() => toggle(option)}
            />
            <span dir="auto">{option}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
