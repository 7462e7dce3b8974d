import {
  type TNull,
  type TOptional,
  type TProperties,
  type TSchema,
  type TUnion,
  Type,
} from 'typebox';

type PatchProperties<P extends TProperties> = {
  [Key in keyof P]: P[Key] extends TSchema ? TOptional<TUnion<[P[Key], TNull]>> : never;
};

/** A settings patch: keys not given stay, null takes a key back to its default. */
export function patchSchema<P extends TProperties>(properties: P) {
  const nullable = Object.entries(properties).map(([key, schema]) => [
    key,
    Type.Optional(Type.Union([schema, Type.Null()])),
  ]);
  return Type.Object(Object.fromEntries(nullable) as PatchProperties<P>, {
    additionalProperties: false,
  });
}

/** `settings` with `patch` applied. */
export function patched<T extends object>(settings: T, patch: object | undefined): T {
  const merged = Object.entries({ ...settings, ...patch });
  return Object.fromEntries(
    merged.filter(([, value]) => value !== null && value !== undefined),
  ) as T;
}
