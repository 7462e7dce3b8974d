import { FormField } from '../frame/form-field.tsx';
import { Choice } from '../webhooks/choice.tsx';
import classes from './remediation.module.css';
import type { RecipeDocument } from './remediation-data.ts';

interface FieldProps {
  readonly name: string;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

interface ParameterFieldProps extends FieldProps {
  readonly parameter: NonNullable<RecipeDocument['parameters']>[string];
}

/** A value of a recipe: a choice where only a few are allowed. */
export function ParameterField({ parameter, ...field }: ParameterFieldProps) {
  const { description = '', enum: choices, type } = parameter;
  const empty = emptyWords(parameter);
  const own = type === 'boolean' ? [true, false] : choices;
  if (!own) {
    const meaning = `Empty: ${empty.charAt(0).toLowerCase()}${empty.slice(1)}.`;
    return <PlainField description={[description, meaning].join(' ').trim()} {...field} />;
  }
  const { name, value, error, onChange } = field;
  return (
    <>
      <Choice
        label={name}
        value={value}
        options={[['', empty], ...own.map((word) => [String(word), String(word)] as const)]}
        onChange={onChange}
        hint={description}
      />
      {error ? <p className={classes.fault}>{error}</p> : null}
    </>
  );
}

/** What is taken where nothing is given. */
function emptyWords({ from, default: own }: ParameterFieldProps['parameter']): string {
  if (from) return 'As the alerts say';
  return own === undefined ? 'Nothing' : `As the recipe says, ${own}`;
}

/** A value that is typed. */
export function PlainField({
  name,
  description,
  value,
  error,
  onChange,
}: FieldProps & { readonly description: string }) {
  return (
    <FormField
      label={name}
      name={name}
      description={description}
      value={value}
      error={error}
      maxLength={1_000}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
