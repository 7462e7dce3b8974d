import { useState } from 'react';
import { FormField } from '../frame/form-field.tsx';
import { ChoiceField } from '../settings/choice-field.tsx';
import { HubForm, textOrNull } from './hub-form.tsx';
import type { PartProps } from './hub-page.tsx';
import { ZoneField } from './zone-field.tsx';

/** What the page is called, where it stands, and the language and clocks it goes by. */
export function IdentityCard({ hub }: PartProps) {
  const { settings } = hub;
  const [locale, setLocale] = useState<'en' | 'de'>(settings.locale ?? 'en');
  const [zone, setZone] = useState(settings.time_zone ?? 'UTC');
  return (
    <HubForm
      hub={hub}
      title="Name and place"
      bodyOf={(field) => ({
        name: field('name').trim(),
        slug: field('slug').trim(),
        settings: { description: textOrNull(field('description')), locale, time_zone: zone },
      })}
    >
      {(failure) => (
        <>
          <FormField
            name="name"
            label="Name"
            defaultValue={hub.name}
            maxLength={200}
            required
            error={failure?.field('name')}
          />
          <FormField
            name="description"
            label="Description"
            description="One line below the name."
            defaultValue={settings.description ?? ''}
            maxLength={300}
            error={failure?.field('settings/description')}
          />
          <FormField
            name="slug"
            label="Address"
            description="The last part of /status/…; links to the old one lead nowhere."
            defaultValue={hub.slug}
            maxLength={40}
            required
            error={failure?.field('slug')}
          />
          <ChoiceField
            label="Language"
            value={locale}
            options={[
              ['en', 'English'],
              ['de', 'Deutsch'],
            ]}
            hint="Where a reader’s browser asks for neither."
            onChange={(next) => setLocale(next as 'en' | 'de')}
          />
          <ZoneField
            value={zone}
            onChange={setZone}
            hint="Every time on the page, which names it."
          />
        </>
      )}
    </HubForm>
  );
}
