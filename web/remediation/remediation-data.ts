import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import type { paths } from '../api/schema.ts';
import { incidentKeys } from '../incidents/incident-cache.ts';

type Found<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

export type Proposal = Found<'/api/v1/proposals'>['data'][number];
export type ProposalDetail = Found<'/api/v1/proposals/{id}'>;
export type PlannedStep = ProposalDetail['steps'][number];
export type Run = Found<'/api/v1/runs'>['data'][number];
export type RunDetail = Found<'/api/v1/runs/{id}'>;
export type RunStep = RunDetail['steps'][number];
export type Phase = PlannedStep['phase'];
export type Recipe = Found<'/api/v1/recipes'>['data'][number];
export type RecipeDocument = Found<'/api/v1/recipes/{slug}'>['document'];
export type Actor = Proposal['proposed_by'];

/** First part of the keys of everything here that belongs to no incident's page. */
export const KEY = 'remediation';

/** While something may change by itself, it is asked for this often (ms). */
const LIVE = 1_000;
const SOON = 5_000;
const LATER = 15_000;

/** States of a run that has not ended. */
const ACTIVE: ReadonlySet<Run['state']> = new Set(['queued', 'running', 'rolling_back']);

/** Whether something of the run may still happen. */
export function isActive({ state }: Pick<Run, 'state'>): boolean {
  return ACTIVE.has(state);
}

/**
 * Proposals and runs of an incident, newest first. Below the incident's own key: what its events
 * change is asked for when they come.
 */
export function ofIncidentQuery(id: string) {
  return queryOptions({
    queryKey: [...incidentKeys.detail(id), KEY],
    queryFn: async ({ signal }) => {
      const params = { query: { incident: id, limit: 20 } };
      const [proposals, runs] = await Promise.all([
        api.GET('/api/v1/proposals', { params, signal }),
        api.GET('/api/v1/runs', { params, signal }),
      ]);
      return { proposals: unwrap(proposals).data, runs: unwrap(runs).data };
    },
    refetchInterval: ({ state }) => (state.data?.runs.some(isActive) ? SOON : LATER),
    retry: false,
  });
}

/** One proposal with what it would do; others may decide about it meanwhile. */
export function proposalQuery(id: string) {
  return queryOptions({
    queryKey: [KEY, 'proposal', id],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/proposals/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'proposed' ? SOON : false),
  });
}

/** One run with what its steps put out so far: asked for every second until it has ended. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: [KEY, 'run', id],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/runs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (!state.data || isActive(state.data) ? LIVE : false),
  });
}

/** The document of a recipe as it was in a version; versions never change. */
export function recipeVersionQuery(slug: string, version: number) {
  return queryOptions({
    queryKey: ['recipes', 'version', slug, version],
    queryFn: async ({ signal }) => {
      const params = { path: { slug }, query: { version } };
      return unwrap(await api.GET('/api/v1/recipes/{slug}', { params, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** All recipes, for choices. */
export const recipesQuery = queryOptions({
  queryKey: ['recipes', 'names'],
  queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/recipes', { signal })).data,
});

/** Whether everything is stopped, and which recipes failed too often. */
export const standingQuery = queryOptions({
  queryKey: [KEY, 'modes'],
  queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/remediation/modes', { signal })),
  refetchInterval: LATER,
});

/** What shows remediation is asked for again; of which incidents, too. */
export function refreshRemediation(incidentId: string): void {
  void queryClient.invalidateQueries({ queryKey: [KEY] });
  void queryClient.invalidateQueries({ queryKey: incidentKeys.detail(incidentId) });
}

/** A person approves: the proposal's one run begins, however often it is approved. */
export async function approve(proposal: Proposal, reason: string): Promise<RunDetail> {
  const run = unwrap(
    await api.POST('/api/v1/proposals/{id}/approve', {
      params: { path: { id: proposal.id } },
      body: reason === '' ? {} : { reason },
    }),
  );
  queryClient.setQueryData(runQuery(run.id).queryKey, run);
  return run;
}

/** A person turns a proposal down. */
export async function reject(proposal: Proposal, reason: string): Promise<void> {
  unwrap(
    await api.POST('/api/v1/proposals/{id}/reject', {
      params: { path: { id: proposal.id } },
      body: reason === '' ? {} : { reason },
    }),
  );
}

/** Ends a run early; what is under way on a host ends first. */
export async function cancelRun(run: Run): Promise<void> {
  const params = { path: { id: run.id } };
  const cancelled = unwrap(await api.POST('/api/v1/runs/{id}/cancel', { params, body: {} }));
  queryClient.setQueryData(runQuery(run.id).queryKey, cancelled);
}

/** Says how a manual step went. */
export async function confirmStep(
  run: Run,
  step: RunStep,
  said: { readonly done: boolean; readonly note: string },
): Promise<void> {
  const { done, note } = said;
  const confirmed = unwrap(
    await api.POST('/api/v1/runs/{id}/confirm', {
      params: { path: { id: run.id } },
      body: { step_id: step.id, done, ...(note !== '' && { note }) },
    }),
  );
  queryClient.setQueryData(runQuery(run.id).queryKey, confirmed);
}
