import { Modal } from '@mantine/core';
import classes from './help-sheet.module.css';
import { type KeyCommand, shownKeys } from './keys.ts';
import { useOfferedCommands } from './use-commands.ts';

interface HelpSheetProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** All keys that work now; made from the commands themselves, so it cannot be wrong. */
export function HelpSheet({ opened, onClose }: HelpSheetProps) {
  const commands = useOfferedCommands().filter(({ keys }) => keys);
  const groups = Map.groupBy(commands, ({ group }) => group);
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={720}>
      <div className={classes.groups}>
        {[...groups].map(([group, members]) => (
          <section key={group} className={classes.group}>
            <h3 className={classes.heading}>{group}</h3>
            <dl className={classes.list}>
              {distinct(members).map((command) => (
                <div key={command.id} className={classes.line}>
                  <dt>{command.label}</dt>
                  <dd className={classes.keys}>
                    {shownKeys(command.keys ?? '').map((key, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice
                      <kbd key={`${key}${index}`}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

/** Several keys for the same thing are listed once, by the first. */
function distinct(commands: readonly KeyCommand[]): readonly KeyCommand[] {
  return [
    ...new Map(commands.toReversed().map((command) => [command.label, command])).values(),
  ].reverse();
}
