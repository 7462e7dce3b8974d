import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { toFailure } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import type { Incident } from '../api/shapes.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { InlineEdit } from '../frame/inline-edit.tsx';
import { Markdown } from '../frame/markdown.tsx';
import { useDocumentTitle } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { useCommands } from '../frame/use-commands.ts';
import { RemediationCard } from '../remediation/remediation-card.tsx';
import { ofIncidentQuery } from '../remediation/remediation-data.ts';
import { ActionBar } from './action-bar.tsx';
import { AskedCommand } from './asked-command.tsx';
import { CommentBox } from './comment-box.tsx';
import { Facts } from './facts.tsx';
import { IncidentAlerts } from './incident-alerts.tsx';
import { incidentKeys } from './incident-cache.ts';
import { actionsOf } from './incident-commands.ts';
import { IncidentHead } from './incident-head.tsx';
import classes from './incident-page.module.css';
import { activate } from './list-selection.ts';
import { guessed, useGuess } from './pending-commands.ts';
import { runCommand } from './run-commands.ts';
import { SimilarIncidents } from './similar-incidents.tsx';
import { Timeline } from './timeline.tsx';
import { TriageCard } from './triage-card.tsx';
import { useIncident, useTimeline } from './use-incident.ts';

/** One incident: what is broken, since when, who has it, what happened, what can be done. */
export function IncidentPage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, isPlaceholderData } = useIncident(id);
  const guess = useGuess(id);
  // On the way back, the list has this one in use.
  useEffect(() => activate(id), [id]);
  useFreshOnArrival(id);
  if (data) return <Whole incident={guessed(data, guess)} partial={isPlaceholderData} />;
  if (error) return toFailure(error).status === 404 ? <Gone /> : <BrokenPage error={error} />;
  return (
    <div className={classes.page}>
      <Loading>
        <Skeleton width={280} height={16} />
        <Skeleton width="60%" height={28} />
        <Skeleton height={240} />
      </Loading>
    </div>
  );
}

/** What was cached is shown at once; whether it is still so is asked in the background. */
function useFreshOnArrival(id: string): void {
  const client = useQueryClient();
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['incident', id], refetchType: 'active' });
  }, [client, id]);
}

function Gone() {
  return (
    <EmptyState
      whole
      icon="search"
      title="This incident was not found"
      action={<Link to="/incidents">Go to the incidents</Link>}
    >
      It may belong to another tenant of yours, or its time of keeping is over.
    </EmptyState>
  );
}

function Whole({ incident, partial }: { readonly incident: Incident; readonly partial: boolean }) {
  const { role } = useSession();
  const mayAct = atLeast(role, 'responder');
  const mayEdit = mayAct && incident.allowed_commands.includes('edit') && !partial;
  const actions = actionsOf(incident, mayAct);
  const unread = useUnread(incident.id);
  useDocumentTitle(incident.title);
  useCommands('page', actions);
  return (
    <div className={classes.page}>
      <Back />
      <header className={classes.header}>
        <IncidentHead incident={incident} mayEdit={mayEdit} />
        <ActionBar actions={actions} />
      </header>
      <div className={classes.columns}>
        <div className={classes.main}>
          <TriageCard key={incident.id} incident={incident} />
          {unread.triage ? null : <RemediationCard key={`r ${incident.id}`} incident={incident} />}
          {unread.any ? null : <Story incident={incident} mayAct={mayAct} mayEdit={mayEdit} />}
        </div>
        <aside className={classes.aside} aria-label="Facts">
          <Facts incident={incident} mayEdit={mayEdit} />
          <SimilarIncidents id={incident.id} />
        </aside>
      </div>
      <ActionBar actions={actions} thumb />
      <AskedCommand />
    </div>
  );
}

interface StoryProps {
  readonly incident: Incident;
  readonly mayAct: boolean;
  readonly mayEdit: boolean;
}

/** What people wrote and what happened. */
function Story({ incident, mayAct, mayEdit }: StoryProps) {
  // How long the timeline is nobody knows before it is read; what stands below it would jump.
  const { isPending: isUnread } = useTimeline(incident.id);
  return (
    <>
      <section>
        <InlineEdit
          label="Description"
          value={incident.description}
          multiline
          maxLength={6_144}
          readOnly={!mayEdit}
          onSave={(description) =>
            void runCommand(incident, { type: 'edit', body: { description } })
          }
        >
          <Markdown text={incident.description} />
        </InlineEdit>
      </section>
      <Timeline id={incident.id} />
      {isUnread ? null : (
        <>
          {mayAct && incident.allowed_commands.includes('comment') ? (
            <CommentBox key={incident.id} incident={incident} />
          ) : null}
          <IncidentAlerts id={incident.id} count={incident.alert_count} />
        </>
      )}
    </>
  );
}

/** How high the cards are nobody knows before they are read; what stands below them would jump. */
function useUnread(id: string): { readonly triage: boolean; readonly any: boolean } {
  const { isPending: triage } = useQuery({ queryKey: incidentKeys.triage(id), enabled: false });
  const { isPending: remediation } = useQuery(ofIncidentQuery(id));
  // Asked for at once, whatever is shown.
  useTimeline(id);
  return { triage, any: triage || remediation };
}

/** To the list as it was left; to the list at all where one came from elsewhere. */
function Back() {
  const router = useRouter();
  const cameFromHere = router.history.canGoBack();
  return (
    <Link
      to="/incidents"
      className={classes.back}
      onClick={(event) => {
        if (!cameFromHere || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        router.history.back();
      }}
    >
      <Icon name="left" size={14} /> Incidents
    </Link>
  );
}
