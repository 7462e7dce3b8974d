import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { tellDone } from '../frame/toasts.ts';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

interface ConfirmDialogProps {
  /** Names what goes: "Revoke key 'ci'". */
  readonly title: string;
  /** What follows from it. */
  readonly children: ReactNode;
  /** How far it goes, where that can be chosen. */
  readonly choice?: ReactNode;
  /** The first word or two of the title. */
  readonly action: string;
  /** Said when it is done. */
  readonly done: string;
  readonly act: () => Promise<unknown>;
  /** First parts of the keys of the queries that show it. */
  readonly keys: readonly string[];
  readonly onClose: () => void;
}

/** Asks before something goes that cannot be brought back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, choice, action, done, act, keys, onClose } = props;
  const { busy, failure, make } = useChange(...keys);
  const confirm = async () => {
    if (!(await make(act))) return;
    tellDone(done);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <div className={classes.form}>
        <p>{children}</p>
        {choice}
        {failure ? (
          <p className={classes.fault} role="alert">
            {failure.message}
          </p>
        ) : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Keep
          </Button>
          <Button
            variant="default"
            className={classes.danger}
            loading={busy}
            onClick={() => void confirm()}
          >
            {action}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
