import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { tellDone } from '../frame/toasts.ts';
import text from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import { ActionFields } from './action-fields.tsx';
import { ConditionField } from './condition-field.tsx';
import { actionsOf, draftOf, type Rule, type RuleDraft } from './rule-draft.ts';
import { RulePreview } from './rule-preview.tsx';
import classes from './rules.module.css';
import { useRulePreview } from './use-preview.ts';

/** The form of a rule beside what it would do. Null: a new rule, asked last. */
export function RuleEditor({ rule }: { readonly rule: Rule | null }) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState<RuleDraft>(() => draftOf(rule));
  const set = (change: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...change }));
  const actions = actionsOf(draft, rule?.actions ?? {});
  const { name, condition } = draft;
  const preview = useRulePreview({ ...(rule && { id: rule.id }), condition, actions });
  const { busy, failure, make } = useChange('routing-rules', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { name: name.trim(), condition, actions };
    const saved = await make(async () => {
      if (rule === null) return unwrap(await api.POST('/api/v1/routing-rules', { body }));
      const params = { path: { id: rule.id } };
      return unwrap(await api.PATCH('/api/v1/routing-rules/{id}', { params, body }));
    });
    if (!saved) return;
    tellDone(`Rule '${body.name}' was saved`);
    await navigate({ to: '/rules' });
  };
  return (
    <div className={classes.editor}>
      <form className={text.form} onSubmit={submit}>
        <FormField
          name="name"
          label="Name"
          value={name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          maxLength={200}
          required
          error={failure?.field('name')}
        />
        <ConditionField
          condition={condition}
          onChange={(next) => set({ condition: next })}
          failure={preview.failure}
        />
        <ActionFields draft={draft} onChange={set} failure={failure ?? preview.failure} />
        {failure ? (
          <p className={text.fault} role="alert">
            {failure.message}
          </p>
        ) : null}
        <div className={text.buttons}>
          <Button type="submit" loading={busy}>
            Save rule
          </Button>
        </div>
      </form>
      <RulePreview preview={preview} saved={rule !== null} />
    </div>
  );
}
