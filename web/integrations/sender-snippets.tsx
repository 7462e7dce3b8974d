import { useState } from 'react';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import classes from './integrations.module.css';
import { type Sender, snippetsFor } from './snippets.ts';

/** Ways to send to an integration, ready to be copied. */
export function SenderSnippets({ sender }: { readonly sender: Sender }) {
  const snippets = snippetsFor(sender);
  const [name, setName] = useState<string | null>(null);
  const shown = snippets.find((snippet) => snippet.name === name) ?? snippets[0];
  return (
    <div className={classes.stack}>
      <div className={classes.tabs} role="group" aria-label="Way to send">
        {snippets.map((snippet) => (
          <button
            key={snippet.name}
            type="button"
            className={classes.tab}
            aria-pressed={snippet === shown}
            onClick={() => setName(snippet.name)}
          >
            {snippet.name}
          </button>
        ))}
      </div>
      {shown ? <CodeSnippet key={shown.name} label={shown.label} code={shown.code} wrap /> : null}
    </div>
  );
}
