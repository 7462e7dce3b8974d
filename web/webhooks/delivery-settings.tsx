import { Textarea, TextInput } from '@mantine/core';
import { Choice } from './choice.tsx';
import { AS_PRESET, type FormValues } from './form-values.ts';
import type { PartProps } from './webhook-form.tsx';
import classes from './webhooks.module.css';

const PRESETS = [
  ['default', 'At least once: ten attempts in three days'],
  ['flashduty', 'As Flashduty: one attempt, one second to answer'],
] as const;

const ORDERS = [
  ['', 'As the preset says'],
  ['strict', 'One after another within an incident'],
  ['latest', 'The same, and a newer event replaces those that wait'],
  ['none', 'No order'],
] as const;

/** How hard the hub tries. What is left empty is as the preset says. */
export function DeliverySettings(props: PartProps) {
  const { values, set, failure } = props;
  const number = (name: 'timeoutMs' | 'maxInFlight' | 'maxAttempts', field: string) => ({
    inputMode: 'numeric' as const,
    placeholder: 'As the preset says',
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      set({ [name]: event.currentTarget.value }),
    error: failure?.field(field) ?? null,
  });
  return (
    <>
      <Choice
        label="Preset"
        value={values.preset}
        options={PRESETS}
        onChange={(preset) => set({ preset: preset as FormValues['preset'], ...AS_PRESET })}
      />
      <details className={classes.more} open={hasFault(props)}>
        <summary>Timeout, order, retries and certificates</summary>
        <div className={classes.grid}>
          <Choice
            label="Order"
            value={values.order}
            options={ORDERS}
            onChange={(order) => set({ order: order as FormValues['order'] })}
          />
          <TextInput label="Milliseconds to answer" {...number('timeoutMs', 'timeout_ms')} />
          <TextInput label="Requests at once" {...number('maxInFlight', 'max_in_flight')} />
          <TextInput label="Attempts at most" {...number('maxAttempts', 'retry/max_attempts')} />
        </div>
        <TextInput
          label="Seconds between attempts"
          description="With commas between them; the last one repeats."
          placeholder="As the preset says"
          value={values.delays}
          onChange={(event) => set({ delays: event.currentTarget.value })}
          error={failure?.field('retry/delays_s') ?? failure?.field('retry') ?? null}
        />
        <Textarea
          label="Certificates to trust (PEM)"
          description="Of an authority of your own, beside the well-known ones."
          className={classes.code}
          autosize
          minRows={2}
          maxRows={8}
          value={values.ca}
          onChange={(event) => set({ ca: event.currentTarget.value })}
          error={failure?.field('ca') ?? null}
        />
      </details>
    </>
  );
}

/** A fault must not hide where nobody looks; undefined leaves it to the reader. */
function hasFault({ failure }: PartProps): boolean | undefined {
  const pointers = failure?.problem.errors?.map(({ pointer }) => pointer) ?? [];
  return pointers.some((pointer) => /^\/(timeout_ms|max_in_flight|retry|order|ca)/.test(pointer))
    ? true
    : undefined;
}
