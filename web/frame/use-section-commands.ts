import { useMantineColorScheme } from '@mantine/core';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { signOut } from '../api/auth.ts';
import { SECTIONS } from './sections.ts';
import { useCommands } from './use-commands.ts';

/** Going places and the frame's own commands, by key and from the palette. */
export function useSectionCommands(): void {
  const navigate = useNavigate();
  const router = useRouter();
  const { setColorScheme } = useMantineColorScheme();
  const group = 'Go to';
  const scheme = (name: 'light' | 'dark' | 'auto', label: string) => ({
    id: `scheme-${name}`,
    label,
    group: 'Everywhere',
    run: () => setColorScheme(name),
  });
  useCommands('global', [
    ...SECTIONS.map(({ path, label, keys }) => ({
      id: `go-${path}`,
      label: `Go to ${label.toLowerCase()}`,
      group,
      keys,
      run: () => void navigate({ to: path }),
    })),
    { id: 'back', label: 'Back', group, keys: 'u', run: () => router.history.back(), hidden: true },
    scheme('light', 'Light theme'),
    scheme('dark', 'Dark theme'),
    scheme('auto', 'Theme of the system'),
    { id: 'sign-out', label: 'Sign out', group: 'Everywhere', run: () => void signOut() },
  ]);
}
