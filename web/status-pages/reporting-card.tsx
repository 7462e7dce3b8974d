import { useState } from 'react';
import type { Severity } from '../api/shapes.ts';
import { FormField } from '../frame/form-field.tsx';
import { ChoiceField } from '../settings/choice-field.tsx';
import { faultBelow } from '../settings/fault-below.ts';
import shared from '../settings/settings.module.css';
import { nameOfLevel } from '../theme/severity-mark.tsx';
import { HubForm } from './hub-form.tsx';
import type { PartProps } from './hub-page.tsx';

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** What the page shows, how it counts, and what is reported by itself. */
export function ReportingCard({ hub }: PartProps) {
  const { settings } = hub;
  const [showsAll, setShowsAll] = useState(hub.shows_all);
  const [days, setDays] = useState(String(settings.days ?? 90));
  const [indicator, setIndicator] = useState<Indicator>(
    settings.maintenance_indicator ?? 'maintenance',
  );
  const [merges, setMerges] = useState(settings.merge_hooks ?? false);
  const [severities, setSeverities] = useState<readonly Severity[]>(
    settings.publish_incidents?.severities ?? [],
  );
  const [draft, setDraft] = useState(settings.publish_incidents?.draft ?? true);
  return (
    <HubForm
      hub={hub}
      title="What it shows"
      bodyOf={(field) => ({
        shows_all: showsAll,
        settings: {
          days: Number(days) as 30 | 60 | 90,
          degraded_weight: Number(field('degraded_weight')) / 100,
          maintenance_indicator: indicator,
          merge_hooks: merges,
          publish_incidents: severities.length > 0 ? { severities: [...severities], draft } : null,
        },
      })}
    >
      {(failure) => (
        <>
          <Tick
            label="Every service that is not hidden, also new ones"
            on={showsAll}
            onTick={setShowsAll}
          />
          <ChoiceField
            label="Days of the bars"
            value={days}
            options={['30', '60', '90'].map((name) => [name, `${name} days`])}
            onChange={setDays}
          />
          <FormField
            name="degraded_weight"
            label="Degraded counts as downtime, percent"
            type="number"
            min={0}
            max={100}
            step={1}
            defaultValue={Math.round((settings.degraded_weight ?? 0) * 100)}
            required
            error={failure?.field('settings/degraded_weight')}
          />
          <IndicatorChoice value={indicator} onChange={setIndicator} />
          <Tick
            label="One id that is posted to several hooks is one report"
            on={merges}
            onTick={setMerges}
          />
          <ReportedThemselves
            severities={severities}
            draft={draft}
            onSeverities={setSeverities}
            onDraft={setDraft}
            fault={faultBelow(failure, 'settings/publish_incidents')}
          />
        </>
      )}
    </HubForm>
  );
}

type Indicator = 'maintenance' | 'none';

interface IndicatorChoiceProps {
  readonly value: Indicator;
  readonly onChange: (value: Indicator) => void;
}

function IndicatorChoice({ value, onChange }: IndicatorChoiceProps) {
  return (
    <ChoiceField
      label="Indicator while only maintenance is under way"
      value={value}
      options={[
        ['maintenance', 'maintenance'],
        ['none', 'none'],
      ]}
      hint="In the JSON. Some readers of Statuspage’s format know no “maintenance”."
      onChange={(next) => onChange(next as Indicator)}
    />
  );
}

interface ReportedThemselvesProps {
  readonly severities: readonly Severity[];
  readonly draft: boolean;
  readonly onSeverities: (severities: readonly Severity[]) => void;
  readonly onDraft: (draft: boolean) => void;
  readonly fault: string | null;
}

/** Of which severities incidents are reported by themselves, and whether as drafts. */
function ReportedThemselves(props: ReportedThemselvesProps) {
  const { severities, draft, onSeverities, onDraft, fault } = props;
  const toggle = (severity: Severity, on: boolean) =>
    onSeverities(SEVERITIES.filter((one) => (one === severity ? on : severities.includes(one))));
  return (
    <div className={shared.field}>
      <span className={shared.label}>Incidents that are reported by themselves</span>
      <div
        className={shared.choices}
        role="group"
        aria-label="Incidents that are reported by themselves"
      >
        {SEVERITIES.map((severity) => (
          <Tick
            key={severity}
            label={nameOfLevel(severity)}
            on={severities.includes(severity)}
            onTick={(on) => toggle(severity, on)}
          />
        ))}
      </div>
      {severities.length > 0 ? (
        <Tick label="As drafts, for a person to publish" on={draft} onTick={onDraft} />
      ) : null}
      {fault ? <span className={shared.fault}>{fault}</span> : null}
    </div>
  );
}

interface TickProps {
  readonly label: string;
  readonly on: boolean;
  readonly onTick: (on: boolean) => void;
}

/** Something that is so or not. */
export function Tick({ label, on, onTick }: TickProps) {
  return (
    <label className={shared.choice}>
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}
