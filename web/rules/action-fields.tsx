import type { Failure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { SEVERITIES } from '../incidents/filter.ts';
import { ChoiceField } from '../settings/choice-field.tsx';
import { faultBelow } from '../settings/fault-below.ts';
import { MembersField } from '../settings/members-field.tsx';
import text from '../settings/settings.module.css';
import { nameOfLevel } from '../theme/severity-mark.tsx';
import type { RuleDraft } from './rule-draft.ts';

interface ActionFieldsProps {
  readonly draft: RuleDraft;
  readonly onChange: (change: Partial<RuleDraft>) => void;
  /** Why it was not saved, or could not be tried. */
  readonly failure: Failure | null;
}

/** What happens to the alerts that a rule decides about. */
export function ActionFields({ draft, onChange, failure }: ActionFieldsProps) {
  return (
    <>
      <label className={text.choice}>
        <input
          type="checkbox"
          checked={draft.suppress}
          onChange={(event) => onChange({ suppress: event.currentTarget.checked })}
        />
        Suppress: keep the alert, open no incident
      </label>
      <ChoiceField
        label="Severity"
        value={draft.severity}
        options={[
          ['', 'As the alert says'],
          ...SEVERITIES.map((word) => [word, nameOfLevel(word)] as const),
        ]}
        onChange={(severity) => onChange({ severity })}
      />
      <FormField
        name="service"
        label="Service"
        description="Empty: the one that the alert names."
        value={draft.service}
        maxLength={200}
        onChange={(event) => onChange({ service: event.currentTarget.value })}
      />
      <GroupFields draft={draft} onChange={onChange} failure={failure} />
      <ChoiceField
        label="When all its alerts have recovered"
        value={draft.onRecovery}
        options={[
          ['', 'As the hub does'],
          ['flag', 'Flag the incident'],
          ['close', 'Close the incident'],
        ]}
        onChange={(onRecovery) => onChange({ onRecovery })}
      />
      <MembersField
        label="Assigned"
        hint="Instead of those of the service."
        chosen={draft.responders}
        onChoose={(responders) => onChange({ responders })}
      />
    </>
  );
}

function GroupFields({ draft, onChange, failure }: ActionFieldsProps) {
  // The preview is asked with the rule one step deeper.
  const fault =
    faultBelow(failure, 'actions/group_by') ?? faultBelow(failure, 'rule/actions/group_by');
  return (
    <>
      <FormField
        name="group_by"
        label="Group by"
        description="Fields with commas between them, such as service, labels.cluster"
        value={draft.groupBy}
        error={fault}
        onChange={(event) => onChange({ groupBy: event.currentTarget.value })}
      />
      <ChoiceField
        label="A group takes alerts"
        value={draft.windowKind}
        options={[
          ['', 'As the hub does'],
          ['tumbling', 'From its first alert on'],
          ['sliding', 'From its last alert on'],
        ]}
        onChange={(windowKind) => onChange({ windowKind })}
      />
      {draft.windowKind ? (
        <FormField
          name="window"
          type="number"
          label="For so many minutes"
          min={1}
          max={10_080}
          value={draft.windowMinutes}
          required
          onChange={(event) => onChange({ windowMinutes: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}
