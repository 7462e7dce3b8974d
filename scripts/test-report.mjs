import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const NOWHERE = 'outside of all tests';

/**
 * Vitest's reporter for `npm test`: writes to TOCSIN_TEST_REPORT, for each file, how many tests
 * passed, failed and were skipped, how long they took, and those that failed, with the beginning of
 * why.
 */
export default class TestReport {
  onTestRunEnd(modules, errors) {
    const report = {};
    for (const module of modules) {
      const counts = emptyCounts(module.diagnostic().duration);
      noteErrors(counts, module.errors());
      for (const suite of module.children.allSuites()) noteErrors(counts, suite.errors());
      for (const test of module.children.allTests()) noteTest(counts, test);
      report[relative(process.cwd(), module.moduleId)] = counts;
    }
    if (errors.length > 0) {
      report[NOWHERE] = emptyCounts(0);
      noteErrors(report[NOWHERE], errors);
    }
    writeFileSync(process.env.TOCSIN_TEST_REPORT, JSON.stringify(report));
  }
}

function emptyCounts(duration) {
  return { passed: 0, failed: 0, skipped: 0, seconds: duration / 1000, failures: [] };
}

function noteTest(counts, test) {
  const { state, errors = [] } = test.result();
  if (state === 'passed') counts.passed++;
  else if (state === 'failed') note(counts, `${test.fullName}: ${beginning(errors[0])}`);
  else counts.skipped++;
}

/** What no single test is to blame for: a file that cannot be loaded, a hook that throws. */
function noteErrors(counts, errors) {
  for (const error of errors) note(counts, beginning(error));
}

function note(counts, failure) {
  counts.failed++;
  counts.failures.push(failure);
}

function beginning(error) {
  const text = error?.message ?? 'no reason was given';
  return text.replace(/\s*\n\s*/g, ' / ').slice(0, 500);
}
