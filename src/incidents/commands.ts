import { storable } from '../kernel/text.ts';
import type { CommentBody, EditIncidentBody, ReopenBody, ResolveBody } from './command-schemas.ts';
import type { Command } from './rules/lifecycle.ts';

// Request bodies as commands: text made storable, absent fields left out.

export function resolveCommand(input: ResolveBody): Command {
  return {
    type: 'resolve',
    ...(input.root_cause !== undefined && { rootCause: storable(input.root_cause) }),
    ...(input.resolution !== undefined && { resolution: storable(input.resolution) }),
  };
}

export function reopenCommand(input: ReopenBody): Command {
  return { type: 'reopen', reason: storable(input.reason.trim()) };
}

export function commentCommand(input: CommentBody): Command {
  return { type: 'comment', text: storable(input.text) };
}

export function editCommand(input: EditIncidentBody): Command {
  const { title, description, impact, root_cause, resolution, severity } = input;
  return {
    type: 'edit',
    fields: {
      ...(title !== undefined && { title: storable(title.trim()) }),
      ...(description !== undefined && { description: storable(description) }),
      ...(impact !== undefined && { impact: storable(impact) }),
      ...(root_cause !== undefined && { rootCause: storable(root_cause) }),
      ...(resolution !== undefined && { resolution: storable(resolution) }),
      ...(severity !== undefined && { severity }),
    },
  };
}
