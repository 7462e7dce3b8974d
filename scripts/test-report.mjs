import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * Vitest's reporter for `npm test`: writes to TOCSIN_TEST_REPORT how many tests passed, failed and
 * were skipped, and names those that failed, with the first line of why, and those that passed only
 * when they were tried again.
 */
export default class TestReport {
  onTestRunEnd(modules, errors) {
    const report = { passed: 0, failed: 0, skipped: 0, failures: [], again: [] };
    for (const module of modules) {
      const file = relative(process.cwd(), module.moduleId);
      noteErrors(report, file, module.errors());
      for (const suite of module.children.allSuites()) noteErrors(report, file, suite.errors());
      for (const test of module.children.allTests()) noteTest(report, file, test);
    }
    noteErrors(report, 'outside of all tests', errors);
    writeFileSync(process.env.TOCSIN_TEST_REPORT, JSON.stringify(report));
  }
}

function noteTest(report, file, test) {
  const { state, errors = [] } = test.result();
  const name = `${file} > ${test.fullName}`;
  if (state === 'failed') {
    report.failed++;
    report.failures.push(`${name}: ${firstLine(errors[0])}`);
    return;
  }
  if (state !== 'passed') {
    report.skipped++;
    return;
  }
  report.passed++;
  if (test.diagnostic()?.flaky) report.again.push(`${name}: ${firstLine(errors[0])}`);
}

/** What no single test is to blame for: a file that cannot be loaded, a hook that throws. */
function noteErrors(report, file, errors) {
  for (const error of errors) {
    report.failed++;
    report.failures.push(`${file}: ${firstLine(error)}`);
  }
}

function firstLine(error) {
  return (error?.message ?? 'no reason was given').split('\n', 1)[0].slice(0, 200);
}
