import { expect, test } from 'vitest';
import { variablesOf, withVariable } from './template-variables.ts';

test('a body is shown as the variables that it can be taken apart into', () => {
  const standard = {
    event_type: 'i_new',
    incident: { title: 'Disk full', labels: { team: 'ops' }, responders: [{ id: 1 }], fields: {} },
    person: null,
  };
  expect(variablesOf(standard)).toEqual([
    { path: 'event_type', value: 'i_new' },
    { path: 'incident.title', value: 'Disk full' },
    { path: 'incident.labels.team', value: 'ops' },
    { path: 'incident.responders', value: '[{"id":1}]' },
    { path: 'incident.fields', value: '{}' },
    { path: 'person', value: 'null' },
  ]);
});

test('a long value is shortened', () => {
  const [variable] = variablesOf({ text: 'x'.repeat(500) });
  expect(variable?.value).toHaveLength(60);
});

test('a variable takes the place of what is selected', () => {
  expect(withVariable('{"a": "b"}', 'incident.title', 7, 8)).toEqual({
    text: '{"a": "{{incident.title}}"}',
    cursor: 25,
  });
});
