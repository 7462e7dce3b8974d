import { describe, expect, test } from 'vitest';
import { searchTools, toolsFor } from './gallery.ts';

const format = (name: string, title = name) => ({
  name,
  title,
  signature: null,
  credential: 'api_key' as const,
  schema: {},
  sample: {},
});
const formats = [
  format('alertmanager'),
  format('grafana'),
  format('regen'),
  format('zabbix', 'Zabbix'),
  format('opsgenie'),
];
const ORDER = ['json', 'alertmanager', 'grafana', 'zabbix', 'opsgenie'];
const tools = toolsFor(formats);
const found = (search: string) => searchTools(tools, search).map(({ name }) => name);

describe('the gallery', () => {
  test('the common ones come first, then formats that are not known by name', () => {
    expect(tools.map(({ name }) => name)).toEqual(ORDER);
  });

  test.each([
    ['prom', ['alertmanager']],
    ['Grafana', ['grafana']],
    ['cron', ['json']],
    ['kuber', ['alertmanager']],
    ['ZABB', ['zabbix']],
    ['', ORDER],
    ['opsgenie', ['opsgenie']],
    ['sentry', []],
  ])('“%s” finds %j', (search, names) => expect(found(search)).toEqual(names));

  test('every word of a search has to be met', () => {
    expect(found('grafana webhook')).toEqual(['grafana']);
    expect(found('grafana cron')).toEqual([]);
  });
});
