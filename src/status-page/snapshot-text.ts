import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { PageLocale } from './render/strings.ts';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/** One thing that can be asked of a hub's page. */
export interface SnapshotName {
  /** Below the page, without a slash in front; empty: the page itself. */
  readonly path: string;
  /** Null: the same in every language. */
  readonly locale: PageLocale | null;
  /** With the note that it could not be brought up to date for a while. */
  readonly stale: boolean;
}

/** What it is before it is packed. */
export interface PlainText extends SnapshotName {
  readonly type: string;
  /** Content-Security-Policy; null for what is no document. */
  readonly policy: string | null;
  readonly body: string;
  /** Asked often: every encoding is kept. Else only the compressed form, others are made of it. */
  readonly hot: boolean;
}

/** The same with its bodies ready to be sent. */
export interface SnapshotText extends SnapshotName {
  readonly type: string;
  readonly policy: string | null;
  /** SHA-256 of the plain body, base64url: what entity tags are made of. */
  readonly digest: string;
  readonly identity: Buffer | null;
  readonly gzip: Buffer;
  readonly br: Buffer | null;
}

/** The key of a text among the others of its page. */
export function textKey({ path, locale, stale }: SnapshotName): string {
  return `${path}\n${locale ?? ''}${stale ? '\nstale' : ''}`;
}

/** Above 5 takes several times as long for a few per cent. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/**
 * Packs texts; what an earlier snapshot holds with the same content is taken from there, since
 * compressing is most of the work and few of a page's texts change at a time.
 */
export async function packTexts(
  texts: readonly PlainText[],
  earlier: ReadonlyMap<string, SnapshotText> = new Map(),
): Promise<readonly SnapshotText[]> {
  return Promise.all(texts.map((text) => packText(text, earlier.get(textKey(text)))));
}

async function packText(text: PlainText, earlier: SnapshotText | undefined): Promise<SnapshotText> {
  const { body, hot, ...rest } = text;
  const bytes = Buffer.from(body);
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
  if (earlier?.digest === digest) return { ...earlier, ...rest };
  const br = hot ? await brotlied(bytes, BROTLI) : null;
  return { ...rest, digest, identity: hot ? bytes : null, gzip: await gzipped(bytes), br };
}
