import { Parser } from 'htmlparser2';
import { storable, truncate } from '../kernel/text.ts';
import { createLines } from './plain-lines.ts';

/** Bytes (UTF-8) that a text of a report or maintenance may have. */
export const MAX_BODY_TEXT = 64 * 1024;
/** Characters of a title; longer ones are cut. */
const MAX_TITLE = 300;

/** What a sender wrote, safe to be shown: HTML of a few tags, and the same as plain text. */
export interface SafeBody {
  readonly html: string;
  readonly text: string;
}

const INLINE = new Set(['b', 'strong', 'i', 'em', 'u', 's', 'code', 'a']);
const BLOCK = new Set(['p', 'ul', 'ol', 'li', 'pre', 'blockquote']);
/** Blocks that we do not keep, but whose text must not run into their neighbours'. */
const AS_PARAGRAPH = new Set(
  'div h1 h2 h3 h4 h5 h6 section article header footer main table tr dl dt dd hr'.split(' '),
);
/** Tags that vanish; what is inside them stays. */
const TRANSPARENT = new Set(
  'span font img td th thead tbody center small big sub sup mark abbr del ins strike label html body'.split(
    ' ',
  ),
);
/** Tags that vanish with all that is inside them. */
const OPAQUE = new Set(
  'script style iframe object embed template noscript svg math title textarea select head xmp noembed noframes plaintext form button input video audio canvas applet frameset meta link base'.split(
    ' ',
  ),
);
/** Tags inside each other; deeper ones vanish. */
const MAX_DEPTH = 30;
const MAX_HREF = 2_000;

const isKnown = (name: string) =>
  name === 'br' || [INLINE, BLOCK, AS_PARAGRAPH, TRANSPARENT, OPAQUE].some((set) => set.has(name));

/**
 * Makes a text of a sender safe (research/statuspage.md §1.3, 17). Kept are `br p b strong i em u s
 * ul ol li a code pre blockquote`; links go to http, https and mailto only. What is written is built
 * anew from these tags and escaped text, so nothing else can get through. In a text with tags a
 * newline is white space, in one without it is a break. Words in angle brackets that are no tags
 * (`<host>`) are shown as they are.
 */
export function sanitizeBody(raw: string): SafeBody {
  const source = printable(storable(raw));
  const writer = createWriter(source, hasTags(source));
  feed(source, {
    onopentag: (name, attributes, at) => writer.open(name, attributes, at),
    onclosetag: (name) => writer.close(name),
    ontext: (text) => writer.text(text),
  });
  return writer.result();
}

/** A title as it is stored: one line of text, never HTML. Empty when nothing is left. */
export function sanitizeTitle(raw: string): string {
  return truncate(printable(storable(raw)).replace(/\s+/g, ' ').trim(), MAX_TITLE);
}

/** Without what no page and no feed can hold: controls but tab and newline, and non-characters. */
function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/(?![\t\n])[\p{Cc}\ufffe\uffff]/gu, '');
}

interface Events {
  readonly onopentag: (name: string, attributes: Record<string, string>, at: Span) => void;
  readonly onclosetag: (name: string) => void;
  readonly ontext: (text: string) => void;
}

/** Where a tag stands in the source. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function feed(source: string, events: Events): void {
  const parser = new Parser(
    {
      onopentag: (name, attributes) =>
        events.onopentag(name, attributes, { from: parser.startIndex, to: parser.endIndex + 1 }),
      onclosetag: (name) => events.onclosetag(name),
      ontext: (text) => events.ontext(text),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  // A tag that never ends is no tag: `latency <p99 and rising` must not swallow the rest.
  const open = source.indexOf('<', source.lastIndexOf('>') + 1);
  parser.write(open < 0 ? source : source.slice(0, open));
  if (open >= 0) events.ontext(source.slice(open));
  parser.end();
}

function hasTags(source: string): boolean {
  let found = false;
  const onopentag = (name: string) => {
    found ||= isKnown(name);
  };
  feed(source, { onopentag, onclosetag: () => {}, ontext: () => {} });
  return found;
}

interface OpenTag {
  readonly name: string;
  /** What closes it; null: it was not written. */
  readonly tag: string | null;
  readonly href: string | null;
}

function createWriter(source: string, isHtml: boolean) {
  let html = '';
  const lines = createLines();
  const stack: OpenTag[] = [];
  let opaque = 0;

  const write = (name: string, attributes: Record<string, string>): OpenTag => {
    const href = name === 'a' ? safeHref(attributes.href) : null;
    const tag = stack.length < MAX_DEPTH ? tagOf(name, href) : null;
    if (tag === null) return { name, tag, href: null };
    html += href === null ? `<${tag}>` : `<a href="${escapeHtml(href)}" rel="nofollow noopener">`;
    if (BLOCK.has(tag)) lines.block(tag);
    return { name, tag, href };
  };

  return {
    open: (name: string, attributes: Record<string, string>, at: Span) => {
      if (OPAQUE.has(name)) opaque += 1;
      if (opaque > 0) return;
      if (name === 'br') {
        html += '<br>';
        lines.newline();
      } else if (isKnown(name)) {
        stack.push(write(name, attributes));
      } else {
        const literal = source.slice(at.from, at.to);
        html += escapeHtml(literal);
        lines.add(literal, false);
      }
    },
    close: (name: string) => {
      if (OPAQUE.has(name)) opaque = Math.max(0, opaque - 1);
      if (opaque > 0 || stack.at(-1)?.name !== name) return;
      const { tag, href } = stack.pop() as OpenTag;
      if (href !== null) lines.link(href);
      if (tag === null) return;
      html += `</${tag}>`;
      if (BLOCK.has(tag)) lines.block('');
    },
    text: (text: string) => {
      if (opaque > 0) return;
      const kept = stack.some(({ tag }) => tag === 'pre');
      lines.add(text, kept || !isHtml);
      const escaped = escapeHtml(text);
      html += isHtml ? escaped : escaped.replaceAll('\n', '<br>');
    },
    result: (): SafeBody => ({ html: html.trim(), text: lines.text() }),
  };
}

/** What is written for a tag; null: nothing. */
function tagOf(name: string, href: string | null): string | null {
  if (name === 'a') return href === null ? null : 'a';
  if (AS_PARAGRAPH.has(name)) return 'p';
  return INLINE.has(name) || BLOCK.has(name) ? name : null;
}

/** The link's target as a browser understands it; null unless it goes where links may go. */
function safeHref(given: string | undefined): string | null {
  if (given === undefined || given.length > MAX_HREF || !URL.canParse(given)) return null;
  const url = new URL(given);
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that means itself inside HTML, also in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
