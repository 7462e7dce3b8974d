import type { Format } from './integration-data.ts';
import classes from './integrations.module.css';

/** What each format is for; one that is not named here shows its title alone. */
const ABOUT: Readonly<Record<string, string>> = {
  regen: 'For scripts and every tool that posts JSON. Signed with HMAC-SHA256.',
  alertmanager: 'Alertmanager’s own webhook, with nothing between. Uses an API key.',
  causeflow: 'For senders made for CauseFlow. Every tenant has its address already.',
  openremedy: 'For senders made for OpenRemedy. Signed with HMAC-SHA256.',
};

interface FormatGalleryProps {
  readonly formats: readonly Format[];
  readonly chosen: Format | null;
  readonly onChoose: (format: Format) => void;
}

/** What an integration may speak. */
export function FormatGallery({ formats, chosen, onChoose }: FormatGalleryProps) {
  return (
    <section className={classes.stack} aria-labelledby="formats">
      <h2 id="formats">What will send?</h2>
      <ul className={classes.gallery}>
        {formats.map((format) => (
          <li key={format.name}>
            <button
              type="button"
              className={classes.card}
              aria-pressed={format.name === chosen?.name}
              onClick={() => onChoose(format)}
            >
              <strong>{format.title}</strong>
              <span className={classes.note}>{ABOUT[format.name] ?? ''}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
