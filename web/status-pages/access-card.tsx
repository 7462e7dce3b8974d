import { useState } from 'react';
import { FormField } from '../frame/form-field.tsx';
import { HubForm, textOrNull } from './hub-form.tsx';
import type { PartProps } from './hub-page.tsx';
import { Tick } from './reporting-card.tsx';

/** Who reads the page, and under which names. */
export function AccessCard({ hub }: PartProps) {
  const [closed, setClosed] = useState(hub.private);
  const [password, setPassword] = useState('');
  const [indexed, setIndexed] = useState(hub.settings.indexed ?? true);
  return (
    <HubForm
      hub={hub}
      title="Readers"
      bodyOf={(field) => ({
        domain: textOrNull(field('domain').toLowerCase()),
        ...(closed ? password !== '' && { password } : { password: null }),
        settings: { indexed },
      })}
      onSaved={() => setPassword('')}
    >
      {(failure) => (
        <>
          <FormField
            name="domain"
            label="Domain of its own"
            description="A name that leads here by DNS, such as status.example.com. Without: only the address above."
            defaultValue={hub.domain ?? ''}
            error={failure?.field('domain')}
          />
          <Tick label="Readers must give a password" on={closed} onTick={setClosed} />
          {closed ? (
            <FormField
              name="password"
              label={hub.private ? 'New password' : 'Password'}
              description={
                hub.private
                  ? 'Empty: the one that there is. A new one signs every reader out.'
                  : 'The same for all readers, 8 characters at least.'
              }
              secret
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="new-password"
              minLength={8}
              required={!hub.private}
              error={failure?.field('password')}
            />
          ) : null}
          <Tick label="Search engines may list it" on={indexed} onTick={setIndexed} />
        </>
      )}
    </HubForm>
  );
}
