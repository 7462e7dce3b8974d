/** Collects plain text from the pieces of an HTML text, in their order. */
export interface PlainLines {
  readonly add: (piece: string, keepsSpace: boolean) => void;
  readonly newline: () => void;
  /** A block begins (`tag`) or ends (empty): it stands on lines of its own. */
  readonly block: (tag: string) => void;
  /** A link ends: its target is added unless it can be read already. */
  readonly link: (href: string) => void;
  readonly text: () => string;
}

export function createLines(): PlainLines {
  let text = '';
  let blockFrom = 0;
  const newline = () => {
    text = `${text.replace(/[ \t]+$/, '')}\n`;
  };
  return {
    newline,
    add: (piece, keepsSpace) => {
      const collapsed = keepsSpace ? piece : piece.replace(/\s+/g, ' ');
      const atBreak = text === '' || /\s$/.test(text);
      text += atBreak && !keepsSpace ? collapsed.trimStart() : collapsed;
    },
    block: (tag) => {
      if (text !== '' && !text.endsWith('\n')) newline();
      if (tag === 'p' && text !== '' && !text.endsWith('\n\n')) text += '\n';
      if (tag === 'li') text += '- ';
      blockFrom = text.length;
    },
    link: (href) => {
      const shown = href.replace(/^mailto:/, '');
      if (!text.slice(blockFrom).includes(shown)) text += ` (${shown})`;
      blockFrom = text.length;
    },
    text: () =>
      text
        .replace(/[ \t]+\n/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
  };
}
