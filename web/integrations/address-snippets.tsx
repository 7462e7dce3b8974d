import { CodeSnippet } from '../frame/code-snippet.tsx';
import { pointingOf } from './pointing.ts';

interface AddressSnippetsProps {
  readonly format: string;
  readonly url: string;
  /** Of an address that is all that a sender is given. */
  readonly label: string;
}

/** Where to send to; for clients of other systems, what their settings ask for. */
export function AddressSnippets({ format, url, label }: AddressSnippetsProps) {
  const settings = pointingOf(format, url)?.settings ?? [{ label, code: url }];
  return settings.map((one) => (
    <CodeSnippet key={one.label} label={one.label} code={one.code} wrap />
  ));
}
