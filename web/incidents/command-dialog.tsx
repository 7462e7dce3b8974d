import { Modal } from '@mantine/core';
import type { IncidentRow } from '../api/shapes.ts';
import { type AskedType, askFor } from './asked-commands.ts';
import { MergeForm } from './merge-form.tsx';
import { PeopleForm } from './people-form.tsx';
import { PublishForm } from './publish-form.tsx';
import { RunActionForm } from './run-action-form.tsx';
import { SnoozeForm } from './snooze-form.tsx';
import { CommentForm, ReopenForm, ResolveForm } from './text-command-forms.tsx';

/** What every form of a command gets. */
export interface CommandFormProps {
  readonly rows: readonly IncidentRow[];
  readonly onDone: () => void;
}

const TITLES: Readonly<Record<AskedType, string>> = {
  snooze: 'Snooze',
  assign: 'Assign to',
  add_responders: 'Add responders',
  comment: 'Comment',
  reopen: 'Reopen',
  resolve: 'Resolve with notes',
  merge: 'Merge',
  run_action: 'Run an action',
  publish: 'Publish',
};

/** Asks what a command needs to know. */
export function CommandDialog({
  type,
  rows,
}: {
  readonly type: AskedType;
  readonly rows: readonly IncidentRow[];
}) {
  const close = () => askFor(null);
  const [first] = rows;
  const about = rows.length === 1 ? first?.title : `${rows.length} incidents`;
  return (
    <Modal opened onClose={close} title={TITLES[type]} size={type === 'publish' ? 'lg' : 'md'}>
      <p dir="auto" style={{ color: 'var(--t-muted)', marginBottom: 12, overflowWrap: 'anywhere' }}>
        {about}
      </p>
      <Form type={type} rows={rows} onDone={close} />
    </Modal>
  );
}

function Form({ type, ...rest }: CommandFormProps & { readonly type: AskedType }) {
  switch (type) {
    case 'snooze':
      return <SnoozeForm {...rest} />;
    case 'assign':
    case 'add_responders':
      return <PeopleForm type={type} {...rest} />;
    case 'comment':
      return <CommentForm {...rest} />;
    case 'reopen':
      return <ReopenForm {...rest} />;
    case 'resolve':
      return <ResolveForm {...rest} />;
    case 'merge':
      return <MergeForm {...rest} />;
    case 'run_action':
      return <RunActionForm {...rest} />;
    case 'publish':
      return <PublishForm {...rest} />;
  }
}
