import { tellDone, tellRefused } from './toasts.ts';

/**
 * Puts a text on the clipboard. Over plain http, where many hubs live, browsers have no
 * `navigator.clipboard`; there the text is selected in a hidden field and copied the old way.
 */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard && isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Denied by the browser; the old way may still work.
    }
  }
  return copySelected(text);
}

/** Copies and says so. */
export async function copyAndTell(text: string, what: string): Promise<void> {
  if (await copyText(text)) tellDone(`${what} copied`);
  else
    tellRefused(`${what} could not be copied`, 'The browser refused. Select it and copy by key.');
}

function copySelected(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  // Inside a dialog, focus outside of it is taken back before the text is selected.
  const home = document.querySelector('[aria-modal="true"]') ?? document.body;
  const focused = document.activeElement;
  home.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
