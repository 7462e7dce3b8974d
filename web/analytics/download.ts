/** Byte order mark: without it, Excel takes UTF-8 for something else. */
const BOM = '\uFEFF';

/** Hands a text to the browser as a file of CSV; nothing leaves the machine. */
export function downloadCsv(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([BOM, text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; an address that is revoked at once may be too early.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
