import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, toFailure, unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';
import type { RuleActions } from './rule-draft.ts';

/** The answer of the hub's preview. */
export type Preview =
  paths['/api/v1/routing-rules/preview']['post']['responses'][200]['content']['application/json'];

interface Draft {
  readonly id?: string;
  readonly condition: string;
  readonly actions: RuleActions;
}

/** What {@link useRulePreview} knows at the moment. */
export interface RulePreviewQuery {
  readonly data: Preview | undefined;
  readonly failure: Failure | null;
  /** What is shown is not yet about what was typed last. */
  readonly isBusy: boolean;
}

/** Milliseconds without a key before the hub is asked: its answer is there 300 ms after the last. */
const PAUSE = 120;

/** What the draft would make of the latest alerts, a moment after the last key. */
export function useRulePreview(draft: Draft): RulePreviewQuery {
  const now = JSON.stringify(draft);
  const [asked, setAsked] = useState(now);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(now), PAUSE);
    return () => clearTimeout(timer);
  }, [now]);
  const rule = JSON.parse(asked) as Draft;
  const isEmpty = rule.condition.trim() === '';
  const { data, error, isFetching } = useQuery({
    queryKey: ['rule-preview', asked],
    queryFn: async ({ signal }) =>
      unwrap(await api.POST('/api/v1/routing-rules/preview', { body: { rule }, signal })),
    enabled: !isEmpty,
    placeholderData: keepPreviousData,
    // A refusal is the answer: the hub said what is wrong.
    retry: false,
    gcTime: 60_000,
  });
  return {
    data: isEmpty ? undefined : data,
    failure: error && !isEmpty ? toFailure(error) : null,
    isBusy: isFetching || asked !== now,
  };
}

/** Which characters of the condition are wrong, where the hub could tell. */
export function rangeOf(failure: Failure | null): { start: number; end: number } | null {
  const range = failure?.problem.range as { start?: unknown; end?: unknown } | null | undefined;
  if (typeof range?.start !== 'number' || typeof range.end !== 'number') return null;
  return { start: range.start, end: range.end };
}
