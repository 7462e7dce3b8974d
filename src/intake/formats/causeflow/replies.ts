import type { Outcome, Refusal, Reply } from '../../format.ts';

/** Starts the dedup key of an alert whose sender gave an id; the id follows. */
export const SENT_KEY = 'id:';

/** 202 with the incident, or 409 naming the one that has the sender's id already (seed 002). */
export function causeflowReply({ events }: Outcome): Reply {
  const [event] = events;
  const incidentId = event?.incidentId ?? null;
  if (event?.action !== 'duplicate') {
    return { status: 202, body: { incidentId, status: 'triaging' } };
  }
  const id = event.dedupKey.slice(SENT_KEY.length);
  const message = `An incident with sourceAlertId '${id}' already exists.`;
  return { status: 409, body: { error: 'duplicate_alert', message, incidentId } };
}

/** CauseFlow's error bodies. Whatever is wrong with a payload, also its JSON, is one 400. */
export function causeflowError({ status, code, detail, errors }: Refusal): Reply {
  if (status === 400 || status === 422) {
    return { status: 400, body: { error: 'validation_error', message: detail, errors } };
  }
  return { status, body: { error: code, message: detail } };
}
