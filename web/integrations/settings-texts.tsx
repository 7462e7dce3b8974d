import { Textarea } from '@mantine/core';
import { FormField } from '../frame/form-field.tsx';
import type { Integration } from './integration-data.ts';
import { mapText } from './settings-values.ts';

interface TextSettingsProps {
  readonly integration: Integration;
  /** What is wrong with each, in words. */
  readonly faults: Readonly<Record<'name' | 'service' | 'map', string | null>>;
}

/** What of the settings is typed. */
export function TextSettings({ integration, faults }: TextSettingsProps) {
  const { name, settings } = integration;
  return (
    <>
      <FormField
        name="name"
        label="Name"
        defaultValue={name}
        maxLength={200}
        required
        error={faults.name}
      />
      <FormField
        name="service"
        label="Default service"
        description="Of alerts that name none."
        defaultValue={settings.default_service ?? ''}
        maxLength={200}
        error={faults.service}
      />
      <Textarea
        name="map"
        label="Severity words"
        description="What the sender’s own words mean, one a line. All others: as the format reads them."
        defaultValue={mapText(settings.severity_map)}
        placeholder="P1 = critical"
        autosize
        minRows={2}
        maxRows={10}
        error={faults.map}
      />
      <FormField
        name="requests"
        type="number"
        label="Requests a minute"
        description="Of all its senders together; more are refused. Empty: no limit of its own."
        defaultValue={settings.requests_per_minute ?? ''}
        min={1}
        max={1_000_000}
        step={1}
      />
    </>
  );
}
