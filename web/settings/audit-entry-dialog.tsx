import { Button, Modal } from '@mantine/core';
import { exactTime } from '../frame/times.ts';
import { type AuditEntry, actionWords, actorWords, changesOf } from './audit-words.ts';
import classes from './settings.module.css';

interface AuditEntryDialogProps {
  readonly entry: AuditEntry;
  /** Of what was changed; null: not known. */
  readonly name: string | null;
  /** Shows what else was done to the same thing. */
  readonly onTarget: (id: string) => void;
  readonly onClose: () => void;
}

/** One change in full: who, when, from where, and every field before and after. */
export function AuditEntryDialog({ entry, name, onTarget, onClose }: AuditEntryDialogProps) {
  const { action, at, target_id, ip, request_id } = entry;
  return (
    <Modal opened onClose={onClose} title={actionWords(action)} size="lg">
      <div className={classes.form}>
        <p dir="auto">
          {actorWords(entry)}, {exactTime(at)}
          {ip ? `, from ${ip}` : ''}
        </p>
        {name === null ? null : (
          <p className={`${classes.name} ${classes.wrapping}`} dir="auto">
            {name}
          </p>
        )}
        <p className={`${classes.muted} ${classes.wrapping}`}>
          {target_id}
          {request_id ? ` · request ${request_id}` : ''}
        </p>
        <Changes entry={entry} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => onTarget(target_id)}>
            Everything done to it
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Changes({ entry }: { readonly entry: AuditEntry }) {
  const changes = changesOf(entry);
  if (changes.length === 0) return <p className={classes.muted}>No field changed.</p>;
  const hadBefore = changes.some(({ before }) => before !== null);
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          {hadBefore ? <th scope="col">Before</th> : null}
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{field.replaceAll('_', ' ').replaceAll('.', ' › ')}</th>
            {hadBefore ? <td dir="auto">{before ?? '–'}</td> : null}
            <td dir="auto">{after ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
