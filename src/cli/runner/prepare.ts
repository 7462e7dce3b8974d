import type { ClaimedStep } from '../../remediation/runner-schemas.ts';
import type { AllowedProgram } from './admission.ts';
import type { Execution } from './execute.ts';
import type { Identity } from './identity.ts';

const MINIMAL = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
} as const;

/** Where `sudo` is: fixed, since a search path could be tampered with. */
const SUDO = '/usr/bin/sudo';

/** What is executed for an allowed step: the entry decides all but the arguments. */
export function prepareWith(
  identities: ReadonlyMap<string, Identity>,
  readEnvironment: (name: string) => string | undefined,
): (entry: AllowedProgram, step: ClaimedStep) => Execution {
  return (entry, step) => {
    const environment: Record<string, string> = { ...MINIMAL };
    for (const name of entry.environment) {
      const value = readEnvironment(name);
      if (value !== undefined) environment[name] = value;
    }
    const identity = entry.user === null ? null : (identities.get(entry.user) ?? null);
    const { program, folder } = entry;
    const shared = { folder, environment, identity };
    if (!entry.sudo) return { ...shared, program, args: step.args };
    return { ...shared, program: SUDO, args: ['-n', '--', program, ...step.args] };
  };
}
