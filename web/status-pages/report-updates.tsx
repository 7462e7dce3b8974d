import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { EmptyState } from '../frame/empty-state.tsx';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import { RowButton } from '../settings/row-button.tsx';
import shared from '../settings/settings.module.css';
import { BothTimes } from './both-times.tsx';
import type { Report, ReportUpdate } from './report-data.ts';
import { SafeHtml } from './safe-html.tsx';
import { stateName } from './state-words.ts';
import { type Hub, KEY } from './status-data.ts';
import { ServiceImpacts, StateMark } from './status-marks.tsx';
import classes from './status-pages.module.css';
import { UpdateForm } from './update-form.tsx';
import { writingOf } from './writing.ts';

interface ReportUpdatesProps {
  readonly hub: Hub;
  readonly report: Report;
  readonly mayWrite: boolean;
}

/** Everything that was written in a report, the latest first. */
export function ReportUpdates({ hub, report, mayWrite }: ReportUpdatesProps) {
  if (report.updates.length === 0) {
    return <EmptyState icon="comment" title="Nothing is left of this report" />;
  }
  return (
    <ol className={classes.updates} aria-label="Updates">
      {report.updates.map((update) => (
        <li key={update.id}>
          <Update hub={hub} report={report} update={update} mayWrite={mayWrite} />
        </li>
      ))}
    </ol>
  );
}

interface UpdateProps extends ReportUpdatesProps {
  readonly update: ReportUpdate;
}

function Update({ hub, report, update, mayWrite }: UpdateProps) {
  const [asked, setAsked] = useState<'edit' | 'delete' | null>(null);
  const { id: updateId, published_at } = update;
  const type = published_at === null ? 'draft' : 'public';
  if (asked === 'edit') {
    return (
      <UpdateForm
        hub={hub}
        target={{ type, report, updateId }}
        start={writingOf(update)}
        onWritten={() => setAsked(null)}
        onCancel={() => setAsked(null)}
      />
    );
  }
  const about = `${type === 'draft' ? 'draft' : 'update'} ${stateName(update.state)}`;
  return (
    <article className={classes.update} data-draft={type === 'draft'}>
      <header className={classes.updateHead}>
        <StateMark state={update.state} />
        <BothTimes at={update.start_time} zone={hub.settings.time_zone ?? 'UTC'} />
        <span className={shared.muted}>{standing(update)}</span>
        {mayWrite && !update.superseded ? (
          <span className={shared.rowActions}>
            <RowButton
              label={type === 'draft' ? 'Edit or publish' : 'Correct'}
              about={about}
              onClick={() => setAsked('edit')}
            />
            {type === 'draft' ? (
              <RowButton label="Delete" about={about} danger onClick={() => setAsked('delete')} />
            ) : null}
          </span>
        ) : null}
      </header>
      {update.title === report.title ? null : <h2 dir="auto">{update.title}</h2>}
      <ServiceImpacts statuses={update.statuses} />
      <SafeHtml html={update.html} />
      {asked === 'delete' ? (
        <ConfirmDialog
          title="Delete the draft"
          action="Delete"
          done="The draft was deleted"
          keys={[KEY, 'audit']}
          act={async () => {
            const path = { id: hub.id, report_id: report.id, update_id: updateId };
            const url = '/api/v1/hubs/{id}/reports/{report_id}/updates/{update_id}';
            unwrap(await api.DELETE(url, { params: { path } }));
          }}
          onClose={() => setAsked(null)}
        >
          Nobody has seen it. A report that was nothing but this draft goes with it.
        </ConfirmDialog>
      ) : null}
    </article>
  );
}

/** Who reads it, and who wrote it. */
function standing({ published_at, superseded, notified, author }: ReportUpdate): string {
  const by = author === null ? '' : `by ${author}, `;
  if (superseded) return `${by}draft that a later update overtook; it stays hidden`;
  if (published_at === null) return `${by}draft, not public`;
  return `${by}${notified ? 'subscribers are told' : 'nobody is told'}`;
}
