import { describe, expect, it } from 'vitest';
import { flat, grouped, moved, movedGroup } from './component-order.ts';

const item = (service_id: string, group: string | null = null) => ({ service_id, group });
const ids = (items: readonly { service_id: string }[]) =>
  items.map(({ service_id }) => service_id).join('');

const MIXED = [item('a', 'Shop'), item('b'), item('c', 'Back'), item('d', 'Shop'), item('e')];

describe('the order of components', () => {
  it('puts what is outside of groups first, and groups where their first member stands', () => {
    expect(grouped(MIXED).map(({ group }) => group)).toEqual([null, 'Shop', 'Back']);
    expect(ids(flat(MIXED))).toBe('beadc');
  });

  it('moves within the group and not out of it', () => {
    expect(ids(moved(MIXED, 'e', -1))).toBe('ebadc');
    expect(ids(moved(MIXED, 'e', 1))).toBe('beadc');
    expect(ids(moved(MIXED, 'a', 1))).toBe('bedac');
    expect(ids(moved(MIXED, 'nobody', 1))).toBe('beadc');
  });

  it('moves whole groups, but none before what is outside of groups', () => {
    expect(ids(movedGroup(MIXED, 'Back', -1))).toBe('becad');
    expect(ids(movedGroup(MIXED, 'Shop', -1))).toBe('beadc');
    expect(ids(movedGroup(MIXED, 'Back', 1))).toBe('beadc');
  });
});
