import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { toFailure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import classes from './integrations.module.css';

interface DeleteDialogProps {
  /** `webhook`, `integration` */
  readonly kind: string;
  readonly name: string;
  /** What is lost and what stays. */
  readonly consequence: string;
  readonly onDelete: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for the name of what is about to be gone for good. */
export function DeleteDialog({ kind, name, consequence, onDelete, onClose }: DeleteDialogProps) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onDelete();
    } catch (error) {
      setFault(toFailure(error).message);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={`Delete ${kind} “${name}”`}>
      <form className={classes.form} onSubmit={submit}>
        <p>{consequence} This cannot be undone.</p>
        <FormField
          name="confirm"
          label={`Type its name: ${name}`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
          error={fault}
        />
        <div className={classes.buttons}>
          <Button
            type="submit"
            color="red.9"
            loading={busy}
            disabled={typed.trim() !== name.trim()}
          >
            Delete {kind}
          </Button>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
        </div>
      </form>
    </Modal>
  );
}
