import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import {
  fillTemplate,
  MAX_INSERTED,
  MAX_TEMPLATE_BYTES,
  MAX_TEMPLATE_DEPTH,
  MAX_TEMPLATE_VARIABLES,
  templateFault,
  unknownPaths,
} from './template.ts';

const BODY: Json = JSON.parse(`{
  "event_time": 1689335086948,
  "event_type": "i_new",
  "incident": {
    "title": "Disk full",
    "alert_cnt": 0,
    "labels": {
      "check": "cpu idle low",
      "k8s.io/name": "redis-0",
      "a": "short",
      "a.b": "long",
      "__proto__": "own",
      "with space": "yes"
    },
    "fields": { "urgent": false, "team": null, "tags": ["x", "y"], "x.y": {}, "x": { "y": { "z": 1 } } },
    "responders": [{ "email": "ana@example.com" }, { "email": "ben@example.com" }]
  }
}`);

const fill = (template: Json) => fillTemplate(template, BODY);

describe('a text that is one variable', () => {
  it.each<[string, Json]>([
    ['{{event_type}}', 'i_new'],
    ['{{event_time}}', 1_689_335_086_948],
    ['{{incident.alert_cnt}}', 0],
    ['{{incident.fields.urgent}}', false],
    ['{{incident.fields.team}}', null],
    ['{{incident.fields.tags}}', ['x', 'y']],
    ['{{incident.responders.0}}', { email: 'ana@example.com' }],
    ['{{incident.responders.1.email}}', 'ben@example.com'],
    ['{{ incident.title }}', 'Disk full'],
  ])('takes its value with its type: %s', (text, value) => {
    expect(fill(text)).toEqual(value);
    expect(fill({ a: [text] })).toEqual({ a: [value] });
  });
});

describe('a variable in a text', () => {
  it.each([
    ['Incident: {{incident.title}}', 'Incident: Disk full'],
    ['{{event_type}}/{{incident.alert_cnt}}', 'i_new/0'],
    [' {{incident.alert_cnt}}', ' 0'],
    ['tags {{incident.fields.tags}}', 'tags ["x","y"]'],
    ['{{incident.responders.0}}!', '{"email":"ana@example.com"}!'],
    ['{{incident.fields.urgent}} {{incident.fields.team}}', 'false null'],
    ['{{{incident.title}}}', '{Disk full}'],
    ['{{incident.title}', '{{incident.title}'],
    ['{{nothing}} {{event_type}}', '{{nothing}} i_new'],
  ])('%s becomes %s', (text, expected) => expect(fill(text)).toBe(expected));

  it('takes no part in replacement patterns, and is not filled again', () => {
    const tricky = { title: "$& $1 $' {{secret}}", secret: 'x' };
    expect(fillTemplate('<{{title}}>', tricky)).toBe("<$& $1 $' {{secret}}>");
    expect(fillTemplate('{{title}}', tricky)).toBe("$& $1 $' {{secret}}");
  });
});

describe('a path that names nothing', () => {
  it.each([
    '{{incident.titel}}',
    '{{incident.title.length}}',
    '{{incident.title.0}}',
    '{{incident.responders.2.email}}',
    '{{incident.responders.00}}',
    '{{incident.responders.-1}}',
    '{{incident.responders.1e0}}',
    '{{incident.responders.length}}',
    '{{incident.responders.}}',
    '{{.incident}}',
    '{{incident.}}',
    '{{incident..title}}',
    '{{}}',
    '{{ }}',
    '{{constructor}}',
    '{{toString}}',
    '{{__proto__}}',
    '{{incident.__proto__.polluted}}',
    '{{incident.responders.map}}',
    `{{incident.${'a'.repeat(300)}}}`,
  ])('stays as it is: %s', (text) => {
    expect(fill(text)).toBe(text);
    expect(fill(`> ${text}`)).toBe(`> ${text}`);
  });
});

describe('names with dots', () => {
  it('are found, the longest first, and a shorter one where that leads nowhere', () => {
    expect(fill('{{incident.labels.k8s.io/name}}')).toBe('redis-0');
    expect(fill('{{incident.labels.a.b}}')).toBe('long');
    expect(fill('{{incident.labels.a}}')).toBe('short');
    expect(fill('{{incident.fields.x.y}}')).toEqual({});
    expect(fill('{{incident.fields.x.y.z}}')).toBe(1);
    expect(fill('{{incident.labels.with space}}')).toBe('yes');
  });
});

