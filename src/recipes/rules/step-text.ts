import type { PlannedStep } from './plan-steps.ts';

/** A step in one line for people: what would run, with each argument to be told from the next. */
export function stepText(step: PlannedStep): string {
  switch (step.kind) {
    case 'command':
      return step.argv.map(quoted).join(' ');
    case 'http':
      return `${step.method} ${step.url}`;
    case 'manual':
      return `by hand: ${step.instructions.split('\n')[0] ?? ''}`;
    case 'wait':
      return `wait ${step.seconds} s`;
  }
}

/** As it could be pasted into a shell, which never reads it here. */
function quoted(argument: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(argument)) return argument;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}
