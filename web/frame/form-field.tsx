import { PasswordInput, TextInput, type TextInputProps } from '@mantine/core';

interface FormFieldProps extends Omit<TextInputProps, 'error'> {
  readonly label: string;
  readonly name: string;
  /** What is wrong with it, in words; null or undefined: nothing. */
  readonly error?: string | null | undefined;
  /** Masked, with a way to look. */
  readonly secret?: boolean;
}

/** One line of a form: a real label, a hint where needed, the fault below it. */
export function FormField({ secret = false, error, ...rest }: FormFieldProps) {
  const Input = (secret ? PasswordInput : TextInput) as typeof TextInput;
  return <Input autoComplete="off" {...rest} error={error ?? null} />;
}
