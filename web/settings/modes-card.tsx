import { toFailure } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { atLeast, useSession } from '../api/session.ts';
import { PlainSelect } from '../frame/plain-select.tsx';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import { KEY } from '../remediation/remediation-data.ts';
import { useServiceNames } from '../remediation/use-service-names.ts';
import { ModeForm } from './mode-form.tsx';
import own from './remediation-settings.module.css';
import {
  MODE_EFFECT,
  MODE_OPTIONS,
  MODES,
  type Mode,
  type ModeChange,
  type SetMode,
  saveMode,
} from './remediation-settings.ts';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';

interface ModesCardProps {
  readonly modes: readonly SetMode[];
  /** Where none is set. */
  readonly fallback: Mode;
}

/** How far remediation may go at which service and on which host. */
export function ModesCard({ modes, fallback }: ModesCardProps) {
  const mayChange = atLeast(useSession().role, 'admin');
  const names = useServiceNames();
  return (
    <SettingsCard title="Modes">
      <dl className={own.meanings}>
        {MODES.map((mode) => (
          <div key={mode}>
            <dt>{mode}</dt>
            <dd>{MODE_EFFECT[mode]}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.muted}>
        A run goes by the mode of its service and that of its host; the stricter one holds.{' '}
        {modes.length === 0 ? 'None is set: everything is in ' : 'Everything else is in '}
        {fallback}.
      </p>
      {modes.length > 0 ? (
        <ul className={own.modes} aria-label="Modes that are set">
          {modes.map((mode) => (
            <li key={`${mode.kind} ${mode.subject}`} className={own.mode}>
              <Row
                mode={mode}
                name={names.get(mode.subject) ?? mode.subject}
                mayChange={mayChange}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {mayChange ? <ModeForm onSet={(change) => setMode(change, null)} /> : null}
    </SettingsCard>
  );
}

interface RowProps {
  readonly mode: SetMode;
  readonly name: string;
  readonly mayChange: boolean;
}

function Row({ mode, name, mayChange }: RowProps) {
  const label = `${mode.kind} ${name}`;
  const change = (next: string) =>
    void setMode({ ...mode, name, mode: next as Mode }, mode.mode).catch((error) =>
      tellRefused(`The mode of ${label} was not changed`, toFailure(error).message),
    );
  return (
    <>
      <span className={own.subject}>
        <span className={classes.muted}>{mode.kind}</span> <span dir="auto">{name}</span>
      </span>
      {mayChange ? (
        <PlainSelect
          label={`Mode of ${label}`}
          value={mode.mode}
          options={MODE_OPTIONS}
          onChange={change}
        />
      ) : (
        <span>{mode.mode}</span>
      )}
    </>
  );
}

/** Sets it and says so; with Undo where it had another one. Throws what the hub refuses. */
async function setMode(change: ModeChange, before: Mode | null): Promise<void> {
  const { kind, subject, name, mode } = change;
  try {
    await saveMode(kind, subject, mode);
  } finally {
    for (const key of [KEY, 'audit']) void queryClient.invalidateQueries({ queryKey: [key] });
  }
  const undo = () => void setMode({ ...change, mode: before ?? mode }, null).catch(() => undefined);
  tellDone(`${name} is in ${mode} now`, before === null ? undefined : undo);
}
