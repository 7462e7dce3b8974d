import type { Manifest } from './manifest.ts';

interface Known {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/**
 * Those of this program's migrations that make the archive's schema, in their order. Throws an Error
 * that names both versions when the archive is newer, and one that names the migration when its text
 * is another.
 */
export function matchMigrations<T extends Known>(
  manifest: Pick<Manifest, 'migrations' | 'hub_version'>,
  migrations: readonly T[],
  version: string,
): T[] {
  const wanted = manifest.migrations.map((had) => {
    const match = migrations.find((migration) => migration.version === had.version);
    if (!match) {
      const newest = migrations.at(-1)?.name ?? 'none';
      throw new Error(
        `The archive was made by Tocsin ${manifest.hub_version} and needs ${had.name}; this is ` +
          `Tocsin ${version}, whose newest migration is ${newest}. Use that version or a newer one.`,
      );
    }
    if (match.checksum === had.checksum) return match;
    throw new Error(
      `The archive was made with another text of migration ${had.name} than this program ` +
        `(Tocsin ${version}) has; it was made by Tocsin ${manifest.hub_version}.`,
    );
  });
  const had = new Set(wanted.map((migration) => migration.version));
  const newest = Math.max(0, ...had);
  const skipped = migrations.find((one) => one.version <= newest && !had.has(one.version));
  if (!skipped) return wanted;
  throw new Error(`The archive's hub never had migration ${skipped.name}, but later ones.`);
}
