import type { Incident } from '../api/shapes.ts';
import { copyAndTell } from '../frame/copying.ts';
import type { IconName } from '../frame/icons.tsx';
import type { KeyCommand } from '../frame/keys.ts';
import { type AskedType, askFor } from './asked-commands.ts';
import { incidentAsMarkdown } from './incident-markdown.ts';
import { runCommand } from './run-commands.ts';
import type { Command, CommandType } from './send-command.ts';

/** Something that can be done with an incident: a button, a key and a line in the palette. */
export interface IncidentAction extends KeyCommand {
  readonly icon: IconName;
  /** The thing to do next; others stand behind it. */
  readonly primary: boolean;
}

interface Offer {
  readonly label: string;
  readonly keys: string;
  readonly icon: IconName;
  /** What the server calls it; null: it changes nothing. */
  readonly needs: CommandType | 'run_action' | 'publish' | null;
  /** Whether it makes sense now, besides being allowed. */
  readonly fits?: (incident: Incident) => boolean;
  readonly primary?: (incident: Incident) => boolean;
  readonly does: Command | AskedType | ((incident: Incident) => void);
}

/** The id of the comment's field on the page. */
export const COMMENT_FIELD = 'comment-field';

const isTriggered = ({ progress }: Incident) => progress === 'triggered';
const isAcknowledged = ({ progress }: Incident) => progress === 'acknowledged';
const isOpen = ({ progress }: Incident) => progress !== 'closed';
const isSnoozed = ({ snoozed_until: until }: Incident) =>
  until !== null && Date.parse(until) > Date.now();

/** As this browser reaches it, which is how its reader will. */
const linkTo = ({ id }: Incident) => `${location.origin}/incidents/${id}`;

/** Everything that can be done with an incident, the most likely first. */
const OFFERS: readonly Offer[] = [
  {
    label: 'Acknowledge',
    keys: 'a',
    icon: 'check',
    needs: 'acknowledge',
    fits: isTriggered,
    primary: () => true,
    does: { type: 'acknowledge' },
  },
  {
    label: 'Resolve',
    keys: 'r',
    icon: 'check-double',
    needs: 'resolve',
    fits: isOpen,
    primary: isAcknowledged,
    does: { type: 'resolve', body: {} },
  },
  {
    label: 'Reopen',
    keys: 'R',
    icon: 'reopen',
    needs: 'reopen',
    fits: (incident) => !isOpen(incident),
    primary: () => true,
    does: 'reopen',
  },
  {
    label: 'Snooze',
    keys: 's',
    icon: 'moon',
    needs: 'snooze',
    fits: (incident) => !isSnoozed(incident),
    does: 'snooze',
  },
  { label: 'Wake', keys: 'w', icon: 'sun', needs: 'wake', fits: isSnoozed, does: { type: 'wake' } },
  { label: 'Assign', keys: 'i', icon: 'user', needs: 'assign', does: 'assign' },
  {
    label: 'Add responders',
    keys: 'p',
    icon: 'user-plus',
    needs: 'add_responders',
    does: 'add_responders',
  },
  {
    label: 'Acknowledge, too',
    keys: 'a',
    icon: 'check',
    needs: 'acknowledge',
    fits: isAcknowledged,
    does: { type: 'acknowledge' },
  },
  {
    label: 'Take the acknowledgement back',
    keys: 'A',
    icon: 'undo',
    needs: 'unacknowledge',
    fits: isAcknowledged,
    does: { type: 'unacknowledge' },
  },
  {
    label: 'Resolve with notes',
    keys: 'e',
    icon: 'edit',
    needs: 'resolve',
    fits: isOpen,
    does: 'resolve',
  },
  { label: 'Merge others into this', keys: 'm', icon: 'merge', needs: 'merge', does: 'merge' },
  { label: 'Comment', keys: 'c', icon: 'comment', needs: 'comment', does: comment },
  { label: 'Run an action', keys: '!', icon: 'bolt', needs: 'run_action', does: 'run_action' },
  { label: 'Publish', keys: 'P', icon: 'screen', needs: 'publish', does: 'publish' },
  {
    label: 'Copy link',
    keys: 'y',
    icon: 'link',
    needs: null,
    does: (incident) => void copyAndTell(linkTo(incident), 'Link'),
  },
  {
    label: 'Copy as Markdown',
    keys: 'Y',
    icon: 'copy',
    needs: null,
    does: (incident) =>
      void copyAndTell(incidentAsMarkdown(incident, linkTo(incident)), 'Markdown'),
  },
];

/** What of it can be done now. */
export function actionsOf(incident: Incident, mayAct: boolean): readonly IncidentAction[] {
  const allowed = ({ needs, fits = () => true }: Offer) =>
    needs === null || (mayAct && isAllowed(incident, needs) && fits(incident));
  return OFFERS.filter(allowed).map(({ label, keys, icon, primary, does }) => ({
    id: `incident-${label}`,
    label,
    group: 'This incident',
    keys,
    icon,
    primary: primary?.(incident) ?? false,
    run: () => perform(incident, does),
  }));
}

/** Publishing changes a status page, not the incident: its state forbids it never. */
function isAllowed({ allowed_commands }: Incident, needs: CommandType | 'run_action' | 'publish') {
  return needs === 'publish' || allowed_commands.includes(needs);
}

function perform(incident: Incident, does: Offer['does']): void {
  if (typeof does === 'function') does(incident);
  else if (typeof does === 'string') askFor(does, [incident]);
  else void runCommand(incident, does);
}

/** Into the field below the timeline; beside the list, where there is none, into a dialog. */
function comment(incident: Incident): void {
  const field = document.getElementById(COMMENT_FIELD);
  if (!field) {
    askFor('comment', [incident]);
    return;
  }
  field.scrollIntoView({ block: 'center' });
  field.focus();
}
