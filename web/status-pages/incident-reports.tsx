import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import facts from '../incidents/facts.module.css';
import { StateMark } from './status-marks.tsx';

/** Reports that tell the public of an incident; nothing where there is none. */
export function IncidentReports({ id }: { readonly id: string }) {
  const { data } = useQuery({
    queryKey: ['incident-reports', id],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/incidents/{id}/reports', { params: { path: { id } }, signal }))
        .data,
    retry: false,
  });
  if (!data || data.length === 0) return null;
  return (
    <div className={facts.fact}>
      <dt className={facts.name}>Published</dt>
      <dd className={facts.value}>
        <ul className={facts.people}>
          {data.map((report) => (
            <li key={report.id}>
              {report.hub_id === null ? (
                <span dir="auto">{report.title}</span>
              ) : (
                <Link to={`/status-pages/${report.hub_id}/reports/${report.id}`} dir="auto">
                  {report.title ?? 'Untitled'}
                </Link>
              )}{' '}
              <StateMark state={report.state} />
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}
