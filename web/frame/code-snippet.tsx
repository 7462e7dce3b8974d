import { useState } from 'react';
import classes from './code-snippet.module.css';
import { copyText } from './copying.ts';
import { Icon } from './icons.tsx';
import { useTimeout } from './use-timeout.ts';

interface CodeSnippetProps {
  readonly code: string;
  /** What it is, for screen readers and above it. */
  readonly label: string;
  /** Long lines are wrapped instead of scrolled. */
  readonly wrap?: boolean;
}

/** Text to be copied as it is. Copying works over plain http, too. */
export function CodeSnippet({ code, label, wrap = false }: CodeSnippetProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useTimeout(state === 'idle' ? null : 2_500, () => setState('idle'));
  const words = { idle: 'Copy', copied: 'Copied', failed: 'Select and copy' };
  return (
    <figure className={classes.snippet}>
      <figcaption className={classes.caption}>
        <span>{label}</span>
        <button
          type="button"
          className={classes.copy}
          onClick={async () => setState((await copyText(code)) ? 'copied' : 'failed')}
        >
          <Icon name={state === 'copied' ? 'check' : 'copy'} size={14} />
          <span aria-live="polite">{words[state]}</span>
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <pre className={classes.code} data-wrap={wrap} tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
