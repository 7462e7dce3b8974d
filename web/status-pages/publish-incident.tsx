import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, unwrap } from '../api/failure.ts';
import type { IncidentRow } from '../api/shapes.ts';
import { FormField } from '../frame/form-field.tsx';
import { ChoiceField } from '../settings/choice-field.tsx';
import { faultBelow } from '../settings/fault-below.ts';
import { ListSkeleton } from '../settings/paged-list.tsx';
import shared from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import { PublicPreview, usePublicPreview } from './public-preview.tsx';
import type { ReportState } from './report-data.ts';
import { Tick } from './reporting-card.tsx';
import { STATES, stateName } from './state-words.ts';
import { type Hub, hubsQuery, KEY } from './status-data.ts';
import { StatusesField } from './statuses-field.tsx';
import { publishWords } from './update-form.tsx';
import { tellWritten } from './write-report.ts';
import { asList, newWriting, useKept, type Writing } from './writing.ts';
import { timeIn } from './zones.ts';

interface PublishIncidentProps {
  readonly incident: IncidentRow;
  readonly onDone: () => void;
}

/** Makes an incident a report on a status page, with what is known of it filled in. */
export function PublishIncident({ incident, onDone }: PublishIncidentProps) {
  const { data: hubs } = useQuery(hubsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  if (!hubs) return <ListSkeleton />;
  const hub = hubs.find(({ id }) => id === chosen) ?? hubs[0];
  if (!hub) return <p>There is no status page. Admins make one under Status pages.</p>;
  return (
    <div className={shared.form}>
      {hubs.length > 1 ? (
        <ChoiceField
          label="Status page"
          value={hub.id}
          options={hubs.map(({ id, name }) => [id, name])}
          onChange={setChosen}
        />
      ) : null}
      <Form key={hub.id} hub={hub} incident={incident} onDone={onDone} />
    </div>
  );
}

/** As the hub would have it: critical incidents have their service down, others degraded. */
function startOf({ title, severity, service }: IncidentRow): Writing {
  const status = severity === 'critical' ? 'down' : 'degraded';
  return newWriting({ title, statuses: service ? { [service.id]: status } : {} });
}

function Form({ hub, incident, onDone }: PublishIncidentProps & { readonly hub: Hub }) {
  const name = `${hub.id} incident ${incident.id}`;
  const { value, set, forget } = useKept(name, startOf(incident));
  const [follows, setFollows] = useState(true);
  const { busy, failure, make } = useChange(KEY, 'incident-reports', 'audit');
  const statuses = asList(value.statuses);
  const preview = usePublicPreview(hub.id, value.body, statuses);
  const publish = async (draft: boolean) => {
    const write = async () => {
      const { title, body, state, silent } = value;
      const params = { path: { id: incident.id } };
      const given = { title, body, state, statuses, silent, draft };
      const written = unwrap(
        await api.POST('/api/v1/incidents/{id}/publish', {
          params,
          body: { ...given, hub_id: hub.id, follow_incident: follows },
        }),
      );
      tellWritten(hub.id, written, draft);
    };
    if (!(await make(write))) return;
    forget();
    onDone();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void publish(false);
  };
  return (
    <form className={shared.form} onSubmit={submit}>
      <Fields hub={hub} value={value} set={set} failure={failure} />
      <Tick label="Say that it is resolved when the incident is" on={follows} onTick={setFollows} />
      <PublicPreview
        hubId={hub.id}
        title={value.title}
        under={`${stateName(value.state)} · ${timeIn(Date.now(), hub.settings.time_zone ?? 'UTC')}`}
        statuses={statuses}
        preview={preview}
      />
      {failure ? (
        <p className={shared.fault} role="alert">
          {failure.message}
        </p>
      ) : null}
      <div className={shared.buttons}>
        <Button variant="default" disabled={busy} onClick={() => void publish(true)}>
          Save as draft
        </Button>
        <Button type="submit" loading={busy}>
          {publishWords(value, preview.recipients)}
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly hub: Hub;
  readonly value: Writing;
  readonly set: (change: Partial<Writing>) => void;
  readonly failure: Failure | null;
}

function Fields({ hub, value, set, failure }: FieldsProps) {
  return (
    <>
      <FormField
        name="title"
        label="Title"
        description="The public reads it: no names of hosts, no customers."
        value={value.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        maxLength={300}
        required
        error={failure?.field('title')}
      />
      <ChoiceField
        label="State"
        value={value.state}
        options={STATES.filter(([state]) => state !== 'resolved')}
        onChange={(state) => set({ state: state as ReportState })}
      />
      <StatusesField
        hubId={hub.id}
        value={value.statuses}
        onChange={(statuses) => set({ statuses })}
        error={faultBelow(failure, 'statuses')}
      />
      <Textarea
        label="Text"
        value={value.body}
        onChange={(event) => set({ body: event.currentTarget.value })}
        autosize
        minRows={4}
        maxRows={12}
        dir="auto"
        data-autofocus
        error={failure?.field('body') ?? null}
      />
      <Tick
        label="Silent: on the page, but no subscriber is told"
        on={value.silent}
        onTick={(silent) => set({ silent })}
      />
    </>
  );
}
