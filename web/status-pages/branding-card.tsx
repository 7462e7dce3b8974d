import { useState } from 'react';
import { FormField } from '../frame/form-field.tsx';
import shared from '../settings/settings.module.css';
import { contrastOf, ENOUGH } from './contrast.ts';
import { HubForm, textOrNull } from './hub-form.tsx';
import type { PartProps } from './hub-page.tsx';
import classes from './status-pages.module.css';

const COLOR = /^#[0-9a-f]{6}$/i;
/** The page's grounds, as its readers have them. */
const GROUNDS = [
  ['light', '#ffffff'],
  ['dark', '#191c21'],
] as const;

/** How the page looks: logo, colour, and where its name leads. */
export function BrandingCard({ hub }: PartProps) {
  const { settings } = hub;
  const [accent, setAccent] = useState(settings.accent ?? '');
  return (
    <HubForm
      hub={hub}
      title="Branding"
      bodyOf={(field) => ({
        settings: {
          accent: textOrNull(accent),
          logo_url: textOrNull(field('logo_url')),
          home_url: textOrNull(field('home_url')),
          support_url: textOrNull(field('support_url')),
        },
      })}
    >
      {(failure) => (
        <>
          <FormField
            name="accent"
            label="Colour"
            description="Of links and buttons, such as #2f4bb8. Empty: the hub’s own."
            value={accent}
            onChange={(event) => setAccent(event.currentTarget.value)}
            placeholder="#2f4bb8"
            error={failure?.field('settings/accent')}
          />
          <Contrasts color={accent} />
          <FormField
            name="logo_url"
            label="Logo"
            description="An https: address, or a small data:image/… one."
            defaultValue={settings.logo_url ?? ''}
            error={failure?.field('settings/logo_url')}
          />
          <FormField
            name="home_url"
            label="Where the name leads"
            type="url"
            placeholder="https://"
            defaultValue={settings.home_url ?? ''}
            error={failure?.field('settings/home_url')}
          />
          <FormField
            name="support_url"
            label="Where readers get help"
            description="An address, or mailto:"
            defaultValue={settings.support_url ?? ''}
            error={failure?.field('settings/support_url')}
          />
        </>
      )}
    </HubForm>
  );
}

/** The colour as text on both grounds, and whether it can be read there. */
function Contrasts({ color }: { readonly color: string }) {
  if (!COLOR.test(color)) return null;
  return (
    <ul className={classes.contrasts} aria-label="Contrast of the colour">
      {GROUNDS.map(([name, ground]) => {
        const contrast = contrastOf(color, ground);
        return (
          <li key={name} className={classes.contrast}>
            <svg width="72" height="28" aria-hidden="true" focusable="false">
              <rect width="72" height="28" rx="6" fill={ground} stroke="currentColor" />
              <text x="36" y="19" textAnchor="middle" fontSize="13" fill={color}>
                Sample
              </text>
            </svg>
            <span>
              {contrast.toFixed(1)} : 1 on {name}
            </span>
            {contrast >= ENOUGH ? null : (
              <span className={shared.muted}>
                too little to be read: the page takes a {name === 'light' ? 'darker' : 'lighter'}{' '}
                tone of it there
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
