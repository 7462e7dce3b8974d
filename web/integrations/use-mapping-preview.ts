import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, toFailure, unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';
import { type Mapping, type MappingDraft, mappingOf } from './mapping-draft.ts';

/** The hub's answer: what the sample becomes. */
export type MappingPreviewData =
  paths['/api/v1/mappings/preview']['post']['responses'][200]['content']['application/json'];

/** What {@link useMappingPreview} knows at the moment. */
export interface MappingPreviewQuery {
  readonly data: MappingPreviewData | undefined;
  readonly failure: Failure | null;
  /** Why the sample is no JSON; null: it is. */
  readonly sampleFault: string | null;
  /** What is shown is not yet about what was typed last. */
  readonly isBusy: boolean;
}

/** Milliseconds without a key before the hub is asked. */
const PAUSE = 150;

/** What the draft makes of the sample, a moment after the last key. */
export function useMappingPreview(draft: MappingDraft, sample: string): MappingPreviewQuery {
  const now = JSON.stringify([mappingOf(draft), sample]);
  const [asked, setAsked] = useState(now);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(now), PAUSE);
    return () => clearTimeout(timer);
  }, [now]);
  const [mapping, text] = JSON.parse(asked) as [Mapping, string];
  const body = readJson(text);
  const isReady = body.ok && mapping.title.trim() !== '';
  const { data, error, isFetching } = useQuery({
    queryKey: ['mapping-preview', asked],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.POST('/api/v1/mappings/preview', {
          body: { mapping, body: body.ok ? body.value : null },
          signal,
        }),
      ),
    enabled: isReady,
    placeholderData: keepPreviousData,
    // A refusal is the answer: the hub said what is wrong.
    retry: false,
    gcTime: 60_000,
  });
  return {
    data: isReady ? data : undefined,
    failure: error && isReady ? toFailure(error) : null,
    sampleFault: body.ok ? null : body.fault,
    isBusy: isFetching || asked !== now,
  };
}

type Reading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: string };

function readJson(text: string): Reading {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, fault: `No JSON yet: ${error instanceof Error ? error.message : error}` };
  }
}
