import { useState } from 'react';
import { FormField } from '../frame/form-field.tsx';
import shared from '../settings/settings.module.css';
import { HubForm } from './hub-form.tsx';
import type { PartProps } from './hub-page.tsx';
import { Tick } from './reporting-card.tsx';
import type { HubSettings } from './status-data.ts';

type Step = NonNullable<HubSettings['tells']>[number];

const STEPS: readonly (readonly [Step, string])[] = [
  ['scheduled', 'When it is planned'],
  ['updated', 'When it is changed or moved'],
  ['reminder', 'Some time before it starts'],
  ['started', 'When it starts'],
  ['completed', 'When it ends'],
];

/** Of which steps of a maintenance subscribers are told. */
export function TellingCard({ hub }: PartProps) {
  const { settings } = hub;
  const [tells, setTells] = useState<readonly Step[]>(
    settings.tells ?? STEPS.map(([step]) => step),
  );
  const toggle = (step: Step, on: boolean) =>
    setTells(on ? [...tells, step] : tells.filter((other) => other !== step));
  return (
    <HubForm
      hub={hub}
      title="What is told"
      about="Of reports, every update that is not silent. Of maintenances:"
      bodyOf={(field) => {
        const minutes = field('remind_minutes').trim();
        return {
          settings: {
            tells: [...tells],
            remind_minutes: minutes === '' ? null : Number(minutes),
          },
        };
      }}
    >
      {(failure) => (
        <>
          <div className={shared.choices} role="group" aria-label="Steps that are told">
            {STEPS.map(([step, words]) => (
              <Tick
                key={step}
                label={words}
                on={tells.includes(step)}
                onTick={(on) => toggle(step, on)}
              />
            ))}
          </div>
          <FormField
            name="remind_minutes"
            label="Minutes before, where a maintenance names none"
            description="Empty: no reminder."
            type="number"
            min={1}
            max={10_080}
            defaultValue={settings.remind_minutes ?? ''}
            error={failure?.field('settings/remind_minutes')}
          />
        </>
      )}
    </HubForm>
  );
}
