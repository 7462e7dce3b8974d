import { Icon } from './icons.tsx';
import classes from './toast-region.module.css';
import { dismissToast, holdToast, type Toast, undoLatest, useToasts } from './toasts.ts';
import { useCommands } from './use-commands.ts';

/** The messages at the edge of the page, above the thumb's bar. */
export function ToastRegion() {
  const toasts = useToasts();
  const undoable = toasts.some((toast) => toast.undo);
  const undo = { id: 'undo', label: 'Undo', group: 'Everywhere', keys: 'z', run: undoLatest };
  useCommands(
    'global',
    undoable ? [undo, { ...undo, id: 'undo-mod', keys: 'mod+z', hidden: true }] : [],
  );
  return (
    <section className={classes.region} aria-label="Messages">
      <div role="status" aria-live="polite">
        {toasts.map((toast) =>
          toast.kind === 'done' ? <Message key={toast.id} toast={toast} /> : null,
        )}
      </div>
      <div role="alert">
        {toasts.map((toast) =>
          toast.kind === 'refused' ? <Message key={toast.id} toast={toast} /> : null,
        )}
      </div>
    </section>
  );
}

function Message({ toast }: { readonly toast: Toast }) {
  const { id, kind, title, lines = [], undo } = toast;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only stays while it is pointed at
    <div
      className={classes.message}
      data-kind={kind}
      onPointerEnter={() => holdToast(id, true)}
      onPointerLeave={() => holdToast(id, false)}
      onFocus={() => holdToast(id, true)}
      onBlur={() => holdToast(id, false)}
    >
      <Icon name={kind === 'done' ? 'check' : 'warning'} className={classes.icon} />
      <div className={classes.text}>
        <span className={classes.title}>{title}</span>
        {lines.map((line) => (
          <span key={line} className={classes.line}>
            {line}
          </span>
        ))}
      </div>
      {undo ? (
        <button
          type="button"
          className={classes.undo}
          onClick={() => {
            dismissToast(id);
            undo();
          }}
        >
          Undo <kbd>z</kbd>
        </button>
      ) : null}
      <button
        type="button"
        className={classes.dismiss}
        aria-label="Dismiss"
        onClick={() => dismissToast(id)}
      >
        <Icon name="close" size={14} />
      </button>
    </div>
  );
}
