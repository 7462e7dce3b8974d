import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isObject } from '../../kernel/json.ts';
import type { Trouble } from '../../kernel/yaml-source.ts';
import { KINDS } from './kinds.ts';
import { type PlacedEntry, refuseTroubles, type WantedTenant } from './read-files.ts';

/** Puts texts that are in files of their own into the entries that name them. */
export function includeTexts(tenants: readonly WantedTenant[]): readonly WantedTenant[] {
  const troubles: Trouble[] = [];
  const included = tenants.map((tenant) => {
    const entries = new Map(tenant.entries);
    for (const { name, files = [] } of KINDS) {
      const placed = entries.get(name);
      if (placed === undefined || files.length === 0) continue;
      entries.set(
        name,
        placed.map((one) => files.reduce((entry, field) => include(entry, field, troubles), one)),
      );
    }
    return { ...tenant, entries };
  });
  refuseTroubles(troubles);
  return included;
}

function include(placed: PlacedEntry, field: string, troubles: Trouble[]): PlacedEntry {
  const { entry, source, path } = placed;
  const given = entry[field];
  if (!isObject(given)) return placed;
  const file = resolve(dirname(source.file), String(given.file));
  try {
    return { ...placed, entry: { ...entry, [field]: readFileSync(file, 'utf8') } };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = `the file ${file} cannot be read (${code ?? 'unreadable'})`;
    troubles.push(source.trouble([...path, field], message));
    return placed;
  }
}
