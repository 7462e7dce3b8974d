// The same picture in fewer bytes: browsers write PNG files fast, not small.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_BYTES = 8;

/** Packs an 8-bit RGB or RGBA picture again, with the row filters that pack best. Lossless. */
export function smallerPng(png) {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR').data;
  const channels = { 2: 3, 6: 4 }[header[9]];
  if (header[8] !== 8 || channels === undefined) return png;
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const stride = header.readUInt32BE(0) * channels;
  const rows = inflateSync(Buffer.concat(packed));
  const pixels = unfiltered(rows, stride, channels);
  const [best] = [rows, filtered(pixels, stride, 0), filtered(pixels, stride, 2)]
    .map((bytes) => deflateSync(bytes, { level: 9, memLevel: 9, windowBits: 15 }))
    .sort((a, b) => a.length - b.length);
  const end = chunk('IEND', Buffer.alloc(0));
  const made = [png.subarray(0, SIGNATURE_BYTES), chunk('IHDR', header), chunk('IDAT', best), end];
  return Buffer.concat(made);
}

function chunksOf(png) {
  const chunks = [];
  for (let at = SIGNATURE_BYTES; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const made = Buffer.alloc(body.length + 8);
  made.writeUInt32BE(data.length, 0);
  body.copy(made, 4);
  made.writeUInt32BE(crc32(body), body.length + 4);
  return made;
}

/** Undoes the filter of each row (PNG specification, 9.2). */
function unfiltered(rows, stride, channels) {
  const height = rows.length / (stride + 1);
  const pixels = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const hasLeft = x >= channels;
      const left = hasLeft ? pixels[at - channels] : 0;
      // Above the first row there is nothing, which reads as undefined.
      const up = pixels[at - stride] ?? 0;
      const corner = hasLeft ? (pixels[at - stride - channels] ?? 0) : 0;
      pixels[at] = rows[y * (stride + 1) + 1 + x] + guessOf(filter, left, up, corner);
    }
  }
  return pixels;
}

function guessOf(filter, left, up, corner) {
  if (filter === 4) return paeth(left, up, corner);
  return [0, left, up, (left + up) >> 1][filter];
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** All rows with filter 0 (none) or 2 (difference to the row above). */
function filtered(pixels, stride, filter) {
  const height = pixels.length / stride;
  const rows = Buffer.alloc(height * (stride + 1), filter);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const up = filter === 0 || y === 0 ? 0 : pixels[at - stride];
      rows[y * (stride + 1) + 1 + x] = pixels[at] - up;
    }
  }
  return rows;
}
