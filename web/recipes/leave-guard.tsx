import { Button, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import text from '../settings/settings.module.css';

/** Asks before a page with unsaved words is left, or its tab closed. */
export function LeaveGuard({ active }: { readonly active: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => active && current.pathname !== next.pathname,
    enableBeforeUnload: active,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Modal opened onClose={blocker.reset} title="Leave without saving?">
      <div className={text.form}>
        <p>What you changed here is not saved, and would be lost.</p>
        <div className={text.buttons}>
          <Button variant="default" onClick={blocker.reset}>
            Stay
          </Button>
          <Button variant="default" className={text.danger} onClick={blocker.proceed}>
            Leave
          </Button>
        </div>
      </div>
    </Modal>
  );
}
