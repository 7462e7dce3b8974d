import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_BODIES } from '../../test/corpora/bodies.ts';
import { mutate, seededRandom } from '../../test/corpora/mutation.ts';
import type { AlertEvent } from '../alerts/alert-event.ts';
import { compileSchema } from '../ingress/schema-validation.ts';
import { parseStrictJson } from '../ingress/strict-json.ts';
import { invalid, Problem } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { IntegrationSettings } from '../store/tables.ts';
import type {
  AlertCommand,
  Asked,
  Confirmation,
  Format,
  FormatContext,
  Outcome,
  RequestNote,
  Translation,
} from './format.ts';
import { FORMATS, formatNamed } from './formats.ts';

/** An instant in a fixture is written in ISO 8601, and `raw` may be left out. */
type ExpectedEvent = Omit<AlertEvent, 'startedAt' | 'endedAt' | 'raw'> & {
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly raw?: unknown;
};

interface Fixture {
  readonly name: string;
  readonly body?: unknown;
  readonly raw?: string;
  readonly context?: {
    readonly now?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly settings?: IntegrationSettings;
    readonly asked?: Asked;
  };
  readonly expect: {
    readonly events?: readonly ExpectedEvent[];
    readonly commands?: readonly AlertCommand[];
    readonly confirmation?: Confirmation;
    readonly warnings?: readonly string[];
    readonly refusal?: { readonly status: number; readonly code: string; readonly pointer: string };
  };
}

function fixturesOf(format: Format): Fixture[] {
  const folder = new URL(`formats/${format.name}/fixtures/`, import.meta.url);
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}

function contextOf(fixture: Fixture): FormatContext {
  let keys = 0;
  const now = Date.parse(fixture.context?.now ?? '2026-01-01T00:00:00Z');
  const { headers = {}, settings, asked } = fixture.context ?? {};
  const given = { ...(settings && { settings }), ...(asked && { asked }) };
  return { now, headers, ...given, newKey: () => `key-${++keys}` };
}

const bytesOf = (fixture: Fixture) => Buffer.from(fixture.raw ?? JSON.stringify(fixture.body));

/** What the route does with a body: guards, schema, translation. */
function createReader(format: Format) {
  const check = compileSchema(format.schema);
  const translate = (payload: unknown, context: FormatContext): Translation => {
    const errors = check(payload);
    if (errors) throw invalid('The payload is not valid.', errors);
    return format.toEvents(payload as never, context);
  };
  return {
    check,
    translate,
    read: (bytes: Buffer, context: FormatContext) => translate(parseStrictJson(bytes), context),
  };
}

function refusalOf(format: Format, act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { status, code, message: detail, errors } = error;
    const reply = format.toError?.({ status, code, detail, errors, request: REQUEST });
    return { status: reply?.status ?? status, code, pointer: errors[0]?.pointer ?? '' };
  }
  return undefined;
}

const REQUEST: RequestNote = { id: 'req_1', took: 0.004 };

/** A translated event in the words of a fixture. */
function written(event: AlertEvent, expected: ExpectedEvent | undefined): ExpectedEvent {
  const { startedAt, endedAt, raw, ...rest } = event;
  return {
    ...rest,
    ...(startedAt !== undefined && { startedAt: new Date(startedAt).toISOString() }),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
    ...(expected && 'raw' in expected && { raw }),
  };
}

