import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { useSession } from '../api/session.ts';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { ChoiceField } from './choice-field.tsx';
import { type MemberRole, ROLE_EFFECT, rolesToGive } from './role-words.ts';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

interface Made {
  readonly email: string;
  readonly url: string;
  readonly mailed: boolean;
}

/** Invites somebody; the link is shown once, and mailed where there is a mail server. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={made === null}
      title={made ? `${made.email} is invited` : 'Invite somebody'}
    >
      {made ? <MadeInvitation made={made} onClose={onClose} /> : <InviteForm onMade={setMade} />}
    </Modal>
  );
}

function InviteForm({ onMade }: { readonly onMade: (made: Made) => void }) {
  const session = useSession();
  const [role, setRole] = useState<MemberRole>('responder');
  const { busy, failure, make } = useChange('invitations', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = fieldsOf(event.currentTarget)('email').trim();
    await make(async () => {
      onMade(unwrap(await api.POST('/api/v1/invitations', { body: { email, role } })));
    });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <FormField
        name="email"
        type="email"
        label="E-mail"
        maxLength={254}
        required
        data-autofocus
        error={failure?.field('email') ?? failure?.message}
      />
      <ChoiceField
        label="Role"
        value={role}
        options={rolesToGive(session)}
        onChange={(next) => setRole(next as MemberRole)}
        hint={`${ROLE_EFFECT[role]}.`}
      />
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          Invite
        </Button>
      </div>
    </form>
  );
}

function MadeInvitation({ made, onClose }: { made: Made; onClose: () => void }) {
  return (
    <div className={classes.form}>
      <p>
        {made.mailed
          ? 'A link is on its way by mail. You can also hand over this one:'
          : 'This hub sends no mail. Hand over this link yourself:'}
      </p>
      <CodeSnippet label="Link, shown this once, good for seven days" code={made.url} wrap />
      <div className={classes.buttons}>
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  );
}
