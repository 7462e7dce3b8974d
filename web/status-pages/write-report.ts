import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import type { Report } from './report-data.ts';
import { publishedWords } from './state-words.ts';
import { KEY, type Sent } from './status-data.ts';
import { asList, type Writing } from './writing.ts';
import { instantAt } from './zones.ts';

type UpdateBody = Sent<'/api/v1/hubs/{id}/reports', 'post'>;

/** What is written to. */
export type Target =
  | { readonly type: 'new' }
  | { readonly type: 'next'; readonly report: Report }
  | { readonly type: 'draft' | 'public'; readonly report: Report; readonly updateId: string };

/** What has become of it; the report's id. */
interface Outcome {
  readonly reportId: string;
  readonly warnings: readonly string[];
}

/** Stores what was written, as a draft or public; tells so, with Undo while nobody was told. */
export async function writeReport(
  hubId: string,
  target: Target,
  writing: Writing,
  draft: boolean,
  zone: string,
): Promise<Outcome> {
  if (target.type === 'draft' || target.type === 'public') {
    return changeUpdate(hubId, target, writing, draft, zone);
  }
  const body = { ...bodyOf(writing, zone), silent: writing.silent, draft };
  const path = { id: hubId };
  const written =
    target.type === 'new'
      ? unwrap(await api.POST('/api/v1/hubs/{id}/reports', { params: { path }, body }))
      : unwrap(
          await api.POST('/api/v1/hubs/{id}/reports/{report_id}/updates', {
            params: { path: { ...path, report_id: target.report.id } },
            body,
          }),
        );
  tellWritten(hubId, written, draft);
  return { reportId: written.report.id, warnings: written.warnings };
}

/** What the hub answers when something was written. */
interface Written {
  readonly report: { readonly id: string };
  readonly update_id: string;
  readonly recipients: number;
  readonly told_at: string | null;
}

/** Says what was stored or published; a publication can be taken back for the grace of the hub. */
export function tellWritten(hubId: string, written: Written, draft: boolean): void {
  if (draft) {
    tellDone('The draft was saved');
    return;
  }
  const { report, update_id, recipients, told_at } = written;
  const words = publishedWords('Published', { recipients, told_at });
  tellDone(words, () => void takeBack(hubId, report.id, update_id));
}

async function takeBack(hubId: string, report_id: string, update_id: string): Promise<void> {
  try {
    const params = { path: { id: hubId, report_id, update_id } };
    unwrap(
      await api.DELETE('/api/v1/hubs/{id}/reports/{report_id}/updates/{update_id}', { params }),
    );
    tellDone('Taken back: it is a draft again, and nobody is told');
  } catch (error) {
    tellRefused('It could not be taken back', toFailure(error).message);
  } finally {
    void queryClient.invalidateQueries({ queryKey: [KEY] });
  }
}

async function changeUpdate(
  hubId: string,
  target: Extract<Target, { updateId: string }>,
  writing: Writing,
  draft: boolean,
  zone: string,
): Promise<Outcome> {
  const path = { id: hubId, report_id: target.report.id, update_id: target.updateId };
  const report = unwrap(
    await api.PATCH('/api/v1/hubs/{id}/reports/{report_id}/updates/{update_id}', {
      params: { path },
      body: bodyOf(writing, zone),
    }),
  );
  if (target.type === 'draft' && !draft) {
    const { silent } = writing;
    const written = unwrap(
      await api.POST('/api/v1/hubs/{id}/reports/{report_id}/updates/{update_id}/publish', {
        params: { path },
        body: { silent },
      }),
    );
    tellWritten(hubId, written, false);
    return { reportId: report.id, warnings: written.warnings };
  }
  tellDone(target.type === 'draft' ? 'The draft was saved' : 'The update was corrected');
  return { reportId: report.id, warnings: [] };
}

function bodyOf({ title, body, state, statuses, startClock }: Writing, zone: string): UpdateBody {
  const start = instantAt(startClock, zone);
  return {
    title: title.trim(),
    body,
    state,
    ...(state !== 'resolved' && { statuses: asList(statuses) }),
    ...(start && { start_time: new Date(start.instant).toISOString() }),
  };
}
