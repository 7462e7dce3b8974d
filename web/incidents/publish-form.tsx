import { PublishIncident } from '../status-pages/publish-incident.tsx';
import type { CommandFormProps } from './command-dialog.tsx';

/** Tells the public of one incident. */
export function PublishForm({ rows: [row], onDone }: CommandFormProps) {
  return row ? <PublishIncident incident={row} onDone={onDone} /> : null;
}
