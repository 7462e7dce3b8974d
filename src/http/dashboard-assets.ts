import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** A built file as it is sent: once, and compressed where the build did that. */
export interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly br: Buffer | null;
  readonly gzip: Buffer | null;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/**
 * All files of a folder by name, read at once: a running hub goes on with the build it began with
 * when another one takes its place on disk. Empty when there is no such folder.
 */
export function readAssets(folder: string): ReadonlyMap<string, Asset> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const plain = names.filter((name) => TYPES[extname(name)] !== undefined);
  return new Map(plain.map((name) => [name, readAsset(join(folder, name))]));
}

function readAsset(file: string): Asset {
  const read = (name: string) => (existsSync(name) ? readFileSync(name) : null);
  return {
    type: TYPES[extname(file)] ?? 'application/octet-stream',
    plain: readFileSync(file),
    br: read(`${file}.br`),
    gzip: read(`${file}.gz`),
  };
}

/** The smallest form of an asset that a request's Accept-Encoding takes. */
export function encodedFor(
  asset: Asset,
  acceptEncoding: string | undefined,
): { readonly body: Buffer; readonly encoding: 'br' | 'gzip' | null } {
  const taken = (acceptEncoding ?? '')
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(';')[0]?.trim().toLowerCase());
  if (asset.br && taken.includes('br')) return { body: asset.br, encoding: 'br' };
  if (asset.gzip && taken.includes('gzip')) return { body: asset.gzip, encoding: 'gzip' };
  return { body: asset.plain, encoding: null };
}
