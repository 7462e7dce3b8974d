import { type KeyboardEvent, type RefObject, useMemo } from 'react';
import classes from './editor.module.css';
import type { RecipeFault } from './recipe-data.ts';
import { indentAfter } from './recipe-text.ts';

interface DocumentEditorProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** What is wrong with exactly this text. */
  readonly faults: readonly RecipeFault[];
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Element that says what is wrong, for screen readers. */
  readonly describedBy: string;
}

/**
 * A text with its line numbers; lines with a fault are marked. The field is as large as its text and
 * its frame scrolls, so that numbers, marks and text cannot come apart.
 */
export function DocumentEditor(props: DocumentEditorProps) {
  const { text, onChange, faults, field, describedBy } = props;
  const lines = useMemo(() => text.split('\n'), [text]);
  const marked = useMemo(() => new Set(faults.map(({ line }) => line)), [faults]);
  return (
    <div className={classes.frame}>
      <div className={classes.gutter} aria-hidden="true">
        {lines.map((_line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <span key={at} className={classes.number} data-fault={marked.has(at + 1)}>
            {at + 1}
          </span>
        ))}
      </div>
      <div className={classes.sheet}>
        <pre className={classes.under} aria-hidden="true">
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <span key={at} className={classes.line} data-fault={marked.has(at + 1)}>
              {line === '' ? ' ' : line}
            </span>
          ))}
        </pre>
        <textarea
          ref={field}
          className={classes.text}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={indentNewLine}
          aria-label="Document"
          aria-describedby={describedBy}
          aria-invalid={faults.length > 0}
          wrap="off"
          dir="ltr"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
        />
      </div>
    </div>
  );
}

/** A new line begins where the one before it began; Tab stays the way out of the field. */
function indentNewLine(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const { selectionStart, value } = event.currentTarget;
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const blanks = indentAfter(value.slice(0, selectionStart));
  if (blanks === '') return;
  event.preventDefault();
  // The one way that Undo knows of.
  document.execCommand('insertText', false, `\n${blanks}`);
}
