import { Link } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import shared from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import type { PartProps } from './hub-page.tsx';
import type { Report } from './report-data.ts';
import { KEY } from './status-data.ts';

/** The incident that a report tells about, and whether it ends with it. */
export function FollowsIncident({ hub, report }: PartProps & { readonly report: Report }) {
  const mayWrite = atLeast(useSession().role, 'responder');
  const { busy, failure, make } = useChange(KEY, 'audit');
  const { incident_id, follows_incident } = report;
  if (incident_id === null) return null;
  const follow = (on: boolean) =>
    make(async () => {
      const params = { path: { id: hub.id, report_id: report.id } };
      const body = { follows_incident: on };
      unwrap(await api.PATCH('/api/v1/hubs/{id}/reports/{report_id}', { params, body }));
    });
  return (
    <>
      <dt>About</dt>
      <dd>
        <Link to={`/incidents/${incident_id}`}>the incident it was published from</Link>
        <label className={shared.choice}>
          <input
            type="checkbox"
            checked={follows_incident}
            disabled={busy || !mayWrite || report.state === 'resolved'}
            onChange={(event) => void follow(event.currentTarget.checked)}
          />
          Say that it is resolved when the incident is
        </label>
        {failure ? <span className={shared.fault}>{failure.message}</span> : null}
      </dd>
    </>
  );
}
