import { Age } from '../frame/age.tsx';
import { Icon, type IconName } from '../frame/icons.tsx';
import own from './remediation-settings.module.css';
import type { Runner } from './runner-data.ts';

const STATES: Readonly<Record<Runner['state'], readonly [IconName, string]>> = {
  waiting: ['clock', 'Waiting for it'],
  online: ['check', 'Online'],
  offline: ['warning', 'Offline'],
  revoked: ['close', 'Revoked'],
};

/** How a runner is doing: a drawing, a colour and the words; since when, where it is gone. */
export function RunnerMark({ runner }: { readonly runner: Runner }) {
  const { state, last_seen_at } = runner;
  const [icon, word] = STATES[state];
  return (
    <span className={own.state} data-state={state}>
      <Icon name={icon} size={14} /> {word}
      {state === 'offline' && last_seen_at ? (
        <>
          {' '}
          for <Age at={last_seen_at} />
        </>
      ) : null}
    </span>
  );
}
