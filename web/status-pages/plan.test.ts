import { describe, expect, it } from 'vitest';
import { bodyOf, inZone, newPlan, planFrom, windowOf } from './plan.ts';

const NOW = Date.parse('2026-11-21T14:20:00Z');

describe('a plan', () => {
  it('begins tomorrow at a full hour and lasts one', () => {
    expect(windowOf(newPlan('Europe/Berlin', NOW))).toEqual({
      start_time: '2026-11-22T15:00:00.000Z',
      end_time: '2026-11-22T16:00:00.000Z',
    });
  });

  it('stays the same window in another zone', () => {
    const plan = newPlan('Europe/Berlin', NOW);
    const there = inZone(plan, 'Asia/Tokyo');
    expect(there.startClock).toBe('2026-11-23T00:00');
    expect(windowOf(there)).toEqual(windowOf(plan));
  });

  it('takes text and length from a template', () => {
    const template = {
      id: 'tpl_1',
      kind: 'maintenance',
      name: 'Upgrade',
      title: 'Database upgrade',
      body: 'Short.',
      state: null,
      statuses: [{ service_id: 'svc_1', status: 'down' }],
      duration_minutes: 90,
      silent: null,
      created_at: '',
      updated_at: '',
    } as const;
    const plan = planFrom(newPlan('UTC', NOW), { ...template, statuses: [...template.statuses] });
    expect(bodyOf(plan)).toMatchObject({
      title: 'Database upgrade',
      end_time: '2026-11-22T16:30:00.000Z',
      statuses: [{ service_id: 'svc_1', status: 'down' }],
      silent: false,
    });
  });

  it('without a time is not whole', () => {
    expect(bodyOf({ ...newPlan('UTC', NOW), startClock: '' })).toBeNull();
  });
});