describe('the template', () => {
  it('keeps everything else: members, their order and names, numbers, null', () => {
    const template = { z: 1, '{{event_type}}': null, a: [true, ['{{event_type}}'], 'plain'] };
    const filled = fill(template);
    expect(filled).toEqual({ ...template, a: [true, ['i_new'], 'plain'] });
    expect(Object.keys(filled as object)).toEqual(['z', '{{event_type}}', 'a']);
  });

  it('may have and name a member called __proto__', () => {
    const filled = fill(JSON.parse('{"__proto__": "{{incident.labels.__proto__}}"}'));
    expect(JSON.stringify(filled)).toBe('{"__proto__":"own"}');
    expect(Object.getPrototypeOf(filled)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('cannot multiply a large event without end', () => {
    const envelope = { text: 'x'.repeat(100_000), small: 'y' };
    const filled = fillTemplate([...Array(500).fill('{{text}}'), '{{small}}'], envelope);
    expect(JSON.stringify(filled).length).toBeLessThan(MAX_INSERTED + 10_000);
    expect((filled as Json[])[0]).toBe(envelope.text);
    expect((filled as Json[]).at(-2)).toBe('{{text}}');
    expect((filled as Json[]).at(-1)).toBe('y');
  });

  it('takes time in proportion to its length', () => {
    const hostile = `${'{{a'.repeat(20_000)} ${'{{'.repeat(20_000)} ${'{{a.a.a.}}'.repeat(5_000)}`;
    const started = performance.now();
    expect(fill(hostile)).toBe(hostile);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }) as fc.Arbitrary<Json>;

describe('whatever the template', () => {
  it('without braces comes out as it went in', () => {
    fc.assert(
      fc.property(json, json, (template, envelope) => {
        fc.pre(!JSON.stringify(template).includes('{{'));
        expect(fillTemplate(template, envelope)).toEqual(template);
      }),
    );
  });

  it('a variable takes each member as it is, and the event stays as it was', () => {
    const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_/.-]{0,20}$/);
    fc.assert(
      fc.property(fc.dictionary(name, json, { minKeys: 1 }), (members) => {
        const envelope = { incident: members };
        const before = structuredClone(envelope);
        for (const [key, value] of Object.entries(members)) {
          expect(fillTemplate(`{{incident.${key}}}`, envelope)).toEqual(value);
        }
        expect(envelope).toEqual(before);
      }),
    );
  });

  it('the result is JSON again and pollutes nothing', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '.',
      '0',
      'incident',
      'labels',
      '__proto__',
      'a',
      ' ',
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(text), (template) => {
        const filled = fill(template);
        expect(JSON.parse(JSON.stringify(filled))).toEqual(filled);
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      }),
    );
  });
});

function nested(levels: number): Json {
  let value: Json = 'x';
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

describe('a template that cannot be kept', () => {
  it.each<[string, unknown, string]>([
    ['a text', '{{incident}}', 'string'],
    ['a number', 1, 'integer'],
    ['null', null, 'null'],
    ['nothing', undefined, 'nothing'],
    ['too deep', nested(MAX_TEMPLATE_DEPTH + 1), 'more than 20 levels'],
    ['too large', ['ä'.repeat(MAX_TEMPLATE_BYTES / 2)], '65540 bytes'],
    ['too full', Array(MAX_TEMPLATE_VARIABLES + 1).fill('{{a}}'), '501 variables'],
  ])('is %s', (_, template, received) => {
    expect(templateFault(template)).toMatchObject({ pointer: '/template', received });
  });

  it('is found however deep it is', () => {
    expect(templateFault(JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)))).not.toBeNull();
  });

  it.each<[string, Json]>([
    ['an empty object', {}],
    ['a list', []],
    ['as deep as it may be', nested(MAX_TEMPLATE_DEPTH)],
    ['as large as it may be', ['x'.repeat(MAX_TEMPLATE_BYTES - 4)]],
    ['as full as it may be', ['{{a}} {{b}}'.repeat(MAX_TEMPLATE_VARIABLES / 2)]],
  ])('is not %s', (_, template) => expect(templateFault(template)).toBeNull());
});

describe('variables that nothing can fill', () => {
  it('are named once each', () => {
    const template = {
      a: '{{incidnet.title}} {{ event_type }}',
      b: ['{{incidnet.title}}', '{{incident.titel}}', '{{person.name}}', '{{event_id.x}}'],
    };
    expect(unknownPaths(template)).toEqual([
      'incidnet.title',
      'incident.titel',
      'person.name',
      'event_id.x',
    ]);
  });

  it('are none in what the payload can have', () => {
    const known = [
      '{{event_time}} {{event_type}} {{event_id}}',
      '{{person}} {{person.email}} {{incident}}',
      '{{incident.labels.k8s.io/name}}{{incident.fields.team}}',
      '{{incident.responders.0.email}} {{incident.assigned_to.person_ids.0}}',
    ];
    expect(unknownPaths(known)).toEqual([]);
    expect(unknownPaths({})).toEqual([]);
  });

  it.each(['{{constructor}}', '{{__proto__}}', '{{incident.constructor}}'])(
    'include %s',
    (text) => {
      expect(unknownPaths([text])).toHaveLength(1);
    },
  );
});
