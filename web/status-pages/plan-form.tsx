import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import shared from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import { BothTimes } from './both-times.tsx';
import { overlapping } from './calendar.ts';
import { type Maintenance, maintenancesQuery } from './maintenance-data.ts';
import { type Plan, planFrom, windowOf } from './plan.ts';
import { PlanFields } from './plan-fields.tsx';
import { PublicPreview, usePublicPreview } from './public-preview.tsx';
import { type Hub, KEY } from './status-data.ts';
import classes from './status-pages.module.css';
import { TemplateChoice } from './template-choice.tsx';
import { Kept } from './update-form.tsx';
import { storePlan } from './write-maintenance.ts';
import { asList, useKept } from './writing.ts';

interface PlanFormProps {
  readonly hub: Hub;
  /** Null: a new one. */
  readonly maintenance: Maintenance | null;
  readonly start: Plan;
  /** Called with its id when it was stored. */
  readonly onStored: (id: string) => void;
  readonly onCancel?: () => void;
}

/** Where a maintenance is planned or moved, beside what its readers will see. */
export function PlanForm({ hub, maintenance, start, onStored, onCancel }: PlanFormProps) {
  const { id } = hub;
  const { value, kept, set, forget, startAfresh } = useKept(
    `${id} maintenance ${maintenance?.id ?? 'new'}`,
    start,
  );
  const { busy, failure, make } = useChange(KEY, 'audit');
  const isPublic = maintenance !== null && maintenance.published_at !== null;
  const statuses = asList(value.statuses);
  const preview = usePublicPreview(id, value.body, statuses);
  const save = async (draft: boolean) => {
    let stored = '';
    const store = async () => {
      stored = await storePlan(id, maintenance, value, draft);
    };
    if (!(await make(store))) return;
    forget();
    onStored(stored);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void save(false);
  };
  return (
    <div className={classes.editor}>
      <form className={shared.form} onSubmit={submit}>
        {kept ? <Kept onStartAfresh={startAfresh} /> : null}
        {maintenance ? null : (
          <TemplateChoice
            kind="maintenance"
            onChoose={(template) => set(planFrom(value, template))}
          />
        )}
        <PlanFields hub={hub} value={value} set={set} failure={failure} />
        <Overlaps hub={hub} plan={value} id={maintenance?.id ?? null} />
        {failure ? (
          <p className={shared.fault} role="alert">
            {failure.message}
          </p>
        ) : null}
        <div className={shared.start}>
          <Button type="submit" loading={busy}>
            {buttonWords(isPublic, value.silent, preview.recipients)}
          </Button>
          {isPublic ? null : (
            <Button variant="default" disabled={busy} onClick={() => void save(true)}>
              Save as draft
            </Button>
          )}
          {onCancel ? (
            <Button
              variant="subtle"
              onClick={() => {
                startAfresh();
                onCancel();
              }}
            >
              Cancel
            </Button>
          ) : null}
        </div>
      </form>
      <PublicPreview
        hubId={id}
        title={value.title}
        under={<WindowWords plan={value} zone={hub.settings.time_zone ?? 'UTC'} />}
        statuses={statuses}
        preview={preview}
      />
    </div>
  );
}

function buttonWords(isPublic: boolean, silent: boolean, recipients: number | null): string {
  const does = isPublic ? 'Save' : 'Publish';
  if (silent) return `${does} and tell nobody`;
  return recipients ? `${does} and tell ${recipients.toLocaleString()}` : does;
}

function WindowWords({ plan, zone }: { readonly plan: Plan; readonly zone: string }) {
  const window = windowOf(plan);
  if (!window) return 'Without a window yet';
  return (
    <>
      <BothTimes at={window.start_time} zone={zone} /> to{' '}
      <BothTimes at={window.end_time} zone={zone} />
    </>
  );
}

interface OverlapsProps {
  readonly hub: Hub;
  readonly plan: Plan;
  readonly id: string | null;
}

/** Windows of the page that share time with the one that is planned. */
function Overlaps({ hub, plan, id }: OverlapsProps) {
  const window = windowOf(plan);
  const sound = window !== null && window.start_time < window.end_time;
  const { data } = useQuery({
    ...maintenancesQuery(hub.id, window?.start_time ?? '', window?.end_time ?? ''),
    enabled: sound,
  });
  const others = sound ? overlapping({ ...window, id }, data ?? []) : [];
  if (others.length === 0) return null;
  return (
    <p className={shared.notice} role="status">
      It shares time with {others.map(({ title }) => `“${title}”`).join(', ')}.
    </p>
  );
}
