import { storable } from '../kernel/text.ts';
import type {
  CommentBody,
  EditIncidentBody,
  PeopleBody,
  ReopenBody,
  ResolveBody,
  SnoozeBody,
} from './command-schemas.ts';
import { readFieldValues } from './custom-field-values.ts';
import { requirePeople } from './people-refs.ts';
import type { EditedFields } from './rules/edit.ts';
import type { LateCommand, SingleCommand } from './run-command.ts';

// Request bodies as commands: text made storable, absent fields left out.

export function assignCommand({ people }: PeopleBody): LateCommand {
  return {
    type: 'assign',
    input: { people },
    read: async (tx, tenantId) => ({
      type: 'assign',
      people: await requirePeople(tx, tenantId, people),
    }),
  };
}

export function addRespondersCommand({ people }: PeopleBody): LateCommand {
  return {
    type: 'add_responders',
    input: { people },
    read: async (tx, tenantId) => ({
      type: 'add_responders',
      people: await requirePeople(tx, tenantId, people),
    }),
  };
}

export function snoozeCommand({ minutes }: SnoozeBody): SingleCommand {
  return { type: 'snooze', minutes };
}

export function resolveCommand(input: ResolveBody): SingleCommand {
  return {
    type: 'resolve',
    ...(input.root_cause !== undefined && { rootCause: storable(input.root_cause) }),
    ...(input.resolution !== undefined && { resolution: storable(input.resolution) }),
  };
}

export function reopenCommand(input: ReopenBody): SingleCommand {
  return { type: 'reopen', reason: storable(input.reason.trim()) };
}

export function commentCommand(input: CommentBody): SingleCommand {
  return { type: 'comment', text: storable(input.text) };
}

/** With custom fields the command is made inside the transaction, by their definitions. */
export function editCommand({
  custom_fields,
  ...input
}: EditIncidentBody): SingleCommand | LateCommand {
  const fields = editedFields(input);
  if (custom_fields === undefined) return { type: 'edit', fields };
  return {
    type: 'edit',
    input: { fields, custom_fields },
    read: async (tx, tenantId) => ({
      type: 'edit',
      fields,
      customFields: await readFieldValues(tx, tenantId, custom_fields),
    }),
  };
}

function editedFields(input: Omit<EditIncidentBody, 'custom_fields'>): EditedFields {
  const { title, description, impact, root_cause, resolution, severity } = input;
  return {
    ...(title !== undefined && { title: storable(title.trim()) }),
    ...(description !== undefined && { description: storable(description) }),
    ...(impact !== undefined && { impact: storable(impact) }),
    ...(root_cause !== undefined && { rootCause: storable(root_cause) }),
    ...(resolution !== undefined && { resolution: storable(resolution) }),
    ...(severity !== undefined && { severity }),
  };
}
