/** A body that a guard must answer for: with this code, or (null) as harmless JSON. */
export interface HostileBody {
  readonly name: string;
  readonly bytes: Buffer;
  /** Code of the refusal by `parseStrictJson`; null when the JSON itself is in order. */
  readonly code: string | null;
}

const text = (name: string, body: string, code: string | null): HostileBody => ({
  name,
  bytes: Buffer.from(body),
  code,
});

const bytes = (name: string, body: readonly number[], code: string): HostileBody => ({
  name,
  bytes: Buffer.from(body),
  code,
});

const nested = (levels: number, open = '[', close = ']') =>
  open.repeat(levels) + close.repeat(levels);

const VALID = '{"title":"Disk full","labels":{"service":"redis"}}';

const CUT: readonly HostileBody[] = Array.from({ length: VALID.length - 1 }, (_, index) =>
  text(`cut after ${index + 1} characters`, VALID.slice(0, index + 1), 'invalid_json'),
);

const ENCODING: readonly HostileBody[] = [
  text('empty', '', 'empty_body'),
  text('only white space', ' \r\n\t', 'empty_body'),
  bytes('byte order mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d], 'bom_not_allowed'),
  bytes('UTF-16 with its mark', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00], 'invalid_utf8'),
  bytes('Latin-1 umlaut', [0x22, 0xfc, 0x22], 'invalid_utf8'),
  bytes('overlong slash', [0x22, 0xc0, 0xaf, 0x22], 'invalid_utf8'),
  bytes('surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22], 'invalid_utf8'),
  bytes('character cut in half', [0x22, 0xe2, 0x82, 0x22], 'invalid_utf8'),
  bytes('NUL byte in a string', [0x22, 0x00, 0x22], 'invalid_json'),
];

const SYNTAX: readonly HostileBody[] = [
  text('trailing comma in an object', '{"a":1,}', 'invalid_json'),
  text('trailing comma in an array', '[1,]', 'invalid_json'),
  text('two values', '{} {}', 'invalid_json'),
  text('single quotes', "{'a':1}", 'invalid_json'),
  text('key without quotes', '{a:1}', 'invalid_json'),
  text('comment', '{"a":1} // no', 'invalid_json'),
  text('NaN', '{"a":NaN}', 'invalid_json'),
  text('leading zero', '{"a":01}', 'invalid_json'),
  text('plus sign', '{"a":+1}', 'invalid_json'),
  text('bad escape', '{"a":"\\x41"}', 'invalid_json'),
  text('half a unicode escape', '{"a":"\\u12"}', 'invalid_json'),
  text('line break in a string', '{"a":"x\ny"}', 'invalid_json'),
  text('form instead of JSON', 'title=Disk+full&severity=critical', 'invalid_json'),
  text('XML instead of JSON', '<alert><title>x</title></alert>', 'invalid_json'),
  text('no-break space outside strings', '{\u00a0}', 'invalid_json'),
];

const STRUCTURE: readonly HostileBody[] = [
  text('33 arrays', nested(33), 'too_deep'),
  text('100,000 arrays', nested(100_000), 'too_deep'),
  text('33 objects', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, 'too_deep'),
  text('32 arrays', nested(32), null),
  text('brackets inside a string', JSON.stringify({ title: nested(100, '{', '}') }), null),
  text('same key twice', '{"title":"a","title":"b"}', 'duplicate_key'),
  text('same key twice, one escaped', '{"title":"a","\\u0074itle":"b"}', 'duplicate_key'),
  text('same key twice, deep', '{"a":[{"b":{"c":1,"c":2}}]}', 'duplicate_key'),
  text('__proto__ twice', '{"__proto__":1,"__proto__":2}', 'duplicate_key'),
  text('same key in two objects', '[{"a":1},{"a":1}]', null),
];

const CONTENT: readonly HostileBody[] = [
  text('__proto__ as key', '{"title":"x","__proto__":{"polluted":true}}', null),
  text('__proto__ in labels', '{"title":"x","labels":{"__proto__":"x","constructor":"y"}}', null),
  text('constructor.prototype', '{"constructor":{"prototype":{"polluted":true}}}', null),
  text('escaped NUL', '{"title":"a\\u0000b","labels":{"k\\u0000":"v\\u0000"}}', null),
  text('lone surrogate', '{"title":"\\ud800","labels":{"\\udfff":"\\ud83d"}}', null),
  text('number beyond doubles', '{"title":"x","labels":{"n":1e999}}', null),
  text('integer of 5,000 digits', `{"title":"x","labels":{"n":${'9'.repeat(5_000)}}}`, null),
  text('negative zero', '{"title":"x","labels":{"n":-0}}', null),
  text('empty object', '{}', null),
  text('null', 'null', null),
  text('a number', '42', null),
  text('a string', '"alerts"', null),
  text('10,000 empty alerts', `{"alerts":[${'{},'.repeat(9_999)}{}]}`, null),
  text('10,000 labels', JSON.stringify({ title: 'x', labels: manyLabels(10_000) }), null),
  text('title of 1,000,000 characters', JSON.stringify({ title: 'x'.repeat(1_000_000) }), null),
  text('colons and quotes in strings', '{"a:b":"c\\":{\\"d\\":1}","e":"\\\\"}', null),
];

function manyLabels(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
}

/** Bodies meant to break a reader, each with the answer it must get. */
export const HOSTILE_BODIES: readonly HostileBody[] = [
  ...CUT,
  ...ENCODING,
  ...SYNTAX,
  ...STRUCTURE,
  ...CONTENT,
];

/** One value of each kind, and texts that trip naive code: for putting in place of any field. */
export const WRONG_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  'x'.repeat(600),
  '\u0000',
  '\ud800',
  '😀'.repeat(300),
  '2024-02-30T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '$HOSTNAME',
  '{{ $labels.instance }}',
  'javascript:alert(1)',
  "'; drop table alerts; --",
  '__proto__',
  'resolved',
  [],
  [null],
  [[]],
  ['a', 1],
  {},
  { a: { b: { c: 1 } } },
  { toString: 'x', constructor: 1, hasOwnProperty: null },
];
