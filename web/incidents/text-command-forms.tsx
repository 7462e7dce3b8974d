import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { CommandFormProps } from './command-dialog.tsx';
import classes from './command-form.module.css';
import { runBulk } from './run-commands.ts';
import type { BulkCommand } from './send-command.ts';

/** Sends the form it is in on ⌘⏎ or Ctrl ⏎. */
export function submitByKey(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}

function useSend({ rows, onDone }: CommandFormProps) {
  return (command: BulkCommand) => (event: FormEvent) => {
    event.preventDefault();
    onDone();
    void runBulk(rows, command);
  };
}

/** A comment on each of the incidents. */
export function CommentForm(props: CommandFormProps) {
  const [text, setText] = useState('');
  const send = useSend(props);
  return (
    <form className={classes.form} onSubmit={send({ type: 'comment', body: { text } })}>
      <Textarea
        label="Comment"
        description="Markdown: **bold**, *emphasis*, `code`, lists, links."
        autosize
        minRows={4}
        maxRows={12}
        maxLength={10_000}
        required
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={submitByKey}
      />
      <div className={classes.buttons}>
        <Button type="submit" disabled={text.trim() === ''}>
          Add comment
        </Button>
      </div>
    </form>
  );
}

/** Why closed incidents are open again. */
export function ReopenForm(props: CommandFormProps) {
  const [reason, setReason] = useState('');
  const send = useSend(props);
  return (
    <form className={classes.form} onSubmit={send({ type: 'reopen', body: { reason } })}>
      <TextInput
        label="Reason"
        required
        maxLength={1_024}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button type="submit" disabled={reason.trim() === ''}>
          Reopen
        </Button>
      </div>
    </form>
  );
}

/** Closing with what was found and what was done. */
export function ResolveForm(props: CommandFormProps) {
  const [cause, setCause] = useState('');
  const [resolution, setResolution] = useState('');
  const send = useSend(props);
  const body = { ...(cause && { root_cause: cause }), ...(resolution && { resolution }) };
  const area = { autosize: true, minRows: 2, maxRows: 8, maxLength: 6_144, onKeyDown: submitByKey };
  return (
    <form className={classes.form} onSubmit={send({ type: 'resolve', body })}>
      <Textarea
        {...area}
        label="Root cause"
        data-autofocus
        value={cause}
        onChange={(event) => setCause(event.currentTarget.value)}
      />
      <Textarea
        {...area}
        label="Resolution"
        value={resolution}
        onChange={(event) => setResolution(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button type="submit">Resolve</Button>
      </div>
    </form>
  );
}
