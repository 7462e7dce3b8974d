import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../api/session.ts';
import { HelpSheet } from './help-sheet.tsx';
import { LiveBanner } from './live-banner.tsx';
import { useLive } from './live-bridge.ts';
import { Palette } from './palette.tsx';
import { PhoneNav } from './phone-nav.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';
import { SignInAgain } from './sign-in-again.tsx';
import { StopBanner } from './stop-banner.tsx';
import { ToastRegion } from './toast-region.tsx';
import { TopBar } from './top-bar.tsx';
import { useCommands } from './use-commands.ts';
import { useSectionCommands } from './use-section-commands.ts';

type Overlay = 'palette' | 'help' | null;

/** What surrounds every page: rail, top bar, palette, help, messages. */
export function Shell() {
  const { tenant } = useSession();
  const { state, nudge } = useLive(tenant.id);
  const [overlay, setOverlay] = useState<Overlay>(null);
  const close = () => setOverlay(null);
  const openPalette = () => setOverlay('palette');
  useSectionCommands();
  useCommands('global', [
    {
      id: 'palette',
      label: 'Search and commands',
      group: 'Everywhere',
      keys: 'mod+k',
      run: openPalette,
      hidden: true,
    },
    {
      id: 'help',
      label: 'Keyboard shortcuts',
      group: 'Everywhere',
      keys: '?',
      run: () => setOverlay('help'),
    },
  ]);
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to the page
      </a>
      <Rail />
      <TopBar onSearch={openPalette} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <LiveBanner state={state} onRetry={nudge} />
        <StopBanner />
        <Outlet />
      </main>
      <PhoneNav onSearch={openPalette} />
      <Palette opened={overlay === 'palette'} onClose={close} />
      <HelpSheet opened={overlay === 'help'} onClose={close} />
      <SignInAgain onRenewed={nudge} />
      <ToastRegion />
    </div>
  );
}
