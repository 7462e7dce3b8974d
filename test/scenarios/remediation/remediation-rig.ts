import pg from 'pg';
import { expect } from 'vitest';
import type {
  ProposalDetail,
  ProposalView,
  RunDetail,
} from '../../../src/remediation/remediation-schemas.ts';
import {
  type FakeReceiver,
  type Received,
  type Reply,
  startReceiver,
} from '../../fake-receiver.ts';
import { createTestDatabase } from '../../harness-database.ts';
import { type HubReply, type HubRig, openHubRig } from '../../hub-rig.ts';

/** Generous: a run takes a few turns of a quarter of a second. */
const PATIENCE = { timeout: 30_000, interval: 100 };

export type RemediationRig = Awaited<ReturnType<typeof openRemediationRig>>;

/**
 * Two replicas of a hub, people with keys of their own, and a fake of the system that recipes call:
 * `/clean` and `/undo` answer 200, `/state` what `state.says`, and `/busy` 500.
 */
export async function openRemediationRig() {
  const database = await createTestDatabase();
  const env = { DATABASE_URL: database.url, OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' };
  const rig = await openHubRig(env);
  const replica = await openHubRig(env);
  const state = { says: 'use 41%' };
  const answer = ({ path }: Received): Reply => {
    if (path.startsWith('/busy')) return 500;
    return path.startsWith('/state') ? { status: 200, body: state.says } : 200;
  };
  const receiver = await startReceiver({ answer });
  const people = await hirePeople(rig);
  const ask = (key: string, method: string, path: string, body?: unknown, at: HubRig = rig) =>
    at.send(method, `/api/v1${path}`, {
      body,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
    });
  const close = async () => {
    await replica.close();
    await rig.close();
    await receiver.close();
    await database.drop();
  };
  const sql = async (text: string, values: unknown[] = []) => {
    const client = new pg.Client(database.connection);
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  const { store } = database;
  return {
    rig,
    replica,
    store,
    answer,
    state,
    receiver,
    people,
    ask,
    sql,
    close,
    ...around(rig, people, receiver),
  };
}

interface People {
  readonly ana: string;
  readonly bo: string;
  readonly cy: string;
}

/** Ana and Bo are admins, Cy a responder; the values are keys that act for them. */
async function hirePeople({ api, owner }: HubRig): Promise<People> {
  const hire = async (name: string, role: string) => {
    const email = `${name}@shop.example`;
    const member = await api(owner.apiKey, 'POST', '/members', { name, email, role });
    const key = { name: `of ${name}`, scope: role, member_id: member.id };
    return (await api(owner.apiKey, 'POST', '/api-keys', key)).key;
  };
  return {
    ana: await hire('ana', 'admin'),
    bo: await hire('bo', 'admin'),
    cy: await hire('cy', 'responder'),
  };
}

function around({ api }: HubRig, { ana }: People, { url }: FakeReceiver) {
  const request = (name: string, method: string, path: string, more: object = {}) => ({
    name,
    kind: 'http',
    method,
    url: `${url}${path}`,
    ...more,
  });
  /** Cleans a disk, looks whether that helped, and knows a way back. */
  const recipe = (slug: string, more: object = {}) => ({
    slug,
    name: `Clean by ${slug}`,
    description: 'Asks the storage service to clean up.',
    category: 'remediation',
    risk: 'low',
    os: ['any'],
    when: 'false',
    parameters: {
      mount: {
        type: 'string',
        from: 'alert.evidence.mount',
        format: 'absolute_path',
        default: '/',
      },
    },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the recipe's own placeholder
    steps: [request('clean', 'POST', '/clean?mount=${mount}')],
    post_checks: [
      request('state', 'GET', '/state', { expect: { body_matches: '^use [0-7]?[0-9]%$' } }),
    ],
    rollback: [request('undo', 'POST', '/undo')],
    resolves: true,
    cool_down_minutes: 0,
    ...more,
  });
  const save = (document: object) =>
    api(ana, 'POST', '/recipes', { text: JSON.stringify(document) });
  const incident = async (title: string): Promise<string> =>
    (await api(ana, 'POST', '/incidents', { title, severity: 'high' })).id;
  /** A recipe of its own, proposed for an incident of its own. */
  const proposed = async (slug: string, more: object = {}, key = ana): Promise<ProposalDetail> => {
    await save(recipe(slug, more));
    const id = await incident(slug);
    return api(key, 'POST', `/incidents/${id}/proposals`, { recipe: slug });
  };
  const run = (id: string): Promise<RunDetail> => api(ana, 'GET', `/runs/${id}`);
  const runTo = async (id: string, wanted: string): Promise<RunDetail> => {
    await expect.poll(async () => (await run(id)).state, PATIENCE).toBe(wanted);
    return run(id);
  };
  const texts = async (incidentId: string): Promise<string[]> => {
    const { data } = await api(ana, 'GET', `/incidents/${incidentId}/timeline?limit=200`);
    return data.flatMap(({ detail }: { detail: { comment?: string } }) => detail.comment ?? []);
  };
  const proposals = async (incidentId: string): Promise<readonly ProposalView[]> =>
    (await api(ana, 'GET', `/proposals?incident=${incidentId}`)).data;
  return { request, recipe, save, incident, proposed, run, runTo, texts, proposals, PATIENCE };
}

/** A refusal in two words. */
export const told = ({ status, body }: HubReply) => [status, body.code];
