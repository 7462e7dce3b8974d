import type { ReactNode } from 'react';
import classes from './markdown.module.css';

/**
 * A safe part of Markdown: paragraphs, lists, quotes, code, emphasis, links. It makes elements, never
 * HTML text, so that nothing in it can be more than words; links go to http, https and mailto only.
 */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={classes.markdown} dir="auto">
      {blocksOf(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text's blocks have no other name
        <Block key={index} block={block} />
      ))}
    </div>
  );
}

type BlockKind = 'paragraph' | 'list' | 'ordered' | 'quote' | 'heading' | 'code';

interface TextBlock {
  readonly kind: BlockKind;
  readonly lines: string[];
}

const STARTS: readonly (readonly [BlockKind, RegExp])[] = [
  ['heading', /^#{1,6}\s+/],
  ['list', /^\s{0,3}[-*+]\s+/],
  ['ordered', /^\s{0,3}\d{1,4}[.)]\s+/],
  ['quote', /^>\s?/],
];

const FENCE = /^\s{0,3}```/;

/** Splits a text into blocks, line by line. */
export function blocksOf(text: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  let open = null as TextBlock | null;
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const fenced = open?.kind === 'code';
    if (FENCE.test(line)) open = fenced ? null : begin(blocks, 'code');
    else if (fenced) open?.lines.push(line);
    else open = line.trim() === '' ? null : addLine(blocks, open, line);
  }
  return blocks;
}

/** Adds a line to the open block where it is of its kind, else to a new one. */
function addLine(blocks: TextBlock[], open: TextBlock | null, line: string): TextBlock {
  const [kind, content] = readLine(line);
  const block = open?.kind === kind && kind !== 'heading' ? open : begin(blocks, kind);
  block.lines.push(content);
  return block;
}

function begin(blocks: TextBlock[], kind: BlockKind): TextBlock {
  const block: TextBlock = { kind, lines: [] };
  blocks.push(block);
  return block;
}

function readLine(line: string): readonly [BlockKind, string] {
  for (const [kind, start] of STARTS) {
    if (start.test(line)) return [kind, line.replace(start, '')];
  }
  return ['paragraph', line];
}

function Block({ block: { kind, lines } }: { readonly block: TextBlock }) {
  const items = () =>
    lines.map((line, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a list's lines have no other name
      <li key={index}>{inline(line)}</li>
    ));
  switch (kind) {
    case 'list':
      return <ul>{items()}</ul>;
    case 'ordered':
      return <ol>{items()}</ol>;
    case 'quote':
      return <blockquote>{inline(lines.join('\n'))}</blockquote>;
    case 'heading':
      return (
        <p>
          <strong>{inline(lines.join(' '))}</strong>
        </p>
      );
    case 'code':
      return (
        <pre>
          <code>{lines.join('\n')}</code>
        </pre>
      );
    case 'paragraph':
      return <p>{inline(lines.join('\n'))}</p>;
  }
}

const INLINE =
  /`([^`\n]{1,1000})`|\*\*([^*\n]{1,1000})\*\*|\[([^\]\n]{1,300})\]\(([^)\s]{1,2000})\)|(https?:\/\/[^\s<>()"']{1,2000})|\*([^*\s][^*\n]{0,1000})\*|(?<![\w])_([^_\s][^_\n]{0,1000})_(?![\w])/g;

/** One run of text with its emphasis, code and links. */
function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    const { node, length } = span(match);
    parts.push(node);
    from = match.index + length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** What one match of {@link INLINE} becomes, and how much of the text that takes. */
function span(match: RegExpExecArray): { readonly node: ReactNode; readonly length: number } {
  const [whole, code, strong, label, target, url, emphasis, underlined] = match;
  const key = match.index;
  const { length } = whole;
  if (code) return { node: <code key={key}>{code}</code>, length };
  if (strong) return { node: <strong key={key}>{strong}</strong>, length };
  if (label && target) return { node: linkOr(whole, label, target, key), length };
  if (!url) return { node: <em key={key}>{emphasis ?? underlined}</em>, length };
  // What ends a sentence is not part of the address.
  const bare = url.replace(/[.,;:!?]+$/, '');
  return { node: linkOr(bare, bare, bare, key), length: bare.length };
}

function linkOr(text: string, label: string, target: string, key: number): ReactNode {
  const href = safeHref(target);
  return href ? (
    <a key={key} href={href} target="_blank" rel="noopener noreferrer nofollow">
      {label}
    </a>
  ) : (
    text
  );
}

/** An address that a link may lead to; null for anything that could do more than lead away. */
export function safeHref(target: string): string | null {
  try {
    const url = new URL(target);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
