import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { snippetsFor } from './snippets.ts';
import { zabbixParameters, zabbixScript } from './zabbix-script.ts';

const URL_ = 'https://hub.example/api/v1/webhooks/x/key_1';

function namesFor(name: string, credential: 'api_key' | 'none') {
  const format = { name, signature: null, credential, sample: { a: 1 } };
  const apiKey = credential === 'none' ? null : 'tsk_1';
  return snippetsFor({ format, url: URL_, secret: null, signed: false, apiKey });
}

describe('what to configure over there', () => {
  test('Zabbix gets a media type with address, key, every parameter and the script', () => {
    const [file] = namesFor('zabbix', 'api_key');
    expect(file?.name).toBe('tocsin.yaml');
    expect(file?.code).toContain(JSON.stringify(URL_));
    expect(file?.code).toContain('value: "tsk_1"');
    for (const [name, macro] of zabbixParameters) {
      expect(file?.code).toContain(`- name: ${name}\n          value: "${macro}"`);
    }
    for (const line of zabbixScript.split('\n')) expect(file?.code).toContain(line);
  });

  test('the page about Zabbix has the same script and parameters', () => {
    const page = readFileSync(new URL('../../docs/sources/zabbix.md', import.meta.url), 'utf8');
    expect(page).toContain(zabbixScript);
    for (const [name, macro] of zabbixParameters)
      expect(page).toContain(`| \`${name}\` | \`${macro}\` |`);
  });

  test('Uptime Kuma gets its headers as the JSON that its form asks for', () => {
    const [file] = namesFor('uptime-kuma', 'api_key');
    expect(file?.code).toContain('{"Authorization":"Bearer tsk_1"}');
  });

  test('of CloudWatch nothing is shown that only AWS could sign', () => {
    const snippets = namesFor('cloudwatch', 'none');
    expect(snippets.map(({ name }) => name)).toEqual(['aws']);
    expect(snippets[0]?.code).toContain('--protocol https');
  });
});
