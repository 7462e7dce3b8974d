import { describe, expect, it } from 'vitest';
import { createRoom, createTerms } from './settle-room.ts';

describe('an event without labels', () => {
  it('has the severity and the service of the rule its alert keeps', () => {
    const room = createRoom();
    room.take({ rule: 'raising', severity: 'low', serviceId: 'svc_rule' });
    expect(room.take({ bare: true, severity: 'low', serviceId: 'svc_own' })).toBe('repeated inc_1');
    expect(room.alert()).toMatchObject({
      severity: 'critical',
      serviceId: 'svc_rule',
      ruleId: 'raising',
    });
  });

  it('has nothing of another rule that it meets alone', () => {
    const room = createRoom();
    room.take({ rule: 'closing', severity: 'low', serviceId: 'svc_own' });
    const alone = { bare: true, rule: 'raising', serviceId: 'svc_rule' } as const;
    expect(room.take({ ...alone, severity: 'medium' })).toBe('changed inc_1');
    expect(room.alert()).toMatchObject({ severity: 'medium', serviceId: 'svc_own' });
    expect(room.take(alone)).toBe('repeated inc_1');
    expect(room.incident('inc_1')).toMatchObject({ severity: 'medium', firingMedium: 1 });
  });

  it('keeps its own severity when the rule is gone, and meets rules when it has none', () => {
    const room = createRoom();
    const without = createTerms({ rules: new Map() });
    room.take({ key: 'a', rule: 'raising' });
    room.take({ key: 'a', bare: true, rule: 'raising', severity: 'high' }, without);
    expect(room.alert('a')?.severity).toBe('high');
    room.take({ key: 'b', severity: 'low' });
    room.take({ key: 'b', bare: true, rule: 'raising', severity: 'low' });
    expect(room.alert('b')?.severity).toBe('critical');
  });
});
