import { useState } from 'react';
import { copyAndTell } from './copying.ts';
import { Icon } from './icons.tsx';
import classes from './secret-display.module.css';

interface SecretDisplayProps {
  readonly label: string;
  readonly secret: string;
  /** It cannot be read again later. */
  readonly once?: boolean;
}

/** A secret: masked until asked for, copied without being shown. */
export function SecretDisplay({ label, secret, once = false }: SecretDisplayProps) {
  const [shown, setShown] = useState(false);
  return (
    <div className={classes.secret}>
      <div className={classes.label}>{label}</div>
      <div className={classes.line}>
        <code className={classes.value}>{shown ? secret : '•'.repeat(24)}</code>
        <button type="button" className={classes.button} onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
        </button>
        <button
          type="button"
          className={classes.button}
          onClick={() => copyAndTell(secret, label)}
          aria-label={`Copy ${label}`}
        >
          <Icon name="copy" size={14} /> Copy
        </button>
      </div>
      {once ? (
        <p className={classes.note}>It is shown this once. Put it where your sender can read it.</p>
      ) : null}
    </div>
  );
}
