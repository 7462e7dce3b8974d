import { Button } from '@mantine/core';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import classes from './settings.module.css';

interface BackupCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** Codes that sign in without the app, shown this once. */
export function BackupCodes({ codes, onDone }: BackupCodesProps) {
  return (
    <div className={classes.form}>
      <p>
        Keep these where you find them without your phone. Each signs you in once, in place of a
        code of the app.
      </p>
      <CodeSnippet label="Backup codes, shown this once" code={codes.join('\n')} />
      <div className={classes.buttons}>
        <Button onClick={onDone}>I have kept them</Button>
      </div>
    </div>
  );
}
