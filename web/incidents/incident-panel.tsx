import { Link } from '@tanstack/react-router';
import { atLeast, useSession } from '../api/session.ts';
import { Icon } from '../frame/icons.tsx';
import { Markdown } from '../frame/markdown.tsx';
import { ActionBar } from './action-bar.tsx';
import { Facts } from './facts.tsx';
import { actionsOf } from './incident-commands.ts';
import { IncidentHead } from './incident-head.tsx';
import classes from './incident-panel.module.css';
import { activate } from './list-selection.ts';
import { guessed, useGuess } from './pending-commands.ts';
import { Timeline } from './timeline.tsx';
import { useIncident } from './use-incident.ts';

/** An incident beside its list: enough to decide, one click from the rest. */
export function IncidentPanel({ id }: { readonly id: string }) {
  const { data } = useIncident(id);
  const guess = useGuess(id);
  const mayAct = atLeast(useSession().role, 'responder');
  if (!data) return null;
  const incident = guessed(data, guess);
  const mayEdit = mayAct && incident.allowed_commands.includes('edit');
  return (
    <aside className={classes.panel} aria-label="Selected incident">
      <div className={classes.top}>
        <Link to={`/incidents/${id}`} className={classes.open}>
          Open the page <kbd>⏎</kbd>
        </Link>
        <button
          type="button"
          className={classes.close}
          aria-label="Close the panel"
          onClick={() => activate(null)}
        >
          <Icon name="close" />
        </button>
      </div>
      <IncidentHead incident={incident} mayEdit={false} />
      <ActionBar actions={actionsOf(incident, mayAct)} />
      {incident.description ? <Markdown text={incident.description} /> : null}
      <Facts incident={incident} mayEdit={mayEdit} />
      <Timeline id={id} />
    </aside>
  );
}
