import { Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useRef, useState } from 'react';
import { toFailure } from '../api/failure.ts';
import { Choice } from './choice.tsx';
import { EVENT_TYPES } from './event-types.ts';
import { readTemplate } from './form-values.ts';
import { useIncidentOptions } from './incident-choice.ts';
import { TemplatePreview } from './template-preview.tsx';
import { withVariable } from './template-variables.ts';
import { previewQuery } from './webhook-data.ts';
import type { PartProps } from './webhook-form.tsx';
import classes from './webhooks.module.css';

const INCIDENT_TYPES = EVENT_TYPES.filter(([type]) => type.startsWith('i_'));

/** The template, or what is wrong with it before anybody is asked. */
function readLocally(text: string): { readonly template: unknown; readonly fault: string | null } {
  try {
    return { template: readTemplate(text), fault: null };
  } catch (error) {
    return { template: null, fault: toFailure(error).field('template') };
  }
}

/** A body of one's own, and beside it what becomes of it on a real incident. */
export function TemplateField({ values, set, failure }: PartProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [eventType, setEventType] = useState('i_new');
  const [incident, setIncident] = useState('');
  const options = useIncidentOptions('The newest incident', incident);
  const { template, fault } = readLocally(useDeferredValue(values.template));
  const { data, error } = useQuery({
    ...previewQuery(template, eventType, incident),
    enabled: fault === null,
    placeholderData: (before) => before,
  });
  const insert = (path: string) => {
    const { selectionStart: from = 0, selectionEnd: to = 0 } = field.current ?? {};
    const { text, cursor } = withVariable(values.template, path, from, to);
    set({ template: text });
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(cursor, cursor);
    });
  };
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>Body</legend>
      <Textarea
        ref={field}
        label="Template (optional)"
        description="JSON with {{variables}} for events of incidents. Empty: the standard body, which those of alerts always have."
        placeholder='{"text": "{{incident.title}}"}'
        className={classes.code}
        autosize
        minRows={4}
        maxRows={20}
        spellCheck={false}
        value={values.template}
        onChange={(event) => set({ template: event.currentTarget.value })}
        error={failure?.field('template') ?? fault}
      />
      <div className={classes.grid}>
        <Choice
          label="Preview of"
          value={eventType}
          options={INCIDENT_TYPES}
          onChange={setEventType}
        />
        <Choice label="About" value={incident} options={options} onChange={setIncident} />
      </div>
      <TemplatePreview
        preview={data}
        fault={fault === null && error ? toFailure(error).message : null}
        stale={fault !== null}
        onInsert={insert}
      />
    </fieldset>
  );
}
