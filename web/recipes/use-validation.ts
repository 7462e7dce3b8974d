import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, toFailure, unwrap } from '../api/failure.ts';
import { RECIPES, type Validation } from './recipe-data.ts';

/** What {@link useValidation} knows at the moment. */
export interface ValidationQuery {
  /** The last answer, also while the next one is on its way. */
  readonly data: Validation | undefined;
  /** The answer is about the text as it stands. */
  readonly isCurrent: boolean;
  readonly failure: Failure | null;
}

/** Milliseconds without a key before the hub is asked. */
const PAUSE = 350;

/** What the hub says of a document, a moment after the last key. */
export function useValidation(text: string): ValidationQuery {
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const isEmpty = asked.trim() === '';
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: [RECIPES, 'validation', asked],
    queryFn: async ({ signal }) =>
      unwrap(await api.POST('/api/v1/recipes/validate', { body: { text: asked }, signal })),
    enabled: !isEmpty,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  return {
    data: isEmpty ? undefined : data,
    isCurrent: asked === text && data !== undefined && !isPlaceholderData,
    failure: error && !isEmpty ? toFailure(error) : null,
  };
}
