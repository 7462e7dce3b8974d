import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useLayoutEffect, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { useCommands } from '../frame/use-commands.ts';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import type { Rule } from './rule-draft.ts';
import { RuleRow } from './rule-row.tsx';
import classes from './rules.module.css';
import { useRuleChanges, useRules } from './use-rules.ts';

/** Which rule decides about an alert: the first whose condition holds. */
export function RulesPage() {
  const mayChange = atLeast(useSession().role, 'admin');
  const navigate = useNavigate();
  const query = useRules();
  const rules = query.data?.data ?? [];
  const create = () => void navigate({ to: '/rules/new' });
  useCommands(
    'page',
    mayChange
      ? [{ id: 'new-rule', label: 'New rule', group: 'Rules', keys: 'n', run: create }]
      : [],
  );
  return (
    <>
      <PageHeader
        title="Rules"
        description="Asked from the top. The first one whose condition holds decides about an alert."
      >
        {mayChange ? (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={create}>
            New rule
          </Button>
        ) : null}
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
      Without rules every alert that is severe enough opens an incident; those with the same
      alertname and service within five minutes share one. A rule can group alerts, suppress them,
      or change their severity, service and people.
    </EmptyState>
  );
}

function RuleList({ rules, mayChange }: { rules: readonly Rule[]; mayChange: boolean }) {
  const [removing, setRemoving] = useState<Rule | null>(null);
  const { move, enable } = useRuleChanges();
  const keepFocus = useKeptFocus(rules);
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
            onMove={(place) => {
              if (place < 1 || place > rules.length) return;
              keepFocus();
              move(rule, place);
            }}
            onEnable={(enabled) => enable(rule, enabled)}
            onRemove={() => setRemoving(rule)}
          />
        ))}
      </ol>
      {removing ? <RemoveDialog rule={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  );
}

/** A row that is moved in the page may lose the focus; whoever moved it goes on with the next key. */
function useKeptFocus(rules: readonly Rule[]): () => void {
  const focused = useRef<HTMLElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each new order
  useLayoutEffect(() => {
    if (focused.current && document.activeElement !== focused.current) focused.current.focus();
    focused.current = null;
  }, [rules]);
  return () => {
    focused.current = document.activeElement as HTMLElement | null;
  };
}

function RemoveDialog({ rule, onClose }: { readonly rule: Rule; readonly onClose: () => void }) {
  return (
    <ConfirmDialog
      title={`Delete rule '${rule.name}'`}
      action="Delete"
      done={`Rule '${rule.name}' was deleted`}
      keys={['routing-rules', 'audit']}
      act={async () => {
        const params = { path: { id: rule.id } };
        return unwrap(await api.DELETE('/api/v1/routing-rules/{id}', { params }));
      }}
      onClose={onClose}
    >
      Alerts to come are decided by the other rules. Incidents that are open stay as they are. To
      keep the rule for later, switch it off instead.
    </ConfirmDialog>
  );
}
