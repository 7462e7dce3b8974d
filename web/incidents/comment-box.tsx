import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import type { IncidentRow } from '../api/shapes.ts';
import classes from './comment-box.module.css';
import { COMMENT_FIELD } from './incident-commands.ts';
import { runCommand } from './run-commands.ts';
import { submitByKey } from './text-command-forms.tsx';

/** Where a comment is written; what was typed is kept until it is sent. */
export function CommentBox({ incident }: { readonly incident: IncidentRow }) {
  const place = `tocsin-draft-${incident.id}`;
  const [text, setText] = useState(() => readDraft(place));
  // What is under way is not lost with the page: a sign-in may lead away from it.
  const [underWay, setUnderWay] = useState<readonly string[]>([]);
  useEffect(() => writeDraft(place, joined([...underWay, text])), [place, underWay, text]);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const sent = text;
    setText('');
    setUnderWay((others) => [...others, sent]);
    const done = await runCommand(incident, { type: 'comment', body: { text: sent } });
    setUnderWay((others) => others.toSpliced(others.indexOf(sent), 1));
    // Not sent: the words come back, before those that were typed meanwhile.
    if (!done) setText((typed) => joined([sent, typed]));
  };
  return (
    <form className={classes.box} onSubmit={send}>
      <label htmlFor={COMMENT_FIELD} className="visually-hidden">
        Comment
      </label>
      <textarea
        id={COMMENT_FIELD}
        className={classes.field}
        placeholder="Add a comment (Markdown)"
        rows={2}
        maxLength={10_000}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={submitByKey}
      />
      <Button type="submit" variant="default" size="xs" disabled={text.trim() === ''}>
        Comment
      </Button>
    </form>
  );
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

function readDraft(place: string): string {
  try {
    return sessionStorage.getItem(place) ?? '';
  } catch {
    return '';
  }
}

function writeDraft(place: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(place, text);
    else sessionStorage.removeItem(place);
  } catch {
    // Not kept over a reload, then.
  }
}
