import { truncate } from '../../kernel/text.ts';
import type { Wording } from './telling.ts';

/** The body of a Slack-compatible incoming webhook. */
export interface ChatMessage {
  readonly text: string;
}

/**
 * A notification as a chat message: Slack's mrkdwn in `text` alone, which Mattermost, Rocket.Chat
 * and the others that take Slack's webhooks understand as well.
 */
export function chatMessage(wording: Wording, publicUrl: string): ChatMessage {
  const { state, name, happened, facts, description, path } = wording;
  const link = `<${escapedChat(`${publicUrl}${path}`)}|${escapedChat(name)}>`;
  const line = facts.map(([label, value]) => `${label}: ${escapedChat(value)}`).join(' · ');
  const parts = [
    `*${escapedChat(state)}*: ${link}`,
    escapedChat(happened),
    line,
    quoted(truncate(description, 300)),
  ];
  return { text: parts.filter((part) => part !== '').join('\n') };
}

function quoted(text: string): string {
  return text === '' ? '' : escapedChat(text).replaceAll(/^/gm, '>');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Whom chats call by a plain `@name`; a zero-width space makes it mere text. */
const MENTION = /@(?=(?:channel|here|everyone|all|group)\b)/gi;

/**
 * Text as a chat shows it: Slack's three characters are escaped, so that no link, command or
 * `<!channel>` can be made of it; what Mattermost and Discord call everybody by is broken.
 */
export function escapedChat(text: string): string {
  return text
    .replaceAll(/[&<>]/g, (character) => ENTITIES[character] ?? '')
    .replaceAll(MENTION, '@\u200b');
}
