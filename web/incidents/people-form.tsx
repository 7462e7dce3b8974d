import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { useSession } from '../api/session.ts';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import type { CommandFormProps } from './command-dialog.tsx';
import classes from './command-form.module.css';
import { PeopleChoice } from './people-choice.tsx';
import { runBulk } from './run-commands.ts';

/** Who gets the incidents: members by name, oneself first. */
export function PeopleForm({
  rows,
  onDone,
  type,
}: CommandFormProps & { readonly type: 'assign' | 'add_responders' }) {
  const { person } = useSession();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { data, isPending } = useQuery({
    queryKey: ['members'],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/members', { params: { query: { limit: 200 } } })),
  });
  const members = (data?.data ?? []).toSorted(
    (a, b) => Number(b.id === person?.id) - Number(a.id === person?.id),
  );
  const send = (people: readonly string[]) => {
    onDone();
    void runBulk(rows, { type, body: { people: [...people] } });
  };
  if (isPending) {
    return (
      <Loading>
        <Skeleton height={120} />
      </Loading>
    );
  }
  if (members.length === 0) return <p>There are no members yet. Invite them in the settings.</p>;
  return (
    <div className={classes.form}>
      <PeopleChoice
        members={members}
        me={person?.id ?? null}
        chosen={chosen}
        onChoose={setChosen}
      />
      <div className={classes.buttons}>
        {person ? (
          <Button variant="default" onClick={() => send([person.id])}>
            {type === 'assign' ? 'Assign to me' : 'Add me'}
          </Button>
        ) : null}
        <Button disabled={chosen.length === 0} onClick={() => send(chosen)}>
          {type === 'assign' ? 'Assign' : 'Add'}
        </Button>
      </div>
    </div>
  );
}
