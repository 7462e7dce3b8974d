import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Tenant } from '../api/shapes.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';
import { minutesIn, thresholdsIn } from './tenant-values.ts';
import { useChange } from './use-change.ts';

/** A week. */
const MOST_MINUTES = 10_080;

/** The tenant's name, and how its alerts become incidents. */
export function TenantForm({ tenant }: { readonly tenant: Tenant }) {
  const { settings } = tenant;
  const [mentions, setMentions] = useState(settings.services_on_mention ?? true);
  const [asksModel, setAsksModel] = useState(settings.triage_model ?? true);
  const [unreadable, setUnreadable] = useState(false);
  const { busy, failure, make } = useChange('tenant', 'session', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    const thresholds = thresholdsIn(field('storms'));
    setUnreadable(thresholds === undefined);
    if (thresholds === undefined) return;
    const body = {
      name: field('name').trim(),
      settings: {
        // Null is the hub's own choice, which is yes.
        services_on_mention: mentions ? null : false,
        quiet_period_minutes: minutesIn(field('quiet')),
        reopen_window_minutes: minutesIn(field('reopen')),
        storm_thresholds: thresholds,
        triage_model: asksModel ? null : false,
      },
    };
    const change = async () => unwrap(await api.PATCH('/api/v1/tenant', { body }));
    if (await make(change)) tellDone('The settings were saved');
  };
  const storms = unreadable
    ? 'Whole numbers with commas between them.'
    : failure?.field('settings/storm_thresholds');
  const known = failure?.field('name') ?? storms;
  return (
    <SettingsCard title="Tenant" about={`Senders and links know it as '${tenant.slug}'.`}>
      <form className={classes.form} onSubmit={submit}>
        <FormField
          name="name"
          label="Name"
          defaultValue={tenant.name}
          maxLength={200}
          required
          error={failure?.field('name')}
        />
        <MinutesField
          name="quiet"
          label="Quiet period, in minutes"
          description="After a person has closed an incident, repeats of its alerts open nothing for so long."
          value={settings.quiet_period_minutes}
        />
        <MinutesField
          name="reopen"
          label="Reopen window, in minutes"
          description="An alert that fires again so soon after it recovered reopens its incident."
          value={settings.reopen_window_minutes}
        />
        <FormField
          name="storms"
          label="Storm thresholds"
          description="So many alerts in one incident are told as a storm. Empty: 20, 100, 500"
          defaultValue={(settings.storm_thresholds ?? []).join(', ')}
          placeholder="20, 100, 500"
          error={storms}
        />
        <Choice
          label="Make a service when an alert names a new one"
          state={[mentions, setMentions]}
        />
        <Choice
          label="Let the language model that the operator has set up, if any, refine triages"
          state={[asksModel, setAsksModel]}
        />
        {failure && !known ? <Fault message={failure.message} /> : null}
        <div className={classes.start}>
          <Button type="submit" loading={busy}>
            Save settings
          </Button>
        </div>
      </form>
    </SettingsCard>
  );
}

function Fault({ message }: { readonly message: string }) {
  return (
    <p className={classes.fault} role="alert">
      {message}
    </p>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly state: readonly [boolean, (checked: boolean) => void];
}

function Choice({ label, state: [checked, onChange] }: ChoiceProps) {
  return (
    <label className={classes.choice}>
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

interface MinutesFieldProps {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly value: number | undefined;
}

function MinutesField({ value, description, ...field }: MinutesFieldProps) {
  return (
    <FormField
      {...field}
      type="number"
      description={`${description} Empty: 10`}
      defaultValue={value ?? ''}
      placeholder="10"
      min={0}
      max={MOST_MINUTES}
      step={1}
    />
  );
}
