import { Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { Icon } from './icons.tsx';
import { shownKeys } from './keys.ts';
import classes from './palette.module.css';
import { type PaletteEntry, useFoundIncidents, usePaletteCommands } from './palette-entries.ts';

interface PaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Everything that can be done now, and incidents by their title; by name instead of by key. */
export function Palette({ opened, onClose }: PaletteProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={620} yOffset="12vh" returnFocus>
      <Modal.Overlay />
      <Modal.Content aria-label="Search and commands" radius={12}>
        {opened ? <Search onClose={onClose} /> : null}
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const list = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const commands = usePaletteCommands(text);
  const incidents = useFoundIncidents(text, (id) => void navigate({ to: `/incidents/${id}` }));
  // What the server finds comes below what is known here: nothing moves under the cursor.
  const entries = [...commands, ...incidents];
  const index = Math.min(active, entries.length - 1);
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    // After the dialog has given focus back, so that what follows may take it.
    setTimeout(entry.run, 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined)
      setActive((index + step + entries.length) % Math.max(1, entries.length));
    else if (event.key === 'Enter') run(entries[index]);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.palette}>
      <div className={classes.field}>
        <Icon name="search" />
        <input
          className={classes.input}
          role="combobox"
          aria-label="Search incidents and commands"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={entries[index] ? `${list}-${index}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="Search incidents, or type what to do"
          data-autofocus
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <Results id={list} entries={entries} active={index} onRun={run} onPoint={setActive} />
    </div>
  );
}

interface ResultsProps {
  readonly id: string;
  readonly entries: readonly PaletteEntry[];
  readonly active: number;
  readonly onRun: (entry: PaletteEntry) => void;
  readonly onPoint: (index: number) => void;
}

function Results({ id, entries, active, onRun, onPoint }: ResultsProps) {
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div className={classes.results} id={id} role="listbox" aria-label="Results">
      {entries.length === 0 ? <div className={classes.none}>Nothing is called that.</div> : null}
      {entries.map((entry, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the input's (combobox pattern)
        <div
          key={entry.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={classes.entry}
          onPointerMove={() => onPoint(index)}
          onClick={() => onRun(entry)}
        >
          <span className={classes.label}>{entry.label}</span>
          <span className={classes.note}>{entry.note}</span>
          {entry.keys ? (
            <span className={classes.keys}>
              {shownKeys(entry.keys).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          ) : null}
        </div>
      ))}
    </div>
  );
}