function expectSound(event: AlertEvent): void {
  const { raw, ...kept } = event;
  expect(raw).toBeDefined();
  expect([...event.dedupKey].length).toBeGreaterThan(0);
  expect([...event.dedupKey].length).toBeLessThanOrEqual(512);
  expect([...(event.title ?? '')].length).toBeLessThanOrEqual(500);
  expect([...(event.description ?? '')].length).toBeLessThanOrEqual(5_000);
  for (const map of [event.labels ?? {}, event.annotations ?? {}]) expectSoundMap(map);
  for (const { href } of event.links ?? []) expect(href).toMatch(/^https?:\/\//i);
  for (const at of [event.startedAt, event.endedAt]) expect(Number.isInteger(at ?? 0)).toBe(true);
  expectStorable(kept);
}

function expectSoundCommand(command: AlertCommand): void {
  expect(command.dedupKey).not.toBe('');
  if (command.type === 'comment') expect(command.text.trim()).not.toBe('');
  expectStorable(command);
}

function expectSoundMap(map: Readonly<Record<string, string>>): void {
  expect(Object.keys(map).length).toBeLessThanOrEqual(65);
  expect(Object.getPrototypeOf(map)).toBe(Object.prototype);
  for (const value of Object.values(map)) {
    expect(typeof value).toBe('string');
    expect([...value].length).toBeLessThanOrEqual(2_048);
  }
}

function expectStorable(value: unknown): void {
  if (typeof value === 'string') expect(storable(value)).toBe(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    expectStorable(key);
    expectStorable(item);
  }
}

const OUTCOME: Outcome = {
  events: [
    {
      alertId: 'alt_1',
      dedupKey: 'id:1',
      incidentId: 'inc_1',
      status: 'firing',
      occurrences: 1,
      action: 'opened',
      created: true,
      opened: true,
    },
  ],
  warnings: [],
  request: REQUEST,
};

describe.each(FORMATS.map((format) => ({ name: format.name, format })))('$name', ({ format }) => {
  const fixtures = fixturesOf(format);
  const { check, translate, read } = createReader(format);

  it('has a dozen fixtures and more', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(12);
  });

  for (const fixture of fixtures) {
    it(fixture.name, () => {
      const { expect: expected } = fixture;
      const act = () => read(bytesOf(fixture), contextOf(fixture));
      if (expected.refusal) {
        expect(refusalOf(format, act)).toEqual(expected.refusal);
        return;
      }
      const { events, commands = [], confirmation, warnings } = act();
      expect(confirmation).toEqual(expected.confirmation);
      const asWritten = events.map((event, at) => written(event, expected.events?.[at]));
      expect(asWritten).toEqual(expected.events);
      expect(commands).toEqual(expected.commands ?? []);
      expect(warnings).toEqual(expected.warnings);
      events.forEach(expectSound);
    });
  }

  it('says the same of the same payload, and leaves it as it was', () => {
    for (const fixture of fixtures.filter(({ expect: { events } }) => events)) {
      const payload = parseStrictJson(bytesOf(fixture));
      const before = structuredClone(payload);
      const first = translate(payload, contextOf(fixture));
      expect(translate(payload, contextOf(fixture))).toEqual(first);
      expect(payload).toEqual(before);
    }
  });

  it('makes sound events of whatever its schema lets pass, and refuses the rest with fields', () => {
    const bodies = fixtures.filter(({ body }) => body !== undefined);
    fc.assert(
      fc.property(
        fc.nat(bodies.length - 1),
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        (at, seed, n) => {
          const fixture = bodies[at] as Fixture;
          const random = seededRandom(seed);
          let payload = fixture.body;
          for (let step = 0; step < n; step++) payload = mutate(payload, random);
          try {
            const { events, commands = [] } = translate(payload, contextOf(fixture));
            events.forEach(expectSound);
            commands.forEach(expectSoundCommand);
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
            expect(error.status).toBe(422);
            expect(error.errors.length).toBeGreaterThan(0);
            expect(error.errors.length).toBeLessThanOrEqual(20);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it.each(HOSTILE_BODIES)('survives the hostile body: $name', ({ bytes }) => {
    const context = contextOf({ name: '', expect: {} });
    refusalOf(format, () => read(bytes, context).events.forEach(expectSound));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('replies and refuses in JSON, naming only what it was given', () => {
    expect(JSON.parse(JSON.stringify(format.toReply(OUTCOME).body))).toBeTypeOf('object');
    expect(format.toReply(OUTCOME).status).toBeLessThan(300);
    for (const status of [400, 401, 404, 409, 413, 415, 422, 429, 500, 503]) {
      const refusal = { status, code: 'some_code', detail: 'Some detail.', errors: [] };
      const reply = format.toError?.({ ...refusal, request: REQUEST });
      if (reply) expect(status === 422 ? [400, 422] : [status]).toContain(reply.status);
    }
  });

  it('has a schema that is JSON Schema 2020-12 and survives being served', () => {
    const served = JSON.parse(JSON.stringify(format.schema));
    expect(served.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(served.$id).toBeUndefined();
    const again = compileSchema(served);
    for (const { body } of fixtures.filter((fixture) => fixture.body !== undefined)) {
      expect(again(body)).toEqual(check(body));
    }
  });
});

describe('the list of formats', () => {
  it('finds formats by name and by the words of their URLs', () => {
    for (const format of FORMATS) expect(formatNamed(format.name)).toBe(format);
    expect(formatNamed('prometheus')?.name).toBe('alertmanager');
    expect(formatNamed('generic')?.name).toBe('regen');
  });

  it.each(['', 'toString', '__proto__', 'constructor', 'Regen'])('knows no format %o', (name) => {
    expect(formatNamed(name)).toBeUndefined();
  });
});
