import { Icon, type IconName } from '../frame/icons.tsx';
import classes from './remediation.module.css';
import type { Proposal } from './remediation-data.ts';
import { type Look, riskWords } from './remediation-words.ts';

/** A state: a drawing, a colour where it matters, and the word. */
export function StateMark({ look: { word, icon, tone } }: { readonly look: Look }) {
  return (
    <span className={classes.mark} data-tone={tone}>
      <Icon name={icon} size={14} />
      {word}
    </span>
  );
}

const RISK_ICONS: Readonly<Record<Proposal['risk'], IconName>> = {
  none: 'search',
  low: 'down',
  medium: 'bolt',
  high: 'warning',
  critical: 'siren',
};

/** What a run may break: a drawing, a colour and the words. */
export function RiskMark({ risk }: { readonly risk: Proposal['risk'] }) {
  return (
    <span className={classes.mark} data-risk={risk}>
      <Icon name={RISK_ICONS[risk]} size={14} />
      {riskWords(risk)}
    </span>
  );
}
