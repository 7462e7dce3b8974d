import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import { useChange } from '../settings/use-change.ts';
import type { Rule } from './rule-draft.ts';
import { RuleRow } from './rule-row.tsx';
import classes from './rules.module.css';
import { useRules } from './use-rules.ts';

/** Which rule decides about an alert: the first whose condition holds. */
export function RulesPage() {
  const mayChange = atLeast(useSession().role, 'admin');
  const query = useRules();
  const rules = query.data?.data ?? [];
  return (
    <>
      <PageHeader
        title="Rules"
        description="Asked from the top. The first one whose condition holds decides about an alert."
      >
        {mayChange ? <Link to="/rules/new">New rule</Link> : null}
      </PageHeader>
      {query.isPending ? <ListSkeleton /> : null}
      {query.isError ? <BrokenPage error={query.error} /> : null}
      {query.isSuccess && rules.length === 0 ? <NoRules /> : null}
      {rules.length > 0 ? <RuleList rules={rules} mayChange={mayChange} /> : null}
    </>
  );
}

function NoRules() {
  return (
    <EmptyState
      icon="filter"
      title="No rules yet"
      action={<CodeSnippet label="A condition" code={'labels.team == "payments"'} />}
    >
      Without rules every alert that is severe enough opens an incident. A rule can group alerts,
      suppress them, or change their severity, service and people.
    </EmptyState>
  );
}

function RuleList({ rules, mayChange }: { rules: readonly Rule[]; mayChange: boolean }) {
  const [removing, setRemoving] = useState<Rule | null>(null);
  const { busy, make } = useChange('routing-rules', 'audit');
  const move = async (rule: Rule, place: number) => {
    if (busy || place < 1 || place > rules.length) return;
    const params = { path: { id: rule.id } };
    const body = { position: place };
    const act = async () => unwrap(await api.PATCH('/api/v1/routing-rules/{id}', { params, body }));
    if (await make(act)) tellDone(`'${rule.name}' is asked as number ${place}`);
    else tellRefused(`'${rule.name}' was not moved`, 'The order is as the hub has it.');
  };
  return (
    <>
      <ol className={classes.list} aria-label="Rules in order">
        {rules.map((rule, index) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            place={index + 1}
            last={index === rules.length - 1}
            mayChange={mayChange}
            onMove={(place) => void move(rule, place)}
            onRemove={() => setRemoving(rule)}
          />
        ))}
      </ol>
      {removing ? (
        <ConfirmDialog
          title={`Delete rule '${removing.name}'`}
          action="Delete"
          done={`Rule '${removing.name}' was deleted`}
          keys={['routing-rules', 'audit']}
          act={async () => {
            const params = { path: { id: removing.id } };
            return unwrap(await api.DELETE('/api/v1/routing-rules/{id}', { params }));
          }}
          onClose={() => setRemoving(null)}
        >
          Alerts to come are decided by the other rules. Incidents that are open stay as they are.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
