import { describe, expect, test } from 'vitest';
import { Failure } from '../api/failure.ts';
import {
  neededWords,
  needsAgain,
  refusalWords,
  type Viewer,
  whyNotApprove,
} from './decision-words.ts';
import type { ProposalDetail } from './remediation-data.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const proposal: ProposalDetail = {
  id: 'prp_1',
  incident_id: 'inc_1',
  recipe: { slug: 'disk-usage', version: 1, name: 'What fills the disk', digest: 'd' },
  parameters: { mount: '/' },
  parameters_hash: 'h',
  missing: [],
  target: 'host:web-01',
  risk: 'low',
  score: 1,
  reason: 'proposed by hand',
  state: 'proposed',
  proposed_by: { type: 'person', id: 'usr_ana', name: 'Ana' },
  decided_by: null,
  decision_reason: null,
  run_id: null,
  created_at: '2026-11-21T11:30:00Z',
  expires_at: '2026-11-21T12:30:00Z',
  decided_at: null,
  mode: 'shadow',
  approval: { kind: 'person', scope: 'responder', by_another: false, reason: 'In shadow.' },
  blocked: null,
  steps: [],
};

const ana: Viewer = { role: 'responder', person: { id: 'usr_ana', name: 'Ana', email: null } };
const admin: Viewer = { role: 'admin', person: { id: 'usr_bo', name: 'Bo', email: null } };
const serious = {
  ...proposal,
  risk: 'high',
  approval: { kind: 'person', scope: 'admin', by_another: true, reason: 'In shadow.' },
} as const;

describe('who may approve', () => {
  test('a responder approves what risks little, also what they proposed', () => {
    expect(whyNotApprove(proposal, ana, NOW)).toBeNull();
  });

  test.each<[string, ProposalDetail, Viewer, RegExp]>([
    ['a viewer', proposal, { ...ana, role: 'viewer' }, /Responders decide/],
    ['a key that acts for nobody', proposal, { role: 'admin', person: null }, /sign in/],
    ['a responder where the risk is high', serious, ana, /An admin approves what has a high risk/],
    ['who proposed it', serious, { ...ana, role: 'owner' }, /You proposed it/],
  ])('not %s', (_who, asked, viewer, why) => {
    expect(whyNotApprove(asked, viewer, NOW)).toMatch(why);
  });

  test('another admin approves what has a high risk', () => {
    expect(whyNotApprove(serious, admin, NOW)).toBeNull();
  });

  test('nobody approves what lacks something, is over, may not run, or is stopped', () => {
    const lacking = { ...proposal, missing: [{ name: 'unit', reason: 'has to be given' }] };
    expect(whyNotApprove(lacking, admin, NOW)).toMatch(/It lacks unit/);
    const late = Date.parse(proposal.expires_at);
    expect(whyNotApprove(proposal, admin, late)).toMatch(/time is over/);
    const blocked = { code: 'stopped', detail: 'Remediation was stopped: freeze' };
    expect(whyNotApprove({ ...proposal, blocked }, admin, NOW)).toBe(blocked.detail);
  });

  test('it is proposed again when it is over, lacks something, or its recipe is another', () => {
    const blocked = (code: string) => ({ ...proposal, blocked: { code, detail: 'x' } });
    expect(needsAgain(proposal, false)).toBe(false);
    expect(needsAgain(proposal, true)).toBe(true);
    expect(needsAgain({ ...proposal, missing: [{ name: 'a', reason: 'b' }] }, false)).toBe(true);
    expect(needsAgain(blocked('recipe_changed'), false)).toBe(true);
    expect(needsAgain(blocked('cooling_down'), false)).toBe(false);
  });

  test('what is needed is said before anybody tries', () => {
    expect(neededWords(serious)).toMatch(/^An admin, but not who proposed it, approves it/);
    expect(neededWords(proposal)).toBe('A responder approves it, since its risk is low.');
    const approval = { ...proposal.approval, reason: 'Much happens at once.' };
    expect(neededWords({ ...proposal, mode: 'live', approval })).toMatch(/Much happens at once\.$/);
  });
});

describe('a refused decision', () => {
  const refused = (status: number, problem: object) => refusalWords(new Failure(status, problem));

  test('names who was faster by the run that began', () => {
    const detail = 'The proposal was approved already.';
    expect(refused(409, { code: 'already_decided', detail, run_id: 'run_1' })).toEqual({
      title: 'Somebody was faster',
      text: detail,
      runId: 'run_1',
    });
  });

  test.each([
    [409, 'recipe_changed', 'The recipe has changed'],
    [409, 'proposal_expired', 'Its time is over'],
    [409, 'something_new', 'The hub refused'],
    [0, undefined, 'Nothing was decided'],
  ])('%i %s is called “%s”', (status, code, title) => {
    expect(refused(status, code === undefined ? {} : { code, detail: 'x' }).title).toBe(title);
  });
});
