import { type Static, Type } from 'typebox';
import type { FormatInfo } from '../tenants/tenants-context.ts';
import { FORMATS } from './formats.ts';
import { SAMPLES } from './samples.ts';

const FormatView = Type.Object({
  name: Type.String(),
  title: Type.String(),
  signature: Type.Union([
    Type.Object({
      header: Type.String(),
      prefix: Type.Enum(['required', 'optional', 'none', 'v1'], {
        description: '`sha256=` before the digest; `v1`: `v1=` instead, one or more with commas',
      }),
    }),
    Type.Null(),
  ]),
  credential: Type.Enum(['secret', 'api_key', 'none', 'key'], {
    description:
      'What a sender needs beside the URL; `none`: it signs with a key of its vendor’s; `key`: the integration’s own key, which the format’s URLs do not hold',
  }),
  schema: Type.Unknown({ description: 'JSON Schema 2020-12 of the body' }),
  sample: Type.Unknown({ description: 'A body that opens an alert' }),
});

export const FormatList = Type.Object({ data: Type.Array(FormatView) });
export type FormatList = Static<typeof FormatList>;

const CREDENTIALS = { hmac: 'secret', none: 'api_key', message: 'none', key: 'key' } as const;

/** The formats of this hub, for the gallery and for senders. */
export function listFormats(context: { readonly formats: readonly FormatInfo[] }): FormatList {
  const offered = new Set(context.formats.map((format) => format.name));
  const data = FORMATS.filter((format) => offered.has(format.name)).map(
    ({ name, title, auth, schema }) => ({
      name,
      title,
      signature:
        auth.kind === 'hmac' ? { header: auth.headers[0] ?? '', prefix: auth.prefix } : null,
      credential: CREDENTIALS[auth.kind],
      schema,
      sample: SAMPLES[name] ?? null,
    }),
  );
  return { data };
}
