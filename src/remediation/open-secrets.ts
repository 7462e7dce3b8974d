import { findSecretValues } from '../recipes/secret-queries.ts';
import type { Db } from '../store/connection.ts';
import type { Sealer, SealOwner } from '../tenants/sealing.ts';

/** Headers of a step as they are stored: values, or the names of secrets. */
export type BoundHeaders = Readonly<Record<string, string | { readonly secret: string }>>;

/** Headers as they are sent, and what in them nobody may see. */
export type OpenedHeaders =
  | { readonly headers: Readonly<Record<string, string>>; readonly hidden: readonly string[] }
  | { readonly missing: readonly string[] };

/** What a recipe's secret is sealed for. */
export function secretOwner(tenantId: string, name: string): SealOwner {
  return { tenantId, ownerId: `recipe secret ${name}` };
}

/** Puts secrets where headers name them, right before they are sent; they are stored nowhere else. */
export async function openSecrets(
  { db, sealer }: { readonly db: Db; readonly sealer: Sealer },
  tenantId: string,
  headers: BoundHeaders,
): Promise<OpenedHeaders> {
  const names = Object.values(headers).flatMap((value) =>
    typeof value === 'string' ? [] : [value.secret],
  );
  const sealed = await findSecretValues(db, tenantId, names);
  const missing = names.filter((name) => !sealed.has(name));
  if (missing.length > 0) return { missing };
  const values = new Map(
    [...sealed].map(([name, value]) => [name, sealer.open(value, secretOwner(tenantId, name))]),
  );
  const opened = Object.entries(headers).map(([header, value]) => [
    header,
    typeof value === 'string' ? value : (values.get(value.secret) ?? ''),
  ]);
  return { headers: Object.fromEntries(opened), hidden: [...values.values()] };
}

/** A text without the secrets that stand in it: an answer may repeat what it was asked with. */
export function withoutSecrets(text: string, hidden: readonly string[]): string {
  // “Bearer x” is repeated as “x” as well.
  const parts = hidden.flatMap((value) => [value, value.split(' ').at(-1) ?? value]);
  const long = parts.filter((part) => part.length >= 6).sort((a, b) => b.length - a.length);
  return long.reduce((shown, part) => shown.replaceAll(part, '(secret)'), text);
}
