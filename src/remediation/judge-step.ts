import { extracted, isFound } from '../recipes/rules/linear-pattern.ts';
import type { CommandExpectation, HttpExpectation } from '../recipes/rules/recipe-schema.ts';

/** Why the command's step failed; null: it is as expected. Without expectations it has to exit with 0. */
export function judgeCommand(
  expect: CommandExpectation,
  ended: { readonly exitCode: number | null; readonly output: string },
): string | null {
  const { exit_codes: codes = [0], stdout_matches, stdout_lacks, stdout_number } = expect;
  const { exitCode, output } = ended;
  if (exitCode === null) return 'it did not exit by itself';
  if (!codes.includes(exitCode)) {
    return `it exited with ${exitCode}, expected ${codes.join(' or ')}`;
  }
  if (stdout_matches !== undefined && !isFound(stdout_matches, output)) {
    return `its output has nothing that matches ${stdout_matches}`;
  }
  if (stdout_lacks !== undefined && isFound(stdout_lacks, output)) {
    return `its output has what matches ${stdout_lacks}`;
  }
  return stdout_number === undefined ? null : judgeNumber(stdout_number, output);
}

function judgeNumber(
  { extract, at_least, at_most }: NonNullable<CommandExpectation['stdout_number']>,
  output: string,
): string | null {
  const text = extracted(extract, output)?.trim() ?? '';
  const number = text === '' ? Number.NaN : Number(text);
  if (Number.isNaN(number)) return `its output has no number at ${extract}`;
  if (at_least !== undefined && number < at_least) {
    return `it says ${number}, expected at least ${at_least}`;
  }
  if (at_most !== undefined && number > at_most) {
    return `it says ${number}, expected at most ${at_most}`;
  }
  return null;
}

/** Why the request's step failed; null: it is as expected. Without expectations: any 2xx. */
export function judgeHttp(
  expect: HttpExpectation,
  answer: { readonly status: number; readonly body: string },
): string | null {
  const { status: codes, body_matches } = expect;
  const fine = codes ? codes.includes(answer.status) : answer.status >= 200 && answer.status < 300;
  if (!fine) return `it was answered ${answer.status}, expected ${codes?.join(' or ') ?? '2xx'}`;
  if (body_matches !== undefined && !isFound(body_matches, answer.body)) {
    return `the answer has nothing that matches ${body_matches}`;
  }
  return null;
}
