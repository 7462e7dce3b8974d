import { describe, expect, it } from 'vitest';
import { parseSource } from '../../kernel/yaml-source.ts';
import type { Kind, View } from './kind.ts';
import { integrations, routingRules } from './kinds-intake.ts';
import { reportTemplates, statusPages } from './kinds-status.ts';
import { chatChannels, webhooks } from './kinds-telling.ts';
import { namesOf } from './names.ts';
import { existingOf } from './plan-tenant.ts';
import { prepare } from './prepare.ts';
import { changeRequests, creation, type Sending } from './requests.ts';
import { planKind } from './rules/plan-kind.ts';
import { createSecretReader } from './secrets.ts';

const names = namesOf([{ id: 'usr_1', email: 'ann@example.com' }], {
  byId: new Map([['svc_1', 'shop']]),
  byName: new Map([['shop', 'shop']]),
});
const reader = createSecretReader((name) => `value of ${name}`);
const parsed = parseSource('hub.yaml', '{}');
if ('troubles' in parsed) throw new Error('An empty object is YAML.');
const { source } = parsed;

/** What is sent to make the entry of what there is; nothing there: the creation. */
function sent(kind: Kind, view: View | undefined, entry: object, rotate = false) {
  const placed = { entry: entry as Readonly<Record<string, unknown>>, source, path: [] };
  const prepared = prepare(kind, placed, names, reader);
  const existing = view === undefined ? undefined : existingOf(kind, view, names);
  const { steps } = planKind(kind.rules, existing ? [existing] : [], [prepared.wanted], {
    prune: false,
    rotate,
  });
  return steps.flatMap((step) => {
    const sending: Sending = {
      kind,
      step,
      entry: prepared,
      existing,
      ids: { service: (name) => `svc of ${name}`, member: (email) => `usr of ${email}` },
      secret: (path) => reader.read(prepared.secrets.get(path) ?? '', 'hub.yaml'),
    };
    if (step.action !== 'create') return changeRequests(sending);
    const { request, after } = creation(sending);
    return [request, ...after('new')];
  });
}

const webhook = {
  id: 'whk_1',
  name: 'Ops',
  url: 'https://a.example',
  event_types: '*',
  services: null,
  headers: { 'x-team': '…', authorization: '…' },
  verify_tls: true,
  ca: null,
  template: null,
  preset: 'default',
  timeout_ms: 3_000,
  max_in_flight: 16,
  order: 'strict',
  retry: { max_attempts: 1, delays_s: [] },
  enabled: true,
};

describe('a webhook', () => {
  const headers = { 'X-Team': 'shop', Authorization: { env: 'TOKEN' } };

  it('gets its secrets when it is new', () => {
    const entry = { name: 'Ops', url: 'https://a.example', event_types: '*', headers };
    expect(sent(webhooks, undefined, { ...entry, secret: { env: 'KEY' } })).toEqual([
      {
        method: 'POST',
        path: '/outbound-webhooks',
        body: {
          name: 'Ops',
          url: 'https://a.example',
          event_types: '*',
          headers: { 'x-team': 'shop', authorization: 'value of TOKEN' },
          secret: 'value of KEY',
        },
      },
    ]);
  });

  it('keeps the header values it has when another is added, and gets all when it rotates', () => {
    const more = { name: 'Ops', headers: { ...headers, 'X-New': { env: 'NEW' } } };
    expect(sent(webhooks, webhook, { name: 'Ops', headers })).toEqual([]);
    const kept = { 'x-team': '…', authorization: '…', 'x-new': 'value of NEW' };
    expect(sent(webhooks, webhook, more)).toMatchObject([{ body: { headers: kept } }]);
    const all = { 'x-team': 'shop', authorization: 'value of TOKEN', 'x-new': 'value of NEW' };
    expect(sent(webhooks, webhook, more, true)).toMatchObject([{ body: { headers: all } }]);
    expect(sent(webhooks, webhook, { name: 'Ops', headers: null })).toMatchObject([
      { body: { headers: {} } },
    ]);
  });

  it('that takes another preset is told again what the preset would reset', () => {
    const entry = { name: 'Ops', preset: 'flashduty', timeout_ms: 3_000 };
    expect(sent(webhooks, webhook, entry)).toEqual([
      {
        method: 'PATCH',
        path: '/outbound-webhooks/whk_1',
        body: { preset: 'flashduty', timeout_ms: 3_000 },
      },
    ]);
  });
});

describe('an integration', () => {
  const view = { id: 'int_1', name: 'G', format: 'grafana', settings: { signature: 'optional' } };
  const entry = { name: 'G', format: 'grafana', settings: { signature: 'optional' } };

  it('gets a first secret before its settings, which that may change', () => {
    const requests = sent(integrations, view, { ...entry, secret: { env: 'KEY' } });
    expect(requests).toEqual([
      {
        method: 'POST',
        path: '/integrations/int_1/rotate-secret',
        body: { secret: 'value of KEY' },
      },
      {
        method: 'PATCH',
        path: '/integrations/int_1',
        body: { settings: { signature: 'optional' } },
      },
    ]);
    const signed = { ...view, has_secret: true };
    expect(sent(integrations, signed, { ...entry, secret: { env: 'KEY' } })).toEqual([]);
  });

  it('has a setting of null taken back, and none sent when it is new', () => {
    const without = { ...entry, settings: { signature: null } };
    expect(sent(integrations, view, without)).toMatchObject([
      { body: { settings: { signature: null } } },
    ]);
    expect(sent(integrations, undefined, without)).toMatchObject([{ body: { settings: {} } }]);
  });
});

describe('what names others', () => {
  it('names them by id where the API wants that', () => {
    const rule = { name: 'R', condition: 'true', actions: { responders: ['Ann@example.com'] } };
    expect(sent(routingRules, undefined, rule)).toMatchObject([
      { body: { actions: { responders: ['usr of ann@example.com'] }, position: 1 } },
    ]);
    const page = { slug: 'p', name: 'P', components: [{ service: 'Shop', group: 'All' }] };
    const components = [
      { service_id: 'svc of shop', group: 'All', name: null, description: null, hidden: false },
    ];
    expect(sent(statusPages, undefined, page)).toEqual([
      { method: 'POST', path: '/hubs', body: { slug: 'p', name: 'P' } },
      { method: 'PUT', path: '/hubs/new/components', body: { components } },
    ]);
  });
});

describe('a report template', () => {
  it('is replaced as a whole, with what the file does not say as it was', () => {
    const view = { id: 'tpl_1', kind: 'report', name: 'T', title: 'Old', body: 'b', statuses: [] };
    const entry = { kind: 'report', name: 'T', title: 'New', body: 'b' };
    expect(sent(reportTemplates, { ...view, state: 'identified' }, entry)).toMatchObject([
      {
        method: 'PUT',
        path: '/status-templates/tpl_1',
        body: { title: 'New', state: 'identified' },
      },
    ]);
  });
});

describe('a chat channel', () => {
  const view = { id: 'chn_1', name: 'C', url: 'https://chat.example/…', services: [], events: [] };

  it('gets its URL again when the host is another, and otherwise only when it rotates', () => {
    const same = { name: 'C', url: 'https://chat.example/other' };
    expect(sent(chatChannels, view, same)).toEqual([]);
    expect(sent(chatChannels, view, same, true)).toMatchObject([{ body: { url: same.url } }]);
    const moved = { name: 'C', url: 'https://new.example/x' };
    expect(sent(chatChannels, view, moved)).toMatchObject([{ body: { url: moved.url } }]);
  });
});
