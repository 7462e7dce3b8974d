import type { Clock, Instant } from '../kernel/time.ts';
import { SECOND } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { loadMonth, loadReport } from './load-page.ts';
import { renderMonth } from './render/render-month.ts';
import { renderMaintenance, renderReport } from './render/render-report.ts';
import type { HtmlDocument } from './render/shell.ts';
import type { PageLocale } from './render/strings.ts';
import type { SnapshotFace } from './snapshot-bundle.ts';

/** Renders what is too old to be in a snapshot, from the database. */
export interface LatePages {
  /** Undefined: there is no such thing. Throws when the database does not answer. */
  readonly render: (
    face: SnapshotFace,
    path: string,
    locale: PageLocale,
  ) => Promise<HtmlDocument | undefined>;
}

const MOST_KEPT = 200;
const KEPT_FOR = 30 * SECOND;
const MONTH = /^history\/(20\d\d-(?:0[1-9]|1[0-2]))$/;
const EVENT = /^(?:reports\/(rpt_[0-9a-z]{26})|maintenances\/(mnt_[0-9a-z]{26}))$/;

interface Kept {
  readonly until: Instant;
  readonly document: HtmlDocument | undefined;
}

/** Late pages; the last ones are kept for half a minute, for the sake of search engines' visits. */
export function createLatePages(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly publicUrl: string;
}): LatePages {
  const kept = new Map<string, Kept>();
  return {
    render: async (face, path, locale) => {
      if (!MONTH.test(path) && !EVENT.test(path)) return undefined;
      const key = [face.tenantId, face.hubId, face.version, locale, path].join('\n');
      const now = parts.clock();
      const known = kept.get(key);
      if (known && known.until > now) return known.document;
      const document = await renderLate(parts, face, path, locale);
      kept.delete(key);
      kept.set(key, { until: now + KEPT_FOR, document });
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return document;
    },
  };
}

async function renderLate(
  { store, clock, publicUrl }: Parameters<typeof createLatePages>[0],
  face: SnapshotFace,
  path: string,
  locale: PageLocale,
): Promise<HtmlDocument | undefined> {
  const { tenantId, hubId } = face;
  const now = clock();
  const request = { tenantId, hubId, now, publicUrl };
  const month = MONTH.exec(path)?.[1];
  if (month !== undefined) {
    if (!face.months.includes(month)) return undefined;
    return renderMonth(face, await loadMonth(store.db, request, month), face.months, locale);
  }
  const [, report, maintenance] = EVENT.exec(path) ?? [];
  const found = await loadReport(store.db, request, report ?? maintenance ?? '');
  if (!found) return undefined;
  const page = { ...face, at: now };
  return 'phase' in found
    ? renderMaintenance(page, found, locale)
    : renderReport(page, found, locale);
}
