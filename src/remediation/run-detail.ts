import type { Db } from '../store/connection.ts';
import type { RunDetail } from './remediation-schemas.ts';
import { showRun, showStep } from './remediation-view.ts';
import { listSteps, type RunRow } from './run-queries.ts';

/** A run with its steps and what they put out so far. */
export async function showRunDetail(db: Db, tenantId: string, run: RunRow): Promise<RunDetail> {
  const steps = await listSteps(db, tenantId, run.run_id);
  return { ...showRun(run), steps: steps.map(showStep) };
}
