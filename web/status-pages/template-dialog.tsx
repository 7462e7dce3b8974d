import { Button, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, unwrap } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import { ChoiceField } from '../settings/choice-field.tsx';
import { faultBelow } from '../settings/fault-below.ts';
import shared from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import type { PartProps } from './hub-page.tsx';
import type { Impact, ReportState, Template } from './report-data.ts';
import { STATES } from './state-words.ts';
import { KEY, type Sent } from './status-data.ts';
import { StatusesField } from './statuses-field.tsx';
import { asList, asRecord } from './writing.ts';

interface TemplateDialogProps extends PartProps {
  /** Null: a new one. */
  readonly template: Template | null;
  readonly onClose: () => void;
}

type Kind = Template['kind'];
type TemplateBody = Sent<'/api/v1/status-templates', 'post'>;

/** Stores a template, or changes one. */
export function TemplateDialog({ hub, template, onClose }: TemplateDialogProps) {
  const [kind, setKind] = useState<Kind>(template?.kind ?? 'report');
  const [state, setState] = useState<ReportState>(template?.state ?? 'investigating');
  const [statuses, setStatuses] = useState<Readonly<Record<string, Impact>>>(
    asRecord(template?.statuses ?? []),
  );
  const { busy, failure, make } = useChange(KEY, 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    const length = field('duration').trim();
    const body = {
      kind,
      name: field('name').trim(),
      title: field('title').trim(),
      body: field('body'),
      statuses: asList(statuses),
      silent: template?.silent ?? null,
      state: kind === 'report' ? state : null,
      duration_minutes: kind === 'maintenance' && length !== '' ? Number(length) : null,
    };
    if (!(await make(() => store(template, body)))) return;
    tellDone(`Template '${body.name}' was stored`);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={template ? `Template '${template.name}'` : 'New template'}
      size="lg"
    >
      <form className={shared.form} onSubmit={submit}>
        <TemplateFields
          template={template}
          kind={kind}
          state={state}
          onKind={setKind}
          onState={setState}
          failure={failure}
        />
        <StatusesField
          hubId={hub.id}
          value={statuses}
          onChange={setStatuses}
          error={faultBelow(failure, 'statuses')}
        />
        {failure ? (
          <p className={shared.fault} role="alert">
            {failure.message}
          </p>
        ) : null}
        <div className={shared.buttons}>
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface TemplateFieldsProps {
  readonly template: Template | null;
  readonly kind: Kind;
  readonly state: ReportState;
  readonly onKind: (kind: Kind) => void;
  readonly onState: (state: ReportState) => void;
  readonly failure: Failure | null;
}

function TemplateFields(props: TemplateFieldsProps) {
  const { template, kind, state, onKind, onState, failure } = props;
  return (
    <>
      <FormField
        name="name"
        label="Name"
        defaultValue={template?.name ?? ''}
        maxLength={200}
        required
        data-autofocus
        error={failure?.field('name')}
      />
      <ChoiceField
        label="For"
        value={kind}
        options={[
          ['report', 'A report'],
          ['maintenance', 'A maintenance'],
        ]}
        onChange={(next) => onKind(next as Kind)}
      />
      <FormField
        name="title"
        label="Title"
        defaultValue={template?.title ?? ''}
        maxLength={300}
        required
        error={failure?.field('title')}
      />
      <Textarea
        name="body"
        label="Text"
        description="Plain text, or simple HTML: paragraphs, lists, links, bold."
        defaultValue={template?.body ?? ''}
        autosize
        minRows={3}
        maxRows={12}
        dir="auto"
        error={failure?.field('body') ?? null}
      />
      {kind === 'report' ? (
        <ChoiceField
          label="State"
          value={state}
          options={STATES}
          onChange={(next) => onState(next as ReportState)}
        />
      ) : (
        <FormField
          name="duration"
          label="Minutes it lasts (optional)"
          type="number"
          min={1}
          max={5_999}
          defaultValue={template?.duration_minutes ?? ''}
          error={failure?.field('duration_minutes')}
        />
      )}
    </>
  );
}

async function store(template: Template | null, body: TemplateBody): Promise<void> {
  if (template === null) {
    unwrap(await api.POST('/api/v1/status-templates', { body }));
    return;
  }
  const params = { path: { id: template.id } };
  unwrap(await api.PUT('/api/v1/status-templates/{id}', { params, body }));
}
