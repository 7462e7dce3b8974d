import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { toFailure } from '../api/failure.ts';
import shared from '../settings/settings.module.css';
import { previewQuery, type ServiceStatus } from './report-data.ts';
import { SafeHtml } from './safe-html.tsx';
import { useServiceNames } from './status-data.ts';
import { ServiceImpacts } from './status-marks.tsx';
import classes from './status-pages.module.css';
import { useLater } from './use-later.ts';

/** What the page would say, and how many would be told; null: it is not known yet. */
export function usePublicPreview(hubId: string, body: string, statuses: readonly ServiceStatus[]) {
  const asked = useLater(JSON.stringify([body, statuses]), 250);
  const [text, named] = JSON.parse(asked) as [string, ServiceStatus[]];
  const { data, error } = useQuery({
    ...previewQuery(hubId, text, named),
    placeholderData: keepPreviousData,
  });
  return { html: data?.html ?? '', recipients: data?.recipients ?? null, error };
}

interface PublicPreviewProps {
  readonly hubId: string;
  readonly title: string;
  /** `Investigating · 14:30`, or a window. */
  readonly under: ReactNode;
  readonly statuses: readonly ServiceStatus[];
  readonly preview: ReturnType<typeof usePublicPreview>;
}

/** The text as its readers will see it: cleaned by the hub, not by this browser. */
export function PublicPreview({ hubId, title, under, statuses, preview }: PublicPreviewProps) {
  const names = useServiceNames(hubId);
  const named = statuses.map((one) => ({
    ...one,
    name: names.get(one.service_id) ?? one.service_id,
  }));
  return (
    <section className={classes.preview} aria-label="As the public sees it">
      <span className={classes.previewHead}>As the public sees it</span>
      <h2 dir="auto">{title || 'Without a title yet'}</h2>
      <p className={shared.muted}>{under}</p>
      <ServiceImpacts statuses={named} />
      {preview.error ? (
        <p className={shared.fault} role="alert">
          {toFailure(preview.error).message}
        </p>
      ) : (
        <SafeHtml html={preview.html} />
      )}
    </section>
  );
}
