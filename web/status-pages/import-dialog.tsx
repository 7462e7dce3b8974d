import { Button, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';
import shared from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import type { PartProps } from './hub-page.tsx';
import { KEY, type Sent } from './status-data.ts';

type Result =
  paths['/api/v1/hubs/{id}/subscribers/import']['post']['responses'][200]['content']['application/json'];
type ImportBody = Sent<'/api/v1/hubs/{id}/subscribers/import', 'post'>;

/** Imports a list of people who have agreed to be told, each line with its own result. */
export function ImportDialog({ hub, onClose }: PartProps & { readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [result, setResult] = useState<Result | null>(null);
  const { busy, failure, make } = useChange(KEY, 'audit');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void make(async () => {
      const params = { path: { id: hub.id } };
      const body = bodyOf(text);
      setResult(unwrap(await api.POST('/api/v1/hubs/{id}/subscribers/import', { params, body })));
    });
  };
  return (
    <Modal opened onClose={onClose} title="Import subscribers">
      {result ? (
        <Outcome result={result} onClose={onClose} />
      ) : (
        <form className={shared.form} onSubmit={submit}>
          <p className={shared.muted}>
            Only people who have agreed. They are told from now on without being asked; who has
            unsubscribed stays so. At most 5,000 lines.
          </p>
          <Textarea
            label="Addresses, one a line, or CSV with a header"
            description="A header names address and, if wanted, channel, services and locale."
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={6}
            maxRows={16}
            spellCheck={false}
            required
            data-autofocus
          />
          <input
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            aria-label="A file with the list"
            onChange={async (event) => {
              const [file] = event.currentTarget.files ?? [];
              if (file) setText(await file.text());
            }}
          />
          {failure ? (
            <p className={shared.fault} role="alert">
              {failure.message}
            </p>
          ) : null}
          <div className={shared.buttons}>
            <Button type="submit" loading={busy} disabled={text.trim() === ''}>
              Import
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

/** Bare addresses get the header that CSV needs. */
function bodyOf(text: string): ImportBody {
  const [first = ''] = text.trim().split('\n');
  const hasHeader = first.split(',').some((name) => name.trim().toLowerCase() === 'address');
  return { csv: hasHeader ? text.trim() : `address\n${text.trim()}` };
}

const MOST_SHOWN = 50;

/** Results that somebody who imports a list has to know of, line by line. */
const STAYED_OUT: ReadonlySet<string> = new Set(['invalid', 'unsubscribed', 'suppressed']);

function Outcome({ result, onClose }: { readonly result: Result; readonly onClose: () => void }) {
  const { added, known, refused, lines } = result;
  const bad = lines.filter(({ result: what }) => STAYED_OUT.has(what));
  return (
    <div className={shared.form}>
      <p role="status">
        {added} added, {known} known before, {refused} refused.
      </p>
      {bad.length > 0 ? (
        <ul className={shared.wrapping}>
          {bad.slice(0, MOST_SHOWN).map(({ line, result: what, reason }) => (
            <li key={line}>
              Line {line}: {reason ?? what}
            </li>
          ))}
          {bad.length > MOST_SHOWN ? <li>and {bad.length - MOST_SHOWN} more</li> : null}
        </ul>
      ) : null}
      <div className={shared.buttons}>
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  );
}
