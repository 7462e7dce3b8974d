import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Alert } from '../api/shapes.ts';
import { ProgressMark } from '../theme/progress-mark.tsx';
import classes from './where-it-went.module.css';

/** The incident an alert is part of and the rule that put it there, or why there is none. */
export function WhereItWent({ alert }: { readonly alert: Alert }) {
  const { incident_id, rule_id } = alert;
  const { data: incident } = useQuery({
    queryKey: ['incident', incident_id],
    queryFn: async () =>
      unwrap(
        await api.GET('/api/v1/incidents/{id}', { params: { path: { id: incident_id ?? '' } } }),
      ),
    enabled: incident_id !== null,
  });
  const { data: rules } = useQuery({
    queryKey: ['routing-rules'],
    queryFn: async () => unwrap(await api.GET('/api/v1/routing-rules', {})).data,
    enabled: rule_id !== null && rule_id !== SHIPPED.id,
  });
  const rule = rule_id === SHIPPED.id ? SHIPPED : rules?.find(({ id }) => id === rule_id);
  const isKnown = rule_id === null || rule !== undefined || rules !== undefined;
  return (
    <section aria-labelledby="went" className={classes.went}>
      <h2 id="went">Where it went</h2>
      {incident ? (
        <p>
          <ProgressMark progress={incident.progress} />{' '}
          <Link to={`/incidents/${incident.id}`} dir="auto">
            {incident.title}
          </Link>
        </p>
      ) : null}
      {isKnown ? <p className={classes.why}>{whyOf(alert, rule)}</p> : null}
    </section>
  );
}

/** Comes with every tenant, after its own rules, and is in no list of rules. */
const SHIPPED = {
  id: 'default',
  name: 'Same alertname and service within 5 minutes',
  actions: { group_by: ['labels.alertname', 'service'] },
};

interface Rule {
  readonly name: string;
  readonly actions: { readonly suppress?: boolean; readonly group_by?: readonly string[] };
}

/** Why it joined, opened, or opened nothing, as a sentence. */
function whyOf(
  { incident_id, rule_id, status, event_count }: Alert,
  rule: Rule | undefined,
): string {
  if (incident_id === null) {
    if (rule?.actions.suppress)
      return `It opened nothing: the rule “${rule.name}” suppresses such alerts.`;
    if (status === 'resolved' && event_count === 1) {
      return 'It opened nothing: the first that came was its recovery.';
    }
    return 'It opened nothing: its severity opens none with this integration, it came while a closed incident of it was kept quiet, or a rule that is gone suppressed it.';
  }
  if (!rule) {
    return rule_id === null
      ? 'No rule decided: it has an incident of its own.'
      : 'The rule that decided is gone.';
  }
  const by = rule.actions.group_by ?? [];
  return by.length > 0
    ? `The rule “${rule.name}” decided: alerts with the same ${by.join(', ')} share an incident.`
    : `The rule “${rule.name}” decided: it has an incident of its own.`;
}
