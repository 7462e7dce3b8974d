import { readArchive } from '../store/archive/read-archive.ts';
import { openArchive } from './archive-streams.ts';
import { summaryOf, wordsFor } from './archive-summary.ts';
import { parseKeys } from './archived-keys.ts';

/** Reads a whole archive and says whether every table is as it was written; throws when not. */
export async function verifyBackup(
  file: string,
  options: { readonly json?: boolean },
): Promise<void> {
  const { manifest, totals } = await readArchive(await openArchive(file), {
    begin: async ({ kind }, keys) => {
      if (kind === 'hub') parseKeys(keys);
    },
    rows: async () => {},
  });
  if (options.json) return console.log(JSON.stringify({ file, ...summaryOf(manifest, totals) }));
  const what = manifest.tenant ? `tenant ${manifest.tenant.slug}` : 'the whole hub';
  console.log(`${file} is whole: ${what}, ${wordsFor(manifest, totals)}.`);
  console.log(`Made ${manifest.made_at} by Tocsin ${manifest.hub_version}.`);
}
