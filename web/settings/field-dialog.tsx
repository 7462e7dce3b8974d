import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, unwrap } from '../api/failure.ts';
import type { CustomField } from '../api/shapes.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import { ChoiceField } from './choice-field.tsx';
import { faultBelow } from './fault-below.ts';
import { FieldContents } from './field-contents.tsx';
import {
  defaultIn,
  draftOf,
  type FieldDraft,
  type FieldKind,
  hasOptions,
  KIND_WORDS,
  nameFrom,
  optionsIn,
} from './field-values.ts';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

interface FieldDialogProps {
  /** Null: a new one. */
  readonly field: CustomField | null;
  readonly onClose: () => void;
}

/** Defines a custom field, or changes one; name and kind never change. */
export function FieldDialog({ field, onClose }: FieldDialogProps) {
  const [draft, setDraft] = useState<FieldDraft>(() => draftOf(field));
  const set = (change: Partial<FieldDraft>) => setDraft((before) => ({ ...before, ...change }));
  const { busy, failure, make } = useChange('custom-fields', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const label = fieldsOf(event.currentTarget)('label').trim();
    const name = fieldsOf(event.currentTarget)('name').trim() || nameFrom(label);
    if (!(await make(() => save(field, draft, { label, name })))) return;
    tellDone(field ? `The field '${label}' was changed` : `The field '${label}' was defined`);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={field ? `Field '${field.label}'` : 'Define a field'}>
      <form className={classes.form} onSubmit={submit}>
        <FormField
          name="label"
          label="Label"
          description="What people read."
          defaultValue={field?.label ?? ''}
          maxLength={200}
          required
          data-autofocus
          error={failure?.field('label')}
        />
        {field ? null : <Unchangeable draft={draft} onChange={set} failure={failure} />}
        <FieldContents draft={draft} onChange={set} failure={failure} />
        <Fault failure={failure} />
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            {field ? 'Save' : 'Define field'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface PartProps {
  readonly draft: FieldDraft;
  readonly onChange: (change: Partial<FieldDraft>) => void;
  readonly failure: Failure | null;
}

function Unchangeable({ draft, onChange, failure }: PartProps) {
  return (
    <>
      <FormField
        name="name"
        label="Name"
        description="For templates and the API; never changes. Empty: made from the label."
        maxLength={40}
        pattern="[a-zA-Z_][a-zA-Z0-9_]*"
        error={failure?.field('name')}
      />
      <ChoiceField
        label="Kind"
        value={draft.kind}
        options={Object.entries(KIND_WORDS)}
        onChange={(kind) => onChange({ kind: kind as FieldKind })}
        hint="Never changes."
      />
    </>
  );
}

const SHOWN = ['label', 'name', 'options', 'default_value'];

function Fault({ failure }: { readonly failure: Failure | null }) {
  if (!failure || SHOWN.some((name) => faultBelow(failure, name))) return null;
  return (
    <p className={classes.fault} role="alert">
      {failure.message}
    </p>
  );
}

async function save(
  field: CustomField | null,
  draft: FieldDraft,
  named: { readonly label: string; readonly name: string },
): Promise<void> {
  const body = {
    label: named.label,
    default_value: defaultIn(draft),
    ...(hasOptions(draft.kind) && { options: optionsIn(draft.options) }),
  };
  if (field === null) {
    const whole = { ...body, name: named.name, kind: draft.kind };
    unwrap(await api.POST('/api/v1/custom-fields', { body: whole }));
    return;
  }
  const params = { path: { name: field.name } };
  unwrap(await api.PATCH('/api/v1/custom-fields/{name}', { params, body }));
}
