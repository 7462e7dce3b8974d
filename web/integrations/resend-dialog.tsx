import { Button, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { toFailure } from '../api/failure.ts';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { Icon } from '../frame/icons.tsx';
import type { Receipt } from './integration-data.ts';
import classes from './integrations.module.css';
import { sendTest, type TestResult } from './send-test.ts';

interface ResendDialogProps {
  /** Of the integration. */
  readonly id: string;
  readonly receipt: Receipt;
  readonly onClose: () => void;
}

/** A refused body once more, corrected or as it was, signed as its sender should have. */
export function ResendDialog({ id, receipt, onClose }: ResendDialogProps) {
  const given = receipt.body ?? '';
  const [body, setBody] = useState(given);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<TestResult | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const cut = new TextEncoder().encode(given).length < receipt.body_bytes;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      setResult(await sendTest(id, body));
    } catch (error) {
      setResult(null);
      setFault(toFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} size="lg" title="Resend as a test">
      <form className={classes.form} onSubmit={submit}>
        <p>
          It is sent through the same door with a right signature, and treated like any alert from
          outside.
        </p>
        <Textarea
          label="Body"
          description={cut ? 'Only its beginning was kept; complete it before sending.' : undefined}
          className={classes.code}
          autosize
          minRows={6}
          maxRows={18}
          spellCheck={false}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          data-autofocus
          error={fault}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            Send as a test
          </Button>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </div>
        <div role="status" className={classes.stack}>
          {result ? <Outcome result={result} /> : null}
        </div>
      </form>
    </Modal>
  );
}

function Outcome({ result }: { readonly result: TestResult }) {
  const accepted = result.status < 300;
  return (
    <>
      <strong className={accepted ? classes.good : classes.bad}>
        <Icon name={accepted ? 'check' : 'warning'} />
        {accepted ? ' Accepted' : ' Refused again'} ({result.status})
      </strong>
      <CodeSnippet label="Reply" code={JSON.stringify(result.reply, null, 2)} wrap />
    </>
  );
}
