import { badRequest } from '../kernel/errors.ts';

const MULTIPART = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i;
const URLENCODED = /^application\/x-www-form-urlencoded\s*(;|$)/i;
const DISPOSITION = /^content-disposition\s*:\s*form-data\s*;(.*)$/im;

/** Whether a content type is that of a form. */
export function isForm(contentType: string): boolean {
  return MULTIPART.test(contentType) || URLENCODED.test(contentType);
}

/**
 * The bytes of one text field of a form (multipart/form-data, RFC 7578, or urlencoded). Throws 400
 * `missing_field` when there is none of that name. Files and other fields are not looked at.
 */
export function formField(contentType: string, body: Buffer, name: string): Buffer {
  const boundary = MULTIPART.exec(contentType);
  const found = boundary
    ? partNamed(body, boundary[1] ?? boundary[2] ?? '', name)
    : urlencodedField(body, name);
  if (found !== undefined) return found;
  const detail = `The form has no field named '${name}'.`;
  throw badRequest('missing_field', detail, [
    { pointer: `/${name}`, expected: 'a field that holds JSON', received: 'nothing' },
  ]);
}

function urlencodedField(body: Buffer, name: string): Buffer | undefined {
  const value = new URLSearchParams(body.toString('utf8')).get(name);
  return value === null ? undefined : Buffer.from(value);
}

function partNamed(body: Buffer, boundary: string, name: string): Buffer | undefined {
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  while (at >= 0) {
    const from = at + mark.length;
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), from);
    if (next < 0) return undefined;
    const content = contentOf(body.subarray(from, next), name);
    if (content !== undefined) return content;
    at = next + 2;
  }
  return undefined;
}

/** What a part holds, if it is the field of that name; `part` begins behind its boundary. */
function contentOf(part: Buffer, name: string): Buffer | undefined {
  const end = part.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = part.subarray(0, end).toString('latin1');
  const given = /;\s*name="([^"]*)"/i.exec(`;${DISPOSITION.exec(head)?.[1] ?? ''}`)?.[1];
  return given === name ? part.subarray(end + 4) : undefined;
}
