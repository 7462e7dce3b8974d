import { Button, Textarea } from '@mantine/core';
import type { FormEvent } from 'react';
import type { Failure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { ChoiceField } from '../settings/choice-field.tsx';
import { faultBelow } from '../settings/fault-below.ts';
import shared from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import { PublicPreview, usePublicPreview } from './public-preview.tsx';
import type { ReportState } from './report-data.ts';
import { STATES, stateName } from './state-words.ts';
import { type Hub, KEY } from './status-data.ts';
import classes from './status-pages.module.css';
import { StatusesField } from './statuses-field.tsx';
import { TemplateChoice } from './template-choice.tsx';
import { type Target, writeReport } from './write-report.ts';
import { asList, asRecord, useKept, type Writing, withTemplate } from './writing.ts';
import { ZonedField } from './zoned-field.tsx';
import { instantAt, timeIn } from './zones.ts';

interface UpdateFormProps {
  readonly hub: Hub;
  readonly target: Target;
  readonly start: Writing;
  /** Called with the report's id when it was stored. */
  readonly onWritten: (reportId: string) => void;
  readonly onCancel?: () => void;
}

/** Where an update is written, beside what its readers will see. */
export function UpdateForm({ hub, target, start, onWritten, onCancel }: UpdateFormProps) {
  const zone = hub.settings.time_zone ?? 'UTC';
  const { value, kept, set, forget, startAfresh } = useKept(nameOf(hub, target), start);
  const { busy, failure, make } = useChange(KEY, 'audit', 'incident-reports');
  const before = target.type === 'new' ? {} : asRecord(target.report.statuses);
  const effective = asList({ ...before, ...value.statuses });
  const preview = usePublicPreview(hub.id, value.body, effective);
  const save = async (draft: boolean) => {
    let id = '';
    const write = async () => {
      ({ reportId: id } = await writeReport(hub.id, target, value, draft, zone));
    };
    if (!(await make(write))) return;
    forget();
    onWritten(id);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void save(false);
  };
  const at = instantAt(value.startClock, zone)?.instant ?? Date.now();
  return (
    <div className={classes.editor}>
      <form className={shared.form} onSubmit={submit}>
        {kept ? <Kept onStartAfresh={startAfresh} /> : null}
        {target.type === 'new' ? (
          <TemplateChoice kind="report" onChoose={(chosen) => set(withTemplate(value, chosen))} />
        ) : null}
        <Fields hub={hub} value={value} set={set} now={before} failure={failure} />
        {target.type === 'public' ? null : <SilentField value={value} set={set} />}
        {failure ? (
          <p className={shared.fault} role="alert">
            {failure.message}
          </p>
        ) : null}
        <div className={shared.start}>
          <Button type="submit" loading={busy}>
            {target.type === 'public'
              ? 'Save the correction'
              : publishWords(value, preview.recipients)}
          </Button>
          {target.type === 'public' ? null : (
            <Button variant="default" disabled={busy} onClick={() => void save(true)}>
              Save as draft
            </Button>
          )}
          {onCancel ? (
            <Button
              variant="subtle"
              onClick={() => {
                startAfresh();
                onCancel();
              }}
            >
              Cancel
            </Button>
          ) : null}
        </div>
      </form>
      <PublicPreview
        hubId={hub.id}
        title={value.title}
        under={`${stateName(value.state)} · ${timeIn(at, zone)}`}
        statuses={value.state === 'resolved' ? effective.map(up) : effective}
        preview={preview}
      />
    </div>
  );
}

const up = (one: { readonly service_id: string }) => ({ ...one, status: 'up' as const });

function nameOf(hub: Hub, target: Target): string {
  const report = target.type === 'new' ? 'new' : target.report.id;
  const update = 'updateId' in target ? target.updateId : '';
  return [hub.id, report, target.type, update].join(' ');
}

/** `Publish and tell 214`: nobody should find out afterwards. */
export function publishWords({ silent }: Writing, recipients: number | null): string {
  if (silent) return 'Publish and tell nobody';
  return recipients ? `Publish and tell ${recipients.toLocaleString()}` : 'Publish';
}

interface FieldsProps {
  readonly hub: Hub;
  readonly value: Writing;
  readonly set: (change: Partial<Writing>) => void;
  readonly now: Writing['statuses'];
  readonly failure: Failure | null;
}

function Fields({ hub, value, set, now, failure }: FieldsProps) {
  return (
    <>
      <FormField
        name="title"
        label="Title"
        value={value.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        maxLength={300}
        required
        error={failure?.field('title')}
      />
      <ChoiceField
        label="State"
        value={value.state}
        options={STATES}
        onChange={(state) => set({ state: state as ReportState })}
      />
      <StatusesField
        hubId={hub.id}
        value={value.statuses}
        onChange={(statuses) => set({ statuses })}
        now={now}
        allUp={value.state === 'resolved'}
        error={faultBelow(failure, 'statuses')}
      />
      <Textarea
        label="Text"
        description="Plain text, or simple HTML: paragraphs, lists, links, bold."
        value={value.body}
        onChange={(event) => set({ body: event.currentTarget.value })}
        autosize
        minRows={5}
        maxRows={18}
        dir="auto"
        error={failure?.field('body') ?? null}
      />
      <ZonedField
        label="When it happened"
        hint="Empty: now."
        zone={hub.settings.time_zone ?? 'UTC'}
        value={value.startClock}
        onChange={(startClock) => set({ startClock })}
        error={failure?.field('start_time')}
      />
    </>
  );
}

function SilentField({ value, set }: Pick<FieldsProps, 'value' | 'set'>) {
  return (
    <label className={shared.choice}>
      <input
        type="checkbox"
        checked={value.silent}
        onChange={(event) => set({ silent: event.currentTarget.checked })}
      />
      Silent: on the page and in its feeds, but no subscriber is told
    </label>
  );
}

/** Says that what stands in a form was typed before, and how to be rid of it. */
export function Kept({ onStartAfresh }: { readonly onStartAfresh: () => void }) {
  return (
    <p className={shared.notice} role="status">
      This browser has kept what you wrote before.{' '}
      <button type="button" className={shared.rowButton} onClick={onStartAfresh}>
        Start afresh
      </button>
    </p>
  );
}
