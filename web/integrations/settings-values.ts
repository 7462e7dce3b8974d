import type { Integration } from './integration-data.ts';

export type Settings = Integration['settings'];
type SeverityMap = NonNullable<Settings['severity_map']>;
export type Severity = SeverityMap[string];

const WORDS: ReadonlySet<string> = new Set(['critical', 'high', 'medium', 'low', 'info']);

/** The sender's words and what they mean, one `word = severity` a line. */
export function mapText(map: SeverityMap | undefined): string {
  return Object.entries(map ?? {})
    .map(([word, severity]) => `${word} = ${severity}`)
    .join('\n');
}

/** What was typed as a map; null: nothing, so the format's own counts. A text: the faulty line. */
export function mapIn(text: string): SeverityMap | null | string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const map: Record<string, Severity> = {};
  for (const line of lines) {
    const at = line.lastIndexOf('=');
    const word = line.slice(0, Math.max(0, at)).trim();
    const severity = line
      .slice(at + 1)
      .trim()
      .toLowerCase();
    if (word === '' || !isSeverity(severity)) return line.trim();
    map[word] = severity;
  }
  return lines.length === 0 ? null : map;
}

function isSeverity(word: string): word is Severity {
  return WORDS.has(word);
}

/** A whole number as a form has it; null: left empty. */
function numberIn(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

/** What the form holds beside its text fields; null: as the format or the hub does. */
export interface SettingsDraft {
  readonly signature: NonNullable<Settings['signature']>;
  /** An API key will do instead. */
  readonly keys: boolean;
  readonly opens: readonly Severity[] | null;
  readonly onRecovery: NonNullable<Settings['on_recovery']> | null;
}

/** What the form holds at first. */
export function draftOf(settings: Settings): SettingsDraft {
  return {
    signature: settings.signature ?? 'required',
    keys: settings.accept_api_key ?? false,
    opens: settings.opens_incidents ?? null,
    onRecovery: settings.on_recovery ?? null,
  };
}

/** The form's settings as the hub takes them; null takes one back to its default. */
export function settingsIn(
  { signature, keys, opens, onRecovery }: SettingsDraft,
  severity_map: SeverityMap | null,
  field: (name: string) => string,
) {
  return {
    signature: signature === 'required' ? null : signature,
    accept_api_key: keys || null,
    default_service: field('service').trim() || null,
    severity_map,
    opens_incidents: opens && [...opens],
    on_recovery: onRecovery,
    close_after_minutes: onRecovery === 'close' ? numberIn(field('close_after')) : null,
    requests_per_minute: numberIn(field('requests')),
  };
}
