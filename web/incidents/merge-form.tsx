import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { IncidentRow } from '../api/shapes.ts';
import { SeverityMark } from '../theme/severity-mark.tsx';
import type { CommandFormProps } from './command-dialog.tsx';
import classes from './command-form.module.css';
import { checkOnly } from './list-selection.ts';
import { runCommand } from './run-commands.ts';

const MOST_SOURCES = 20;

/** Several incidents become one: which one stays, and what it is called then. */
export function MergeForm({ rows, onDone }: CommandFormProps) {
  return rows.length > 1 ? (
    <MergeChosen rows={rows} onDone={onDone} />
  ) : (
    <MergeOthers rows={rows} onDone={onDone} />
  );
}

function merge(target: IncidentRow, sources: readonly string[], title: string): void {
  const body = { sources: [...sources], ...(title.trim() && { title: title.trim() }) };
  checkOnly([]);
  void runCommand(target, { type: 'merge', body });
}

/** Of several ticked ones: the chosen one stays, the others go into it. */
function MergeChosen({ rows, onDone }: CommandFormProps) {
  const oldest = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const [target, setTarget] = useState(oldest[0]?.id ?? '');
  const [title, setTitle] = useState('');
  const submit = () => {
    const stays = rows.find(({ id }) => id === target);
    if (!stays) return;
    onDone();
    merge(
      stays,
      rows.filter(({ id }) => id !== target).map(({ id }) => id),
      title,
    );
  };
  return (
    <div className={classes.form}>
      <div
        className={`${classes.choices} ${classes.scroll}`}
        role="radiogroup"
        aria-label="Which one stays"
      >
        {oldest.map((row) => (
          <label key={row.id} className={classes.choice}>
            <input
              type="radio"
              name="target"
              checked={row.id === target}
              onChange={() => setTarget(row.id)}
            />
            <SeverityMark level={row.severity} word={false} />
            <span dir="auto">{row.title}</span>
          </label>
        ))}
      </div>
      <TitleField value={title} onChange={setTitle} />
      <div className={classes.buttons}>
        <Button onClick={submit}>Merge {rows.length - 1} into it</Button>
      </div>
    </div>
  );
}

/** Open incidents to be merged into this one. */
function MergeOthers({ rows: [target], onDone }: CommandFormProps) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [title, setTitle] = useState('');
  const q = text.trim().length > 1 ? text.trim() : undefined;
  const { data } = useQuery({
    queryKey: ['merge-candidates', q],
    queryFn: async () => {
      const query = { progress: 'triggered,acknowledged', limit: 50, ...(q && { q }) };
      return unwrap(await api.GET('/api/v1/incidents', { params: { query } })).data;
    },
    placeholderData: (before) => before,
  });
  const others = (data ?? []).filter(({ id }) => id !== target?.id);
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <div className={classes.form}>
      <TextInput
        label="Find incidents to merge into this one"
        value={text}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={`${classes.choices} ${classes.scroll}`} role="group" aria-label="Incidents">
        {others.map((row) => (
          <label key={row.id} className={classes.choice}>
            <input
              type="checkbox"
              checked={chosen.includes(row.id)}
              disabled={!chosen.includes(row.id) && chosen.length >= MOST_SOURCES}
              onChange={() => toggle(row.id)}
            />
            <SeverityMark level={row.severity} word={false} />
            <span dir="auto">{row.title}</span>
          </label>
        ))}
        {others.length === 0 ? <p className={classes.note}>No other open incident.</p> : null}
      </div>
      <TitleField value={title} onChange={setTitle} />
      <p className={classes.note}>Their alerts move here. They are closed and cannot be changed.</p>
      <div className={classes.buttons}>
        <Button
          disabled={chosen.length === 0 || !target}
          onClick={() => {
            onDone();
            if (target) merge(target, chosen, title);
          }}
        >
          Merge {chosen.length || ''}
        </Button>
      </div>
    </div>
  );
}

function TitleField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  return (
    <TextInput
      label="New title (optional)"
      maxLength={500}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
