import { Textarea } from '@mantine/core';
import type { Failure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { faultBelow } from '../settings/fault-below.ts';
import shared from '../settings/settings.module.css';
import { inZone, type Plan, windowOf } from './plan.ts';
import type { Hub } from './status-data.ts';
import classes from './status-pages.module.css';
import { StatusesField } from './statuses-field.tsx';
import { ZoneField } from './zone-field.tsx';
import { ZonedField } from './zoned-field.tsx';
import { shiftBetween } from './zones.ts';

interface PlanFieldsProps {
  readonly hub: Hub;
  readonly value: Plan;
  readonly set: (change: Partial<Plan>) => void;
  readonly failure: Failure | null;
}

/** Everything about a maintenance that can be typed. */
export function PlanFields({ hub, value, set, failure }: PlanFieldsProps) {
  return (
    <>
      <FormField
        name="title"
        label="Title"
        value={value.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        maxLength={300}
        required
        error={failure?.field('title')}
      />
      <Times hub={hub} value={value} set={set} failure={failure} />
      <StatusesField
        hubId={hub.id}
        value={value.statuses}
        onChange={(statuses) => set({ statuses })}
        error={faultBelow(failure, 'statuses')}
      />
      <Textarea
        label="Text"
        description="Plain text, or simple HTML: paragraphs, lists, links, bold."
        value={value.body}
        onChange={(event) => set({ body: event.currentTarget.value })}
        autosize
        minRows={4}
        maxRows={16}
        dir="auto"
        error={failure?.field('body') ?? null}
      />
      <FormField
        name="remind"
        label="Remind subscribers, minutes before"
        description={remindWords(hub)}
        type="number"
        min={1}
        max={10_080}
        step={1}
        value={value.remind}
        onChange={(event) => set({ remind: event.currentTarget.value })}
        error={failure?.field('remind_minutes')}
      />
      <label className={shared.choice}>
        <input
          type="checkbox"
          checked={value.silent}
          onChange={(event) => set({ silent: event.currentTarget.checked })}
        />
        Silent: on the page and in its calendar, but no subscriber is told
      </label>
    </>
  );
}

function remindWords({ settings }: Hub): string {
  return settings.remind_minutes
    ? `Empty: ${settings.remind_minutes}, as the page has it.`
    : 'Empty: they are not reminded.';
}

function Times({ hub, value, set, failure }: PlanFieldsProps) {
  const { zone } = value;
  const page = hub.settings.time_zone ?? 'UTC';
  return (
    <>
      <ZoneField
        value={zone}
        page={page}
        onChange={(next) => set(inZone(value, next))}
        hint="The times below are read by its clocks."
      />
      <div className={classes.pair}>
        <ZonedField
          label="Starts"
          zone={zone}
          value={value.startClock}
          onChange={(startClock) => set({ startClock })}
          required
          error={failure?.field('start_time')}
        />
        <ZonedField
          label="Ends"
          zone={zone}
          value={value.endClock}
          onChange={(endClock) => set({ endClock })}
          required
          error={failure?.field('end_time')}
        />
      </div>
      <Length value={value} />
    </>
  );
}

/** How long it lasts, which is not what the clocks say where they are changed meanwhile. */
function Length({ value }: { readonly value: Plan }) {
  const window = windowOf(value);
  if (!window) return null;
  const [from, to] = [Date.parse(window.start_time), Date.parse(window.end_time)];
  if (to <= from) return <p className={shared.fault}>It ends before it starts.</p>;
  const minutes = Math.round((to - from) / 60_000);
  const shift = shiftBetween(from, to, value.zone);
  const way = shift > 0 ? 'forward' : 'back';
  return (
    <p className={shared.muted}>
      It lasts {Math.floor(minutes / 60)} h {minutes % 60} min.
      {shift === 0 ? '' : ` In ${value.zone} clocks are put ${way} meanwhile.`}
    </p>
  );
}
