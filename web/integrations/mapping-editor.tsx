import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { showToast } from '../frame/toasts.ts';
import { useChange } from '../settings/use-change.ts';
import { receiptsQuery } from './integration-data.ts';
import shared from './integrations.module.css';
import classes from './mapping.module.css';
import {
  draftOf,
  FIRST_SAMPLE,
  type FieldName,
  MAPPED_FIELDS,
  type Mapping,
  type MappingDraft,
  mappingOf,
} from './mapping-draft.ts';
import { answerFor, MappingExpression } from './mapping-expression.tsx';
import { MappingLabels } from './mapping-labels.tsx';
import { MappingOutcome } from './mapping-outcome.tsx';
import { type MappingPreviewQuery, useMappingPreview } from './use-mapping-preview.ts';

interface MappingEditorProps {
  readonly id: string;
  /** What is stored; undefined: nothing yet. */
  readonly stored: Mapping | undefined;
}

/** What the JSON of an integration means, tried on a sample while it is typed. */
export function MappingEditor({ id, stored }: MappingEditorProps) {
  const received = useLatestBody(id);
  const [typed, setSample] = useState<string | null>(null);
  const [draft, setDraft] = useState(() => draftOf(stored));
  const [saved, setSaved] = useState(stored);
  const sample = typed ?? received ?? FIRST_SAMPLE;
  const preview = useMappingPreview(draft, sample);
  const { busy, failure, make } = useChange('integrations');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const mapping = mappingOf(draft);
    if (await make(() => save(id, mapping))) {
      setSaved(mapping);
      showToast({ kind: 'done', title: 'The mapping is saved', lines: [HOLDS] });
    }
  };
  const isSaved = saved !== undefined && textOf(draftOf(saved)) === textOf(draft);
  return (
    <section className={shared.stack} aria-labelledby="mapping">
      <h2 id="mapping">Mapping</h2>
      <p className={shared.note}>
        Each field is an expression in CEL over <code>body</code>, what was sent, and{' '}
        <code>item</code>, one of its alerts. For what may be missing:{' '}
        <code>body.?team.orValue("none")</code>.
        {saved
          ? ''
          : ' Until a mapping is saved, bodies are kept on their receipts and make no alerts.'}
      </p>
      <form className={classes.editor} onSubmit={submit}>
        <Sample
          text={sample}
          isReceived={typed === null && received !== null}
          onChange={setSample}
          preview={preview}
        />
        <Fields draft={draft} onChange={setDraft} preview={preview} />
        <div className={classes.save}>
          <Button type="submit" loading={busy} disabled={isSaved}>
            {isSaved ? 'Saved' : 'Save mapping'}
          </Button>
          {failure ? (
            <p role="alert" className={classes.fault}>
              {failure.message}
            </p>
          ) : null}
        </div>
      </form>
    </section>
  );
}

const HOLDS = 'It holds for what comes from now on.';

function textOf(draft: MappingDraft): string {
  return JSON.stringify(mappingOf(draft));
}

async function save(id: string, mapping: Mapping): Promise<void> {
  const params = { path: { id } };
  unwrap(await api.PATCH('/api/v1/integrations/{id}', { params, body: { settings: { mapping } } }));
}

/** The newest body that a receipt holds whole, laid out to be read; null: there is none. */
function useLatestBody(id: string): string | null {
  const { data } = useQuery({
    ...receiptsQuery(id, null, 20),
    // Until something came: people point their tool here and watch.
    refetchInterval: ({ state }) => (state.data?.data.length ? false : 5_000),
  });
  for (const { body } of data?.data ?? []) {
    try {
      if (body) return JSON.stringify(JSON.parse(body), null, 2);
    } catch {
      // Cut off, or refused because it is no JSON.
    }
  }
  return null;
}

interface SampleProps {
  readonly text: string;
  readonly isReceived: boolean;
  readonly onChange: (text: string) => void;
  readonly preview: MappingPreviewQuery;
}

function Sample({ text, isReceived, onChange, preview }: SampleProps) {
  return (
    <div className={classes.sample}>
      <Textarea
        label="A body to try it on"
        description={
          isReceived
            ? 'The last one that came in; change it as you like.'
            : 'Paste what the tool sends.'
        }
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        minRows={10}
        maxRows={22}
        autosize
        spellCheck={false}
        classNames={{ input: classes.code ?? '' }}
        error={preview.sampleFault}
      />
      <MappingOutcome preview={preview} />
    </div>
  );
}

interface FieldsProps {
  readonly draft: MappingDraft;
  readonly onChange: (draft: MappingDraft) => void;
  readonly preview: MappingPreviewQuery;
}

function Fields({ draft, onChange, preview }: FieldsProps) {
  // What is said about another sample or another text must not stand below this one.
  const data = preview.sampleFault === null && !preview.failure ? preview.data : undefined;
  const change = (name: FieldName, text: string) =>
    onChange({ ...draft, fields: { ...draft.fields, [name]: text } });
  return (
    <div className={classes.fields}>
      {MAPPED_FIELDS.map(({ name, label, hint }) => (
        <MappingExpression
          key={name}
          label={label}
          hint={hint}
          value={draft.fields[name]}
          onChange={(text) => change(name, text)}
          result={answerFor(data, name)}
          required={name === 'title'}
        />
      ))}
      <MappingLabels
        labels={draft.labels}
        onChange={(labels) => onChange({ ...draft, labels })}
        data={data}
      />
    </div>
  );
}
