import { describe, expect, test } from 'vitest';
import { dayOfPartition, partitionName } from './partitions.ts';

describe('day partitions', () => {
  test('are named after the UTC day', () => {
    expect(partitionName('outbox', Date.parse('2026-11-21T23:59:59.999Z'))).toBe(
      'outbox_p20261121',
    );
  });

  test('lead back to their day, others do not', () => {
    expect(dayOfPartition('outbox', 'outbox_p20261121')).toBe(Date.parse('2026-11-21T00:00Z'));
    expect(dayOfPartition('outbox', 'outbox_default')).toBeUndefined();
    expect(dayOfPartition('outbox', 'receipts_p20261121')).toBeUndefined();
  });
});
