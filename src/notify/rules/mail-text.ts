import { truncate } from '../../kernel/text.ts';
import type { Wording } from './telling.ts';

/** A mail's texts. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const FOOTER = 'What you are told is yours to choose: Settings, Notifications.';

/**
 * A notification as mail (design, "Mail"): the subject carries the state and the name, the first
 * line is what happened, there is one link, and the plain text reads as well as the HTML.
 */
export function mailText(wording: Wording, publicUrl: string): MailText {
  const { state, name, happened, facts, description, path, link } = wording;
  const url = `${publicUrl}${path}`;
  const lines = facts.map(([label, value]) => `${label}: ${value}`);
  const parts = [`${happened}\n${name}`, lines.join('\n'), description, `${link}: ${url}`];
  const text = [...parts.filter((part) => part !== ''), `-- \n${FOOTER}`].join('\n\n');
  return {
    subject: truncate(`${state}: ${name}`, 200),
    text: `${text}\n`,
    html: html(wording, url),
  };
}

function html({ happened, name, facts, description, link }: Wording, url: string): string {
  const rows = facts.map(([label, value]) => `${escaped(label)}: ${escaped(value)}`).join('<br>\n');
  return [
    '<!doctype html>',
    '<meta charset="utf-8">',
    '<div style="font-family:sans-serif;font-size:15px;line-height:1.5;max-width:36em">',
    `<p>${escaped(happened)}<br>\n<strong dir="auto">${escaped(name)}</strong></p>`,
    ...(rows === '' ? [] : [`<p>${rows}</p>`]),
    ...(description === ''
      ? []
      : [`<p dir="auto" style="white-space:pre-wrap">${escaped(description)}</p>`]),
    `<p><a href="${escaped(url)}">${escaped(link)}</a></p>`,
    `<p style="color:#666;font-size:13px">${escaped(FOOTER)}</p>`,
    '</div>',
    '',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, also inside an attribute. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
