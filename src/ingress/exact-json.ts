/**
 * Reads JSON text that `JSON.parse` has accepted, key by key. V8 (Node 24.21) takes a key with an
 * escape for another one of the same length that an earlier object had in its place, if the two
 * begin alike as written: after `{"\\":0}`, whoever sent that, `{"\n":0}` is read as `{"\\":0}`.
 * Slow, and needed only for bodies whose keys have escapes.
 */
export function readExactJson(text: string): unknown {
  return readValue({ text, at: 0 });
}

interface Reading {
  readonly text: string;
  at: number;
}

const SCALAR = /[^\s,\]}]+/y;
const SPACE = /\s*/y;

function skip(reading: Reading, pattern: RegExp): string {
  pattern.lastIndex = reading.at;
  const [found = ''] = pattern.exec(reading.text) ?? [];
  reading.at += found.length;
  return found;
}

/** The next character that is no white space. */
function peek(reading: Reading): string | undefined {
  skip(reading, SPACE);
  return reading.text[reading.at];
}

function readValue(reading: Reading): unknown {
  switch (peek(reading)) {
    case '{':
      return readObject(reading);
    case '[':
      return readArray(reading);
    case '"':
      return readString(reading);
    default:
      return JSON.parse(skip(reading, SCALAR));
  }
}

function readString(reading: Reading): string {
  const from = reading.at++;
  while (reading.text[reading.at] !== '"') reading.at += reading.text[reading.at] === '\\' ? 2 : 1;
  return JSON.parse(reading.text.slice(from, ++reading.at));
}

function readArray(reading: Reading): unknown[] {
  const items: unknown[] = [];
  for (reading.at++; peek(reading) !== ']'; ) {
    items.push(readValue(reading));
    if (peek(reading) === ',') reading.at++;
  }
  reading.at++;
  return items;
}

function readObject(reading: Reading): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (reading.at++; peek(reading) !== '}'; ) {
    const key = readString(reading);
    peek(reading);
    // Over the colon.
    reading.at++;
    entries.push([key, readValue(reading)]);
    if (peek(reading) === ',') reading.at++;
  }
  reading.at++;
  return Object.fromEntries(entries);
}
