/** Text that is markup already; everything else is escaped when it enters a template. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What a template takes: text is escaped, lists are joined, `null` and `false` leave nothing. */
export type Piece = Markup | string | number | null | false | readonly Piece[];

// Characters that XML 1.0 does not have, also not as references. HTML does well without them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is looked for
const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;
const SPECIAL = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and quoted attributes, of HTML and of XML. */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(UNWANTED, '')
    .replace(SPECIAL, (char) => ENTITIES[char] ?? char);
}

/** Builds markup from a template; whatever is put in is escaped unless it is markup itself. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let text = parts[0] ?? '';
  for (const [index, piece] of pieces.entries()) text += textOf(piece) + (parts[index + 1] ?? '');
  return new Markup(text);
}

function textOf(piece: Piece): string {
  if (piece === null || piece === false) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(textOf).join('');
  return escapeMarkup(String(piece));
}

/** Marks text as markup. Only for what we wrote or sanitised ourselves. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** A URL that may stand in `href` or `src`, or null: only `https:`, `http:`, `mailto:` pass. */
export function safeUrl(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null;
  const { protocol } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' || protocol === 'mailto:' ? url : null;
}

const DATA_IMAGE =
  /^data:image\/(png|jpeg|gif|webp|svg\+xml)(;charset=utf-8)?(;base64)?,[^"'<>\s]*$/i;

/** The URL of an image, or null: `https:` or an image inside of the URL itself. */
export function imageUrl(url: string | undefined): string | null {
  if (url === undefined) return null;
  if (DATA_IMAGE.test(url)) return url;
  return URL.canParse(url) && new URL(url).protocol === 'https:' ? url : null;
}
