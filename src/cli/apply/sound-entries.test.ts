import { describe, expect, it } from 'vitest';
import { soundnessFaults } from './sound-entries.ts';

describe('what the hub would refuse is found before it is asked', () => {
  it.each([
    ['tenant', { settings: { storm_thresholds: [5, 3] } }, '/settings/storm_thresholds'],
    ['custom_fields', { name: '9a', kind: 'text' }, '/name'],
    [
      'custom_fields',
      { name: 'a', kind: 'single_select', options: ['x'], default_value: 'y' },
      '/default_value',
    ],
    ['routing_rules', { condition: 'severity ==' }, '/condition'],
    ['routing_rules', { condition: 'true', actions: { group_by: ['foo'] } }, '/actions/group_by/0'],
    ['integrations', { format: 'grafan' }, '/format'],
    [
      'integrations',
      { format: 'mapped', settings: { mapping: { title: 'a(' } } },
      '/settings/mapping/title',
    ],
    ['webhooks', { event_types: ['i_new', 'i_nwe'] }, '/event_types/1'],
    ['webhooks', { event_types: '*', template: 'text' }, '/template'],
    ['status_pages', { settings: { time_zone: 'Europe/Nowhere' } }, '/settings/time_zone'],
  ])('in %s: %o', (kind, entry, pointer) => {
    expect(soundnessFaults(kind, entry)).toEqual([expect.objectContaining({ pointer })]);
  });

  it.each([
    ['tenant', { settings: { storm_thresholds: null } }],
    ['custom_fields', { name: 'a', kind: 'single_select', default_value: 'kept option' }],
    ['integrations', { format: 'mapped', settings: { signature: null } }],
    ['webhooks', { event_types: '*', template: null }],
    ['services', { name: 'a' }],
  ])('and what it would take, or has already, is not: %s %o', (kind, entry) => {
    expect(soundnessFaults(kind, entry)).toEqual([]);
  });
});
