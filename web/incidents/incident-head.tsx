import { Link } from '@tanstack/react-router';
import type { Incident } from '../api/shapes.ts';
import { Age } from '../frame/age.tsx';
import { Icon } from '../frame/icons.tsx';
import { InlineEdit } from '../frame/inline-edit.tsx';
import { ProgressMark } from '../theme/progress-mark.tsx';
import { SeverityMark } from '../theme/severity-mark.tsx';
import classes from './incident-head.module.css';
import { whoHasIt } from './people.ts';
import { runCommand } from './run-commands.ts';

interface IncidentHeadProps {
  readonly incident: Incident;
  readonly mayEdit: boolean;
}

/** The first line: what, how bad, since when, who has it. */
export function IncidentHead({ incident, mayEdit }: IncidentHeadProps) {
  const who = whoHasIt(incident, 3);
  const closed = incident.progress === 'closed';
  return (
    <div className={classes.head}>
      <div className={classes.line}>
        <SeverityMark level={incident.severity} />
        <ProgressMark progress={incident.progress} />
        <span className={classes.part}>
          <Icon name="clock" size={14} />
          <span>
            {closed ? 'lasted ' : 'for '}
            <Age at={incident.started_at} until={incident.closed_at} />
          </span>
        </span>
        <span className={classes.part}>
          <Icon name="user" size={14} />
          <span dir="auto">{who || 'nobody has it'}</span>
        </span>
        {incident.service ? (
          <span className={classes.part}>
            <Icon name="layers" size={14} />
            <span dir="auto">{incident.service.name}</span>
          </span>
        ) : null}
      </div>
      <InlineEdit
        label="Title"
        value={incident.title}
        required
        maxLength={500}
        readOnly={!mayEdit}
        onSave={(title) => void runCommand(incident, { type: 'edit', body: { title } })}
      >
        <h1 className={classes.title} dir="auto">
          {incident.title}
        </h1>
      </InlineEdit>
      <Notices incident={incident} />
    </div>
  );
}

/** What is out of the ordinary: merged away, recovered, snoozed, here before. */
function Notices({ incident }: { readonly incident: Incident }) {
  const { merged_into, recurrence_of, flagged_for_resolution_at, progress } = incident;
  return (
    <>
      {merged_into === null ? null : (
        <p className={classes.notice}>
          <Icon name="merge" /> It was merged and is read-only.{' '}
          <Link to={`/incidents/${merged_into}`}>Go to where it went</Link>
        </p>
      )}
      {flagged_for_resolution_at !== null && progress !== 'closed' ? (
        <p className={classes.notice} data-ok="true">
          <Icon name="flag" /> All its alerts have recovered. It can be resolved.
        </p>
      ) : null}
      {recurrence_of === null ? null : (
        <p className={classes.notice}>
          <Icon name="reopen" /> It has happened before.{' '}
          <Link to={`/incidents/${recurrence_of}`}>Look at the last time</Link>
        </p>
      )}
    </>
  );
}
