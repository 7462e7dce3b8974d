import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Incident } from '../api/shapes.ts';
import { Age, Moment } from '../frame/age.tsx';
import { Icon } from '../frame/icons.tsx';
import { InlineEdit } from '../frame/inline-edit.tsx';
import { Labels } from '../frame/labels.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { IncidentReports } from '../status-pages/incident-reports.tsx';
import { nameOfLevel, SeverityMark } from '../theme/severity-mark.tsx';
import { CustomFieldEdit } from './custom-field-edit.tsx';
import { customFieldsQuery } from './custom-fields.ts';
import classes from './facts.module.css';
import { SEVERITIES } from './filter.ts';
import { runCommand } from './run-commands.ts';
import type { Command } from './send-command.ts';

interface FactsProps {
  readonly incident: Incident;
  readonly mayEdit: boolean;
}

type EditBody = Extract<Command, { type: 'edit' }>['body'];

/** What is known of an incident; people may correct most of it in place. */
export function Facts({ incident, mayEdit }: FactsProps) {
  const edit = (body: EditBody) => void runCommand(incident, { type: 'edit', body });
  const { data: fields } = useQuery(customFieldsQuery);
  const long = (name: 'impact' | 'root_cause' | 'resolution', label: string) => (
    <Fact name={label}>
      <InlineEdit
        label={label}
        value={incident[name]}
        multiline
        maxLength={6_144}
        readOnly={!mayEdit}
        onSave={(value) => edit({ [name]: value })}
      />
    </Fact>
  );
  return (
    <dl className={classes.facts}>
      <Fact name="Severity">
        {mayEdit ? (
          <PlainSelect
            label="Severity"
            value={incident.severity}
            options={SEVERITIES.map((word) => [word, nameOfLevel(word)])}
            onChange={(severity) => edit({ severity: severity as Incident['severity'] })}
          />
        ) : (
          <SeverityMark level={incident.severity} />
        )}
      </Fact>
      <Fact name="Alerts say">
        <SeverityMark level={incident.status} />
      </Fact>
      <Fact name="Service">
        <span dir="auto">{incident.service?.name ?? 'none'}</span>
      </Fact>
      <Fact name="Responders">
        <Responders incident={incident} />
      </Fact>
      <Fact name="Began">
        <Moment at={incident.started_at} />
      </Fact>
      <Times incident={incident} />
      <IncidentReports id={incident.id} />
      {long('impact', 'Impact')}
      {long('root_cause', 'Root cause')}
      {long('resolution', 'Resolution')}
      {(fields ?? []).map((field) => (
        <Fact key={field.name} name={field.label}>
          <CustomFieldEdit
            field={field}
            value={incident.custom_fields[field.name]}
            readOnly={!mayEdit}
            onSave={(value) => edit({ custom_fields: { [field.name]: value } })}
          />
        </Fact>
      ))}
      {Object.keys(incident.labels).length > 0 ? (
        <Fact name="Labels">
          <Labels labels={incident.labels} />
        </Fact>
      ) : null}
    </dl>
  );
}

/** A name and what is known of it. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt className={classes.name}>{name}</dt>
      <dd className={classes.value}>{children}</dd>
    </div>
  );
}

function Responders({ incident }: { readonly incident: Incident }) {
  if (incident.responders.length === 0) return <span className={classes.none}>nobody yet</span>;
  return (
    <ul className={classes.people}>
      {incident.responders.map((person) => (
        <li key={person.id} title={person.email ?? undefined}>
          <span dir="auto">{person.name}</span>
          {person.acknowledged_at ? (
            <span className={classes.acknowledged}>
              <Icon name="check" size={12} /> <Age at={person.acknowledged_at} /> ago
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Times({ incident }: { readonly incident: Incident }) {
  const { acknowledged_at, ended_at, closed_at, snoozed_until } = incident;
  const times = [
    ['Acknowledged', acknowledged_at],
    ['Recovered', ended_at],
    ['Resolved', closed_at],
    ['Snoozed until', snoozed_until],
  ] as const;
  return times.map(([name, at]) =>
    at === null ? null : (
      <Fact key={name} name={name}>
        <Moment at={at} />
      </Fact>
    ),
  );
}
