import { Button, Modal } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { Failure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

interface PasswordDialogProps {
  readonly title: string;
  /** What follows from it. */
  readonly children: ReactNode;
  /** On the button. */
  readonly action: string;
  readonly danger?: boolean;
  readonly act: (password: string) => Promise<void>;
  /** Shown instead once it is done; null: not yet. */
  readonly after?: ReactNode;
  readonly onClose: () => void;
}

/** Asks for the password before something about the account changes. */
export function PasswordDialog(props: PasswordDialogProps) {
  const { title, children, action, danger = false, act, after = null, onClose } = props;
  const { busy, failure, make } = useChange('account', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = fieldsOf(event.currentTarget)('password');
    await make(() => act(password));
  };
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={after === null}>
      {after ?? (
        <form className={classes.form} onSubmit={submit}>
          <p>{children}</p>
          <FormField
            name="password"
            label="Your password"
            autoComplete="current-password"
            secret
            required
            data-autofocus
            error={passwordFault(failure)}
          />
          <div className={classes.buttons}>
            <Button
              type="submit"
              loading={busy}
              variant={danger ? 'default' : 'filled'}
              {...(danger && { className: classes.danger ?? '' })}
            >
              {action}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

function passwordFault(failure: Failure | null): string | null {
  if (!failure) return null;
  return failure.code === 'invalid_password' ? 'This is not your password.' : failure.message;
}
