import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import shared from '../settings/settings.module.css';
import { StackedTimes } from './both-times.tsx';
import { datesOf, monthAfter, monthOf, overlapping, spanOf } from './calendar.ts';
import { CalendarMonth } from './calendar-month.tsx';
import { HookExample } from './hook-example.tsx';
import type { PartProps } from './hub-page.tsx';
import { type Maintenance, maintenancesQuery } from './maintenance-data.ts';
import { PhaseMark } from './phase-mark.tsx';
import classes from './status-pages.module.css';
import { ZoneChoice } from './zone-choice.tsx';
import { ownZone } from './zones.ts';

/** Planned windows: a month at a time, in a zone that is chosen, and as a list. */
export function MaintenancesPart({ hub }: PartProps) {
  const page = hub.settings.time_zone ?? 'UTC';
  const { month: asked, zone: chosen } = useSearch({ strict: false }) as Record<string, string>;
  const zone = chosen === 'mine' ? ownZone() : page;
  const now = monthOf(Date.now(), zone);
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked ?? '') ? (asked ?? now) : now;
  const navigate = useNavigate();
  const go = (search: Record<string, string | undefined>) => {
    const next = { month: asked, zone: chosen, ...search } as never;
    void navigate({ to: `/status-pages/${hub.id}/maintenances`, search: next, replace: true });
  };
  const dates = datesOf(month);
  const [from] = spanOf(dates[0] ?? '', zone);
  const [, to] = spanOf(dates.at(-1) ?? '', zone);
  const range = [new Date(from).toISOString(), new Date(to).toISOString()] as const;
  const { data, error } = useQuery(maintenancesQuery(hub.id, ...range));
  return (
    <>
      <div className={shared.bar}>
        <span className={classes.months}>
          <MonthButton
            icon="left"
            word="The month before"
            onGo={() => go({ month: monthAfter(month, -1) })}
          />
          <h2 aria-live="polite">{monthName(month)}</h2>
          <MonthButton
            icon="right"
            word="The month after"
            onGo={() => go({ month: monthAfter(month, 1) })}
          />
        </span>
        {month === now ? null : (
          <Button variant="default" size="xs" onClick={() => go({ month: undefined })}>
            This month
          </Button>
        )}
        <ZoneChoice
          page={page}
          mine={chosen === 'mine'}
          onChoose={(mine) => go({ zone: mine ? 'mine' : undefined })}
        />
      </div>
      {error ? <BrokenPage error={error} whole={false} /> : null}
      {data || error ? null : <ListSkeleton />}
      {data ? (
        <>
          <CalendarMonth hubId={hub.id} month={month} zone={zone} maintenances={data} />
          <List hubId={hub.id} page={page} items={data} />
        </>
      ) : null}
    </>
  );
}

interface MonthButtonProps {
  readonly icon: 'left' | 'right';
  readonly word: string;
  readonly onGo: () => void;
}

function MonthButton({ icon, word, onGo }: MonthButtonProps) {
  return (
    <button type="button" className={classes.move} aria-label={word} onClick={onGo}>
      <Icon name={icon} size={16} />
    </button>
  );
}

function monthName(month: string): string {
  const format = new Intl.DateTimeFormat(undefined, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${month}-15T00:00:00Z`));
}

interface ListProps {
  readonly hubId: string;
  readonly page: string;
  readonly items: readonly Maintenance[];
}

function List({ hubId, page, items }: ListProps) {
  if (items.length === 0) {
    return (
      <EmptyState
        icon="clock"
        title="No maintenance in this month"
        action={<HookExample kind="maintenance" />}
      >
        A maintenance is announced before, shown while it lasts, and begins and ends by itself. Plan
        one here, or let your deployment post it to the hook of a service.
      </EmptyState>
    );
  }
  return (
    <DataList
      label="Maintenances"
      items={items}
      idOf={({ id }) => id}
      columns={columnsFor(hubId, page, items)}
    />
  );
}

function columnsFor(hubId: string, page: string, all: readonly Maintenance[]) {
  return [
    {
      name: 'phase',
      label: 'Phase',
      width: '130px',
      show: ({ phase }: Maintenance) => <PhaseMark phase={phase} />,
    },
    {
      name: 'title',
      label: 'Maintenance',
      show: (one: Maintenance) => (
        <>
          <Link
            to={`/status-pages/${hubId}/maintenances/${one.id}`}
            className={shared.name}
            dir="auto"
            title={one.title}
          >
            {one.title}
          </Link>
          <Overlaps one={one} all={all} />
        </>
      ),
    },
    {
      name: 'starts',
      label: 'Starts',
      optional: true,
      show: ({ start_time }: Maintenance) => <StackedTimes at={start_time} zone={page} />,
    },
    {
      name: 'ends',
      label: 'Ends',
      optional: true,
      show: ({ end_time }: Maintenance) => <StackedTimes at={end_time} zone={page} />,
    },
  ];
}

function Overlaps({
  one,
  all,
}: {
  readonly one: Maintenance;
  readonly all: readonly Maintenance[];
}) {
  const others = overlapping(one, all);
  if (others.length === 0) return null;
  const names = others.map(({ title }) => `“${title}”`).join(', ');
  return (
    <span className={classes.overlap} title={`Shares time with ${names}`}>
      <Icon name="warning" size={14} /> overlaps {others.length}
    </span>
  );
}
