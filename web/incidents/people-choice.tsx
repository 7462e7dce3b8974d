import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Member } from '../api/shapes.ts';
import classes from './command-form.module.css';

interface PeopleChoiceProps {
  readonly members: readonly Member[];
  readonly me: string | null;
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}

/** Members to tick, narrowed by typing. */
export function PeopleChoice({ members, me, chosen, onChoose }: PeopleChoiceProps) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = members.filter(({ name, email }) =>
    `${name} ${email}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <TextInput
        label="Find a person"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <div className={`${classes.choices} ${classes.scroll}`} role="group" aria-label="People">
        {shown.map(({ id, name, email }) => (
          <label key={id} className={classes.choice}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={() =>
                onChoose(
                  chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id],
                )
              }
            />
            <span>
              <bdi>{name}</bdi>
              {id === me ? ' (me)' : ''} <bdi className={classes.note}>{email}</bdi>
            </span>
          </label>
        ))}
        {shown.length === 0 ? <p className={classes.note}>Nobody is called that.</p> : null}
      </div>
    </>
  );
}
