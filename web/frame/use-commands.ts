import { useEffect, useRef, useSyncExternalStore } from 'react';
import {
  type KeyCommand,
  type KeyScope,
  offerCommands,
  offeredCommands,
  onCommandsChange,
} from './keys.ts';

/**
 * Offers commands while the component is there. What a command does may change from render to
 * render; a change of which commands there are registers them anew.
 */
export function useCommands(scope: KeyScope, commands: readonly KeyCommand[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const signature = commands.map(({ id, keys, label }) => `${id}\n${keys}\n${label}`).join('\0');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the commands
  useEffect(() => {
    const stable = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find(({ id }) => id === command.id)?.run(),
    }));
    return offerCommands(scope, stable);
  }, [scope, signature]);
}

/** Everything that can be done now. */
export function useOfferedCommands(): readonly KeyCommand[] {
  return useSyncExternalStore(onCommandsChange, offeredCommands);
}
