import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { submitByKey } from '../incidents/text-command-forms.tsx';
import classes from './remediation.module.css';
import type { ProposalDetail } from './remediation-data.ts';
import { targetWords } from './remediation-words.ts';
import { useServiceNames } from './use-service-names.ts';

interface DecisionFormProps {
  readonly kind: 'approve' | 'reject';
  readonly proposal: ProposalDetail;
  readonly busy: boolean;
  readonly onBack: () => void;
  readonly onDecide: (reason: string) => Promise<void>;
}

/** Asks once more, and for the reason; only then something is decided. */
export function DecisionForm({ kind, proposal, busy, onBack, onDecide }: DecisionFormProps) {
  const [reason, setReason] = useState('');
  const names = useServiceNames();
  const where = targetWords(proposal.target, names);
  const approves = kind === 'approve';
  return (
    <form
      className={classes.form}
      aria-label={approves ? 'Approve' : 'Reject'}
      onSubmit={(event) => {
        event.preventDefault();
        void onDecide(reason.trim());
      }}
    >
      <p>
        {approves
          ? `It begins at once on ${where}: ${countWords(proposal)}, with the values above.`
          : 'It never runs, and is not proposed for this incident again by itself.'}
      </p>
      <Textarea
        label="Reason"
        description="Optional; on the timeline for everybody to read."
        autosize
        minRows={1}
        maxRows={5}
        maxLength={1_000}
        data-autofocus
        autoFocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={submitByKey}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button
          type="submit"
          loading={busy}
          {...(approves ? {} : { variant: 'default', className: classes.danger })}
        >
          {approves ? 'Approve and run' : 'Reject'}
        </Button>
      </div>
    </form>
  );
}

function countWords({ steps }: ProposalDetail): string {
  const begun = steps.filter(({ phase }) => phase !== 'rollback').length;
  return begun === 1 ? 'one step' : `${begun} steps`;
}
