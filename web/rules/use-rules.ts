import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import type { Rule } from './rule-draft.ts';

const rulesQuery = queryOptions({
  queryKey: ['routing-rules'],
  queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/routing-rules', { signal })),
});

/** All routing rules in the order they are asked. */
export function useRules() {
  return useQuery(rulesQuery);
}

/** What the list does to its rules; shown at once, taken back when the hub refuses. */
export interface RuleChanges {
  /** To a place, 1 being asked first. */
  readonly move: (rule: Rule, place: number) => void;
  readonly enable: (rule: Rule, enabled: boolean) => void;
}

export function useRuleChanges(): RuleChanges {
  const client = useQueryClient();
  const change = async (
    rule: Rule,
    body: { readonly position: number } | { readonly enabled: boolean },
    guess: (rules: readonly Rule[]) => Rule[],
  ): Promise<boolean> => {
    const { queryKey } = rulesQuery;
    // At once: a ticked box must not jump back meanwhile.
    void client.cancelQueries({ queryKey });
    client.setQueryData(queryKey, (known) => known && { data: guess(known.data) });
    try {
      const params = { path: { id: rule.id } };
      unwrap(await api.PATCH('/api/v1/routing-rules/{id}', { params, body }));
      return true;
    } catch (error) {
      tellRefused(`'${rule.name}' was not changed`, toFailure(error).message);
      return false;
    } finally {
      for (const key of ['routing-rules', 'audit']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    }
  };
  const enable = async (rule: Rule, enabled: boolean) => {
    const done = await change(rule, { enabled }, (rules) =>
      rules.map((other) => (other.id === rule.id ? { ...other, enabled } : other)),
    );
    if (done) tellDone(`'${rule.name}' is ${enabled ? 'on' : 'off'}`);
  };
  const move = async (rule: Rule, place: number) => {
    const done = await change(rule, { position: place }, (rules) => {
      const others = rules.filter(({ id }) => id !== rule.id);
      return others.toSpliced(place - 1, 0, rule);
    });
    if (done) tellDone(`'${rule.name}' is asked as number ${place}`);
  };
  return {
    move: (rule, place) => void move(rule, place),
    enable: (rule, enabled) => void enable(rule, enabled),
  };
}
