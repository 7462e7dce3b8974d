// Made by `npm run api:types` from the OpenAPI document of the server. Do not edit.

type Headings = { [name: string]: unknown };
type Refused = { headers: Headings; content: { "application/problem+json": components['schemas']["Problem"] } };

export interface paths {
  "/api/v1/alerts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string; "status"?: ("firing" | "resolved"); "severity"?: string; "service"?: string; "integration"?: string; "incident"?: string; "q"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "integration_id": string; "dedup_key": string; "status": ("firing" | "resolved"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "severity_word": (string | null); "title": string; "description": string; "service": ({ "id": string; "name": string } | null); "source": (string | null); "labels": { [name: string]: string }; "annotations": { [name: string]: string }; "links": ({ "href": string; "text": string })[]; "started_at": (string | null); "ended_at": (string | null); "first_seen_at": string; "last_seen_at": string; "event_count": number; "incident_id": (string | null); "rule_id": (string | null) })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/alerts/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "integration_id": string; "dedup_key": string; "status": ("firing" | "resolved"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "severity_word": (string | null); "title": string; "description": string; "service": ({ "id": string; "name": string } | null); "source": (string | null); "labels": { [name: string]: string }; "annotations": { [name: string]: string }; "links": ({ "href": string; "text": string })[]; "started_at": (string | null); "ended_at": (string | null); "first_seen_at": string; "last_seen_at": string; "event_count": number; "incident_id": (string | null); "rule_id": (string | null) } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/alerts/{id}/close": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "integration_id": string; "dedup_key": string; "status": ("firing" | "resolved"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "severity_word": (string | null); "title": string; "description": string; "service": ({ "id": string; "name": string } | null); "source": (string | null); "labels": { [name: string]: string }; "annotations": { [name: string]: string }; "links": ({ "href": string; "text": string })[]; "started_at": (string | null); "ended_at": (string | null); "first_seen_at": string; "last_seen_at": string; "event_count": number; "incident_id": (string | null); "rule_id": (string | null) } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/alerts/{id}/events": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "received_at": string; "kind": string; "status": ("firing" | "resolved"); "severity": (("critical" | "high" | "medium" | "low" | "info") | null); "started_at": (string | null); "ended_at": (string | null); "payload"?: unknown })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/analytics/summary": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "from"?: string; "to"?: string; "by"?: ("service" | "severity" | "hour" | "day"); "tz"?: string; "format"?: ("json" | "csv") }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "from": string; "to": string; "tz": string; "by": (("service" | "severity" | "hour" | "day") | null); "totals": { "incidents": number; "open": number; "acknowledged": number; "closed": number; "acknowledgement_pct": (number | null); "mtta": { "mean_ms": (number | null); "median_ms": (number | null); "p90_ms": (number | null); "sample": number }; "mttr": { "mean_ms": (number | null); "median_ms": (number | null); "p90_ms": (number | null); "sample": number }; "closures": { "person": number; "recovery": number; "timeout": number }; "alerts": number; "alert_events": number; "noise_reduction_pct": (number | null) }; "excluded": { "merged": number }; "alert_events_from": ("receipts" | "alerts"); "groups": ({ "key": (string | null); "label": string; "incidents": number; "open": number; "acknowledged": number; "closed": number; "acknowledgement_pct": (number | null); "mtta": { "mean_ms": (number | null); "median_ms": (number | null); "p90_ms": (number | null); "sample": number }; "mttr": { "mean_ms": (number | null); "median_ms": (number | null); "p90_ms": (number | null); "sample": number }; "closures": { "person": number; "recovery": number; "timeout": number }; "alerts": number; "alert_events": number; "noise_reduction_pct": (number | null) })[]; "noisy_alerts": (({ "id": string; "title": string; "service": ({ "id": string; "name": string } | null); "integration_id": string; "incident_id": (string | null); "event_count": number; "first_seen_at": string; "last_seen_at": string })[] | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/api-keys": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "name": string; "scope": ("viewer" | "responder" | "admin" | "ingest"); "member_id": (string | null); "hint": string; "created_at": string; "last_used_at": (string | null) })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "name": string; "scope": ("viewer" | "responder" | "admin" | "ingest"); "member_id"?: string } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "name": string; "scope": ("viewer" | "responder" | "admin" | "ingest"); "member_id": (string | null); "hint": string; "created_at": string; "last_used_at": (string | null); "key": string } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/api-keys/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/audit": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "at": string; "actor": { "type": ("person" | "integration" | "system" | "operator"); "id": (string | null); "name": (string | null) }; "action": string; "target_id": string; "before": unknown; "after": unknown; "ip": (string | null); "request_id": (string | null) })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/custom-actions": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "name": string; "url": string; "headers": { [name: string]: string }; "verify_tls": boolean; "ca": (string | null); "timeout_ms": number; "enabled": boolean; "health": { "state": ("ok" | "failing" | "paused" | "disabled"); "since": (string | null); "until": (string | null); "reason": (string | null) }; "warnings": (string)[]; "created_at": string; "updated_at": string; "service": ({ "id": string; "name": string } | null) })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "name": string; "url": string; "service_id"?: (string | null); "headers"?: ({ [name: string]: string } | null); "verify_tls"?: boolean; "ca"?: (string | null); "timeout_ms"?: (number | null); "enabled"?: boolean; "secret"?: string } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "name": string; "url": string; "headers": { [name: string]: string }; "verify_tls": boolean; "ca": (string | null); "timeout_ms": number; "enabled": boolean; "health": { "state": ("ok" | "failing" | "paused" | "disabled"); "since": (string | null); "until": (string | null); "reason": (string | null) }; "warnings": (string)[]; "created_at": string; "updated_at": string; "service": ({ "id": string; "name": string } | null); "secret": string } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/custom-actions/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "name": string; "url": string; "headers": { [name: string]: string }; "verify_tls": boolean; "ca": (string | null); "timeout_ms": number; "enabled": boolean; "health": { "state": ("ok" | "failing" | "paused" | "disabled"); "since": (string | null); "until": (string | null); "reason": (string | null) }; "warnings": (string)[]; "created_at": string; "updated_at": string; "service": ({ "id": string; "name": string } | null) } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "name"?: string; "url"?: string; "service_id"?: (string | null); "headers"?: ({ [name: string]: string } | null); "verify_tls"?: boolean; "ca"?: (string | null); "timeout_ms"?: (number | null); "enabled"?: boolean } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "name": string; "url": string; "headers": { [name: string]: string }; "verify_tls": boolean; "ca": (string | null); "timeout_ms": number; "enabled": boolean; "health": { "state": ("ok" | "failing" | "paused" | "disabled"); "since": (string | null); "until": (string | null); "reason": (string | null) }; "warnings": (string)[]; "created_at": string; "updated_at": string; "service": ({ "id": string; "name": string } | null) } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    trace?: never;
  };
  "/api/v1/custom-actions/{id}/rotate-secret": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "overlap_seconds"?: number; "secret"?: string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "secret": string; "previous_expires_at": (string | null) } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/custom-fields": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "name": string; "label": string; "kind": ("text" | "single_select" | "multi_select" | "checkbox"); "options": (string)[]; "default_value": (string | (string)[] | boolean | null); "created_at": string; "updated_at": string })[] } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "name": string; "label"?: string; "kind": ("text" | "single_select" | "multi_select" | "checkbox"); "options"?: (string)[]; "default_value"?: (string | (string)[] | boolean | null) } } }; responses: { 201: { headers: Headings; content: { "application/json": { "name": string; "label": string; "kind": ("text" | "single_select" | "multi_select" | "checkbox"); "options": (string)[]; "default_value": (string | (string)[] | boolean | null); "created_at": string; "updated_at": string } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/custom-fields/{name}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "name": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch: { parameters: { query?: never; header?: never; path: { "name": string }; cookie?: never }; requestBody: { content: { "application/json": { "label"?: string; "options"?: (string)[]; "default_value"?: (string | (string)[] | boolean | null) } } }; responses: { 200: { headers: Headings; content: { "application/json": { "name": string; "label": string; "kind": ("text" | "single_select" | "multi_select" | "checkbox"); "options": (string)[]; "default_value": (string | (string)[] | boolean | null); "created_at": string; "updated_at": string } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    trace?: never;
  };
  "/api/v1/deliveries": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string; "from"?: string; "to"?: string; "incident"?: string; "alert"?: string; "event_type"?: string; "outcome"?: ("delivered" | "retrying" | "dead" | "superseded" | "failed" | "pending"); "webhook"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "delivery_id": string; "webhook": { "id": string; "name": (string | null) }; "webhook_type": ("incident" | "alert"); "event_id": string; "event_type": string; "event_at": string; "ref_id": string; "origin": ("event" | "replay" | "test" | "action"); "requested_by": ({ "type": string; "id": (string | null); "name": (string | null) } | null); "next_attempt_at": (string | null); "url": (string | null); "attempt": number; "outcome": ("delivered" | "retrying" | "dead" | "superseded" | "pending"); "status": (number | null); "error": (string | null); "detail": (string | null); "duration_ms": (number | null); "attempted_at": (string | null) })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/deliveries/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "state": ("pending" | "delivered" | "dead" | "superseded" | "cancelled"); "webhook": { "id": string; "name": (string | null) }; "webhook_type": ("incident" | "alert"); "event_id": string; "event_type": string; "event_at": string; "ref_id": string; "origin": ("event" | "replay" | "test" | "action"); "requested_by": ({ "type": string; "id": (string | null); "name": (string | null) } | null); "next_attempt_at": (string | null); "request_body": (string | null); "request_body_bytes": (number | null); "attempts": ({ "attempt": number; "attempted_at": string; "outcome": ("delivered" | "retrying" | "dead" | "superseded"); "status": (number | null); "error": (string | null); "detail": (string | null); "duration_ms": number; "next_attempt_at": (string | null); "request": { "url": string; "headers": { [name: string]: string } }; "response": ({ "headers": { [name: string]: string }; "body": (string | null) } | null) })[] } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/deliveries/{id}/replay": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 202: { headers: Headings; content: { "application/json": { "delivery_id": string } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/events/stream": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "cursor"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "text/event-stream": { "ready": { "resumed": boolean; "heartbeat_seconds": number }; "incident": { "id": string; "version": number; "changes": ({ "seq": number; "kind": string; "at": string; "actor": { "type": ("person" | "integration" | "system" | "operator"); "id": (string | null); "name": (string | null) } })[]; "incident": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string } }; "alert": { "id": string; "types": (string)[]; "at": string; "incident_id": (string | null); "integration_id": string; "status": ("firing" | "resolved"); "severity": ("critical" | "high" | "medium" | "low" | "info") }; "integration": { "id": string; "accepted": number; "refused": number }; "heartbeat": Record<string, never>; "reset": { "reason": ("cursor_too_old" | "warming_up" | "log_trimmed") }; "end": { "reason": ("credential" | "closing") } } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/formats": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "name": string; "title": string; "signature": ({ "header": string; "prefix": ("required" | "optional" | "none") } | null); "schema": unknown; "sample": unknown })[] } } }; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string; "progress"?: string; "severity"?: string; "service"?: string; "q"?: string; "from"?: string; "to"?: string; "flagged"?: boolean; "snoozed"?: boolean; "sort"?: ("newest" | "oldest" | "severity" | "updated") }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "title": string; "description"?: string; "severity"?: ("critical" | "high" | "medium" | "low" | "info"); "service"?: string; "labels"?: { [name: string]: string }; "people"?: (string)[]; "custom_fields"?: { [name: string]: unknown } } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/bulk/acknowledge": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "incidents": (string)[] } } }; responses: { 200: { headers: Headings; content: { "application/json": { "data": (({ "id": string; "ok": true; "progress": string } | { "id": string; "ok": false; "error": { "code": string; "detail": string; "allowed_commands"?: (string)[]; "merged_into"?: string } }))[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/bulk/add-responders": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "incidents": (string)[]; "people": (string)[] } } }; responses: { 200: { headers: Headings; content: { "application/json": { "data": (({ "id": string; "ok": true; "progress": string } | { "id": string; "ok": false; "error": { "code": string; "detail": string; "allowed_commands"?: (string)[]; "merged_into"?: string } }))[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/bulk/assign": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "incidents": (string)[]; "people": (string)[] } } }; responses: { 200: { headers: Headings; content: { "application/json": { "data": (({ "id": string; "ok": true; "progress": string } | { "id": string; "ok": false; "error": { "code": string; "detail": string; "allowed_commands"?: (string)[]; "merged_into"?: string } }))[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/bulk/comment": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "incidents": (string)[]; "text": string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "data": (({ "id": string; "ok": true; "progress": string } | { "id": string; "ok": false; "error": { "code": string; "detail": string; "allowed_commands"?: (string)[]; "merged_into"?: string } }))[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/bulk/reopen": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "incidents": (string)[]; "reason": string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "data": (({ "id": string; "ok": true; "progress": string } | { "id": string; "ok": false; "error": { "code": string; "detail": string; "allowed_commands"?: (string)[]; "merged_into"?: string } }))[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/bulk/resolve": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "incidents": (string)[]; "root_cause"?: string; "resolution"?: string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "data": (({ "id": string; "ok": true; "progress": string } | { "id": string; "ok": false; "error": { "code": string; "detail": string; "allowed_commands"?: (string)[]; "merged_into"?: string } }))[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/bulk/run-action": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "incidents": (string)[]; "action_id": string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "ok": boolean; "run"?: { "delivery_id": string; "outcome": ("delivered" | "dead" | "pending"); "status": (number | null); "error": (string | null); "message": (string | null); "duration_ms": (number | null) }; "error"?: { "code": string; "detail": string; "allowed_commands"?: (string)[]; "merged_into"?: string } })[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/bulk/snooze": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "incidents": (string)[]; "minutes": number } } }; responses: { 200: { headers: Headings; content: { "application/json": { "data": (({ "id": string; "ok": true; "progress": string } | { "id": string; "ok": false; "error": { "code": string; "detail": string; "allowed_commands"?: (string)[]; "merged_into"?: string } }))[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/bulk/unacknowledge": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "incidents": (string)[] } } }; responses: { 200: { headers: Headings; content: { "application/json": { "data": (({ "id": string; "ok": true; "progress": string } | { "id": string; "ok": false; "error": { "code": string; "detail": string; "allowed_commands"?: (string)[]; "merged_into"?: string } }))[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/bulk/wake": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "incidents": (string)[] } } }; responses: { 200: { headers: Headings; content: { "application/json": { "data": (({ "id": string; "ok": true; "progress": string } | { "id": string; "ok": false; "error": { "code": string; "detail": string; "allowed_commands"?: (string)[]; "merged_into"?: string } }))[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "title"?: string; "description"?: string; "impact"?: string; "root_cause"?: string; "resolution"?: string; "severity"?: ("critical" | "high" | "medium" | "low" | "info"); "custom_fields"?: { [name: string]: unknown } } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    trace?: never;
  };
  "/api/v1/incidents/{id}/acknowledge": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": Record<string, never> } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/actions": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "name": string; "service": ({ "id": string; "name": string } | null); "enabled": boolean })[] } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/add-responders": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "people": (string)[] } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/alerts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "integration_id": string; "dedup_key": string; "status": ("firing" | "resolved"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "severity_word": (string | null); "title": string; "description": string; "service": ({ "id": string; "name": string } | null); "source": (string | null); "labels": { [name: string]: string }; "annotations": { [name: string]: string }; "links": ({ "href": string; "text": string })[]; "started_at": (string | null); "ended_at": (string | null); "first_seen_at": string; "last_seen_at": string; "event_count": number; "incident_id": (string | null); "rule_id": (string | null) })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/assign": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "people": (string)[] } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/comment": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "text": string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/merge": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "sources": (string)[]; "title"?: string; "comment"?: string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/reopen": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "reason": string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/resolve": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "root_cause"?: string; "resolution"?: string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/run-action": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "action_id": string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "delivery_id": string; "outcome": ("delivered" | "dead" | "pending"); "status": (number | null); "error": (string | null); "message": (string | null); "duration_ms": (number | null) } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/similar": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "title": string; "progress": ("triggered" | "acknowledged" | "closed"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "service": ({ "id": string; "name": string } | null); "created_at": string; "closed_at": (string | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "closer": (string | null); "root_cause": string; "resolution": string; "alert_count": number; "score": number; "same_service": boolean; "same_labels": (string)[]; "recurrence": boolean; "url": string })[] } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/snooze": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "minutes": number } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/timeline": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "seq": number; "at": string; "kind": string; "actor": { "type": ("person" | "integration" | "system" | "operator"); "id": (string | null); "name": (string | null) }; "detail": { [name: string]: unknown } })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/unacknowledge": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": Record<string, never> } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/incidents/{id}/wake": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": Record<string, never> } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "progress": ("triggered" | "acknowledged" | "closed"); "status": ("critical" | "high" | "medium" | "low" | "info" | "ok"); "severity": ("critical" | "high" | "medium" | "low" | "info"); "title": string; "service": ({ "id": string; "name": string } | null); "labels": { [name: string]: string }; "responders": ({ "id": string; "person_id": number; "name": string; "email": (string | null); "assigned_at": (string | null); "acknowledged_at": (string | null) })[]; "assignment": ({ "id": string; "type": ("assign" | "reassign" | "reopen"); "assigned_at": string } | null); "creator": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closer": ({ "id": string; "person_id": number; "name": string; "email": (string | null) } | null); "closed_by": (("person" | "recovery" | "timeout" | "merge") | null); "on_recovery": ("flag" | "close"); "triage": string; "merged_into": (string | null); "recurrence_of": (string | null); "snoozed_until": (string | null); "flagged_for_resolution_at": (string | null); "started_at": string; "last_at": string; "ended_at": (string | null); "acknowledged_at": (string | null); "closed_at": (string | null); "created_at": string; "updated_at": string; "alert_count": number; "firing": { "critical": number; "high": number; "medium": number; "low": number; "info": number }; "storm_level": number; "silence_minutes": number; "allowed_commands": (string)[]; "url": string; "description": string; "impact": string; "root_cause": string; "resolution": string; "custom_fields": { [name: string]: unknown } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/integrations": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "format": string; "name": string; "implicit": boolean; "url": (string | null); "has_secret": boolean; "settings": { "signature"?: ("required" | "optional" | "off"); "accept_api_key"?: boolean; "default_service"?: string; "severity_map"?: { [name: string]: ("critical" | "high" | "medium" | "low" | "info") }; "opens_incidents"?: (("critical" | "high" | "medium" | "low" | "info"))[]; "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "duplicate_window_minutes"?: number; "requests_per_minute"?: number }; "data_source_id": number; "created_at": string; "updated_at": string })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "format": string; "name": string; "secret"?: string; "settings"?: { "signature"?: ("required" | "optional" | "off"); "accept_api_key"?: boolean; "default_service"?: string; "severity_map"?: { [name: string]: ("critical" | "high" | "medium" | "low" | "info") }; "opens_incidents"?: (("critical" | "high" | "medium" | "low" | "info"))[]; "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "duplicate_window_minutes"?: number; "requests_per_minute"?: number } } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "format": string; "name": string; "implicit": boolean; "url": string; "has_secret": boolean; "settings": { "signature"?: ("required" | "optional" | "off"); "accept_api_key"?: boolean; "default_service"?: string; "severity_map"?: { [name: string]: ("critical" | "high" | "medium" | "low" | "info") }; "opens_incidents"?: (("critical" | "high" | "medium" | "low" | "info"))[]; "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "duplicate_window_minutes"?: number; "requests_per_minute"?: number }; "data_source_id": number; "created_at": string; "updated_at": string; "key": string; "secret": (string | null) } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/integrations/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "format": string; "name": string; "implicit": boolean; "url": (string | null); "has_secret": boolean; "settings": { "signature"?: ("required" | "optional" | "off"); "accept_api_key"?: boolean; "default_service"?: string; "severity_map"?: { [name: string]: ("critical" | "high" | "medium" | "low" | "info") }; "opens_incidents"?: (("critical" | "high" | "medium" | "low" | "info"))[]; "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "duplicate_window_minutes"?: number; "requests_per_minute"?: number }; "data_source_id": number; "created_at": string; "updated_at": string } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "name"?: string; "settings"?: { "signature"?: (("required" | "optional" | "off") | null); "accept_api_key"?: (boolean | null); "default_service"?: (string | null); "severity_map"?: ({ [name: string]: ("critical" | "high" | "medium" | "low" | "info") } | null); "opens_incidents"?: ((("critical" | "high" | "medium" | "low" | "info"))[] | null); "on_recovery"?: (("flag" | "close") | null); "close_after_minutes"?: (number | null); "duplicate_window_minutes"?: (number | null); "requests_per_minute"?: (number | null) } } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "format": string; "name": string; "implicit": boolean; "url": (string | null); "has_secret": boolean; "settings": { "signature"?: ("required" | "optional" | "off"); "accept_api_key"?: boolean; "default_service"?: string; "severity_map"?: { [name: string]: ("critical" | "high" | "medium" | "low" | "info") }; "opens_incidents"?: (("critical" | "high" | "medium" | "low" | "info"))[]; "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "duplicate_window_minutes"?: number; "requests_per_minute"?: number }; "data_source_id": number; "created_at": string; "updated_at": string } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    trace?: never;
  };
  "/api/v1/integrations/{id}/receipts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string; "outcome"?: ("accepted" | "duplicate" | "refused") }; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "received_at": string; "outcome": ("accepted" | "duplicate" | "refused"); "status": number; "code": (string | null); "detail": (string | null); "warnings": (string)[]; "ip": (string | null); "request_id": (string | null); "headers": { [name: string]: string }; "body": (string | null); "body_bytes": number })[]; "next_cursor": (string | null); "minutes": ({ "minute": string; "accepted": number; "duplicate": number; "refused": number; "events": number })[] } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/integrations/{id}/rotate-secret": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "overlap_seconds"?: number; "secret"?: string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "secret": string; "previous_expires_at": (string | null); "settings": { "signature"?: ("required" | "optional" | "off"); "accept_api_key"?: boolean; "default_service"?: string; "severity_map"?: { [name: string]: ("critical" | "high" | "medium" | "low" | "info") }; "opens_incidents"?: (("critical" | "high" | "medium" | "low" | "info"))[]; "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "duplicate_window_minutes"?: number; "requests_per_minute"?: number } } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/integrations/{id}/test": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "status": number; "reply": unknown; "sent": unknown } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/invitations": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "email": string; "role": ("owner" | "admin" | "responder" | "viewer"); "invited_by": (string | null); "created_at": string; "expires_at": string })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "email": string; "role": ("owner" | "admin" | "responder" | "viewer") } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "email": string; "role": ("owner" | "admin" | "responder" | "viewer"); "invited_by": (string | null); "created_at": string; "expires_at": string; "url": string; "mailed": boolean } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/invitations/accept": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "token": string; "name"?: string; "password"?: string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "tenant": { "id": string; "slug": string; "name": string }; "member_id": string; "email": string; "role": ("owner" | "admin" | "responder" | "viewer"); "signed_in": boolean } } }; 400: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/invitations/preview": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "token": string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "email": string; "role": ("owner" | "admin" | "responder" | "viewer"); "tenant_name": string; "invited_by": (string | null); "has_account": boolean } } }; 400: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/invitations/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/members": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "person_id": number; "name": string; "email": string; "role": ("owner" | "admin" | "responder" | "viewer"); "created_at": string; "signs_in": boolean })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "name": string; "email": string; "role": ("owner" | "admin" | "responder" | "viewer") } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "person_id": number; "name": string; "email": string; "role": ("owner" | "admin" | "responder" | "viewer"); "created_at": string; "signs_in": boolean } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/members/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "name"?: string; "role"?: ("owner" | "admin" | "responder" | "viewer") } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "person_id": number; "name": string; "email": string; "role": ("owner" | "admin" | "responder" | "viewer"); "created_at": string; "signs_in": boolean } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    trace?: never;
  };
  "/api/v1/outbound-addresses": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "addresses": (string)[] } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/outbound-webhooks": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "name": string; "url": string; "headers": { [name: string]: string }; "verify_tls": boolean; "ca": (string | null); "timeout_ms": number; "enabled": boolean; "health": { "state": ("ok" | "failing" | "paused" | "disabled"); "since": (string | null); "until": (string | null); "reason": (string | null) }; "warnings": (string)[]; "created_at": string; "updated_at": string; "event_types": ("*" | (string)[]); "services": (({ "id": string; "name": string })[] | null); "template": unknown; "preset": ("default" | "flashduty"); "max_in_flight": number; "order": ("strict" | "latest" | "none"); "retry": { "max_attempts": number; "delays_s": (number)[] }; "pending": number })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "name": string; "url": string; "event_types": ("*" | (string)[]); "services"?: ((string)[] | null); "headers"?: ({ [name: string]: string } | null); "verify_tls"?: boolean; "ca"?: (string | null); "template"?: unknown; "preset"?: ("default" | "flashduty"); "timeout_ms"?: (number | null); "max_in_flight"?: (number | null); "order"?: (("strict" | "latest" | "none") | null); "retry"?: ({ "max_attempts"?: number; "delays_s"?: (number)[] } | null); "enabled"?: boolean; "secret"?: string } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "name": string; "url": string; "headers": { [name: string]: string }; "verify_tls": boolean; "ca": (string | null); "timeout_ms": number; "enabled": boolean; "health": { "state": ("ok" | "failing" | "paused" | "disabled"); "since": (string | null); "until": (string | null); "reason": (string | null) }; "warnings": (string)[]; "created_at": string; "updated_at": string; "event_types": ("*" | (string)[]); "services": (({ "id": string; "name": string })[] | null); "template": unknown; "preset": ("default" | "flashduty"); "max_in_flight": number; "order": ("strict" | "latest" | "none"); "retry": { "max_attempts": number; "delays_s": (number)[] }; "pending": number; "secret": string } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/outbound-webhooks/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "name": string; "url": string; "headers": { [name: string]: string }; "verify_tls": boolean; "ca": (string | null); "timeout_ms": number; "enabled": boolean; "health": { "state": ("ok" | "failing" | "paused" | "disabled"); "since": (string | null); "until": (string | null); "reason": (string | null) }; "warnings": (string)[]; "created_at": string; "updated_at": string; "event_types": ("*" | (string)[]); "services": (({ "id": string; "name": string })[] | null); "template": unknown; "preset": ("default" | "flashduty"); "max_in_flight": number; "order": ("strict" | "latest" | "none"); "retry": { "max_attempts": number; "delays_s": (number)[] }; "pending": number } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "name"?: string; "url"?: string; "event_types"?: ("*" | (string)[]); "services"?: ((string)[] | null); "headers"?: ({ [name: string]: string } | null); "verify_tls"?: boolean; "ca"?: (string | null); "template"?: unknown; "preset"?: ("default" | "flashduty"); "timeout_ms"?: (number | null); "max_in_flight"?: (number | null); "order"?: (("strict" | "latest" | "none") | null); "retry"?: ({ "max_attempts"?: number; "delays_s"?: (number)[] } | null); "enabled"?: boolean } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "name": string; "url": string; "headers": { [name: string]: string }; "verify_tls": boolean; "ca": (string | null); "timeout_ms": number; "enabled": boolean; "health": { "state": ("ok" | "failing" | "paused" | "disabled"); "since": (string | null); "until": (string | null); "reason": (string | null) }; "warnings": (string)[]; "created_at": string; "updated_at": string; "event_types": ("*" | (string)[]); "services": (({ "id": string; "name": string })[] | null); "template": unknown; "preset": ("default" | "flashduty"); "max_in_flight": number; "order": ("strict" | "latest" | "none"); "retry": { "max_attempts": number; "delays_s": (number)[] }; "pending": number } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    trace?: never;
  };
  "/api/v1/outbound-webhooks/{id}/deliveries": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string; "from"?: string; "to"?: string; "incident"?: string; "alert"?: string; "event_type"?: string; "outcome"?: ("delivered" | "retrying" | "dead" | "superseded" | "failed" | "pending") }; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "delivery_id": string; "webhook": { "id": string; "name": (string | null) }; "webhook_type": ("incident" | "alert"); "event_id": string; "event_type": string; "event_at": string; "ref_id": string; "origin": ("event" | "replay" | "test" | "action"); "requested_by": ({ "type": string; "id": (string | null); "name": (string | null) } | null); "next_attempt_at": (string | null); "url": (string | null); "attempt": number; "outcome": ("delivered" | "retrying" | "dead" | "superseded" | "pending"); "status": (number | null); "error": (string | null); "detail": (string | null); "duration_ms": (number | null); "attempted_at": (string | null) })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/outbound-webhooks/{id}/replay": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "from": string; "to"?: string; "outcome"?: ("dead" | "delivered" | "superseded" | "any"); "event_types"?: (("i_new" | "i_assign" | "i_a_rspd" | "i_snooze" | "i_wake" | "i_ack" | "i_unack" | "i_storm" | "i_custom" | "i_rslv" | "i_reopen" | "i_merge" | "i_comm" | "i_r_title" | "i_r_desc" | "i_r_impact" | "i_r_rc" | "i_r_rsltn" | "i_r_severity" | "i_r_field" | "a_new" | "a_update" | "a_merge" | "a_close"))[]; "incident"?: string } } }; responses: { 202: { headers: Headings; content: { "application/json": { "count": number; "skipped": number } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/outbound-webhooks/{id}/rotate-secret": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "overlap_seconds"?: number; "secret"?: string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "secret": string; "previous_expires_at": (string | null) } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/outbound-webhooks/{id}/test": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "event_type"?: ("i_new" | "i_assign" | "i_a_rspd" | "i_snooze" | "i_wake" | "i_ack" | "i_unack" | "i_storm" | "i_custom" | "i_rslv" | "i_reopen" | "i_merge" | "i_comm" | "i_r_title" | "i_r_desc" | "i_r_impact" | "i_r_rc" | "i_r_rsltn" | "i_r_severity" | "i_r_field" | "a_new" | "a_update" | "a_merge" | "a_close"); "incident_id"?: string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "delivery_id": string; "outcome": ("delivered" | "dead" | "pending"); "event_type": string; "attempt": ({ "attempt": number; "attempted_at": string; "outcome": ("delivered" | "retrying" | "dead" | "superseded"); "status": (number | null); "error": (string | null); "detail": (string | null); "duration_ms": number; "next_attempt_at": (string | null); "request": { "url": string; "headers": { [name: string]: string } }; "response": ({ "headers": { [name: string]: string }; "body": (string | null) } | null) } | null); "note": (string | null) } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/password-reset": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "email": string } } }; responses: { 202: { headers: Headings; content?: never }; 400: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/password-reset/confirm": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "token": string; "password": string } } }; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/password-reset/link": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "email": string } } }; responses: { 200: { headers: Headings; content: { "application/json": { "url": string } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/routing-rules": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "position": number; "name": string; "condition": string; "actions": { "service"?: string; "severity"?: ("critical" | "high" | "medium" | "low" | "info"); "suppress"?: boolean; "group_by"?: (string)[]; "window"?: ({ "minutes": number; "kind": ("tumbling" | "sliding") } | null); "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "close_after_silence_minutes"?: number; "responders"?: (string)[] }; "created_at": string; "updated_at": string })[] } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "name": string; "condition": string; "actions"?: { "service"?: string; "severity"?: ("critical" | "high" | "medium" | "low" | "info"); "suppress"?: boolean; "group_by"?: (string)[]; "window"?: ({ "minutes": number; "kind": ("tumbling" | "sliding") } | null); "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "close_after_silence_minutes"?: number; "responders"?: (string)[] }; "position"?: number } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "position": number; "name": string; "condition": string; "actions": { "service"?: string; "severity"?: ("critical" | "high" | "medium" | "low" | "info"); "suppress"?: boolean; "group_by"?: (string)[]; "window"?: ({ "minutes": number; "kind": ("tumbling" | "sliding") } | null); "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "close_after_silence_minutes"?: number; "responders"?: (string)[] }; "created_at": string; "updated_at": string } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/routing-rules/preview": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "rule"?: { "id"?: string; "name"?: string; "condition": string; "actions"?: { "service"?: string; "severity"?: ("critical" | "high" | "medium" | "low" | "info"); "suppress"?: boolean; "group_by"?: (string)[]; "window"?: ({ "minutes": number; "kind": ("tumbling" | "sliding") } | null); "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "close_after_silence_minutes"?: number; "responders"?: (string)[] } }; "position"?: number; "rules"?: ({ "id"?: string; "name"?: string; "condition": string; "actions"?: { "service"?: string; "severity"?: ("critical" | "high" | "medium" | "low" | "info"); "suppress"?: boolean; "group_by"?: (string)[]; "window"?: ({ "minutes": number; "kind": ("tumbling" | "sliding") } | null); "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "close_after_silence_minutes"?: number; "responders"?: (string)[] } })[]; "sample"?: number } } }; responses: { 200: { headers: Headings; content: { "application/json": { "sample": number; "oldest_at": (string | null); "newest_at": (string | null); "matched": (number | null); "decided": (number | null); "changed": { "alerts": number; "rule": number; "service": number; "severity": number; "suppressed": number; "grouping": number }; "before": { "incidents": number; "suppressed": number; "grouped": number; "no_incident": number }; "after": { "incidents": number; "suppressed": number; "grouped": number; "no_incident": number }; "by_rule": ({ "id": (string | null); "name": string; "before": number; "after": number })[]; "examples": ({ "alert": { "id": string; "title": string; "first_seen_at": string }; "matched": boolean; "before": { "rule": ({ "id": string; "name": string } | null); "service": (string | null); "severity": ("critical" | "high" | "medium" | "low" | "info"); "suppressed": boolean; "opens": boolean; "group": (({ "field": string; "value": string })[] | null) }; "after": { "rule": ({ "id": string; "name": string } | null); "service": (string | null); "severity": ("critical" | "high" | "medium" | "low" | "info"); "suppressed": boolean; "opens": boolean; "group": (({ "field": string; "value": string })[] | null) } })[] } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/routing-rules/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "name"?: string; "condition"?: string; "actions"?: { "service"?: string; "severity"?: ("critical" | "high" | "medium" | "low" | "info"); "suppress"?: boolean; "group_by"?: (string)[]; "window"?: ({ "minutes": number; "kind": ("tumbling" | "sliding") } | null); "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "close_after_silence_minutes"?: number; "responders"?: (string)[] }; "position"?: number } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "position": number; "name": string; "condition": string; "actions": { "service"?: string; "severity"?: ("critical" | "high" | "medium" | "low" | "info"); "suppress"?: boolean; "group_by"?: (string)[]; "window"?: ({ "minutes": number; "kind": ("tumbling" | "sliding") } | null); "on_recovery"?: ("flag" | "close"); "close_after_minutes"?: number; "close_after_silence_minutes"?: number; "responders"?: (string)[] }; "created_at": string; "updated_at": string } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    trace?: never;
  };
  "/api/v1/saved-views": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "name": string; "filter": { [name: string]: string }; "shared": boolean; "own": boolean; "owner_id": string; "created_at": string; "updated_at": string })[] } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "name": string; "filter": { [name: string]: string }; "shared"?: boolean } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "name": string; "filter": { [name: string]: string }; "shared": boolean; "own": boolean; "owner_id": string; "created_at": string; "updated_at": string } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/saved-views/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "name"?: string; "filter"?: { [name: string]: string }; "shared"?: boolean } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "name": string; "filter": { [name: string]: string }; "shared": boolean; "own": boolean; "owner_id": string; "created_at": string; "updated_at": string } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    trace?: never;
  };
  "/api/v1/services": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "name": string; "description": string; "hidden": boolean; "responders": (string)[]; "channel_id": number; "created_at": string; "updated_at": string })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "name": string; "description"?: string; "hidden"?: boolean; "responders"?: (string)[] } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "name": string; "description": string; "hidden": boolean; "responders": (string)[]; "channel_id": number; "created_at": string; "updated_at": string } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/services/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "name": string; "description": string; "hidden": boolean; "responders": (string)[]; "channel_id": number; "created_at": string; "updated_at": string } } }; 401: Refused; 403: Refused; 404: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody: { content: { "application/json": { "name"?: string; "description"?: string; "hidden"?: boolean; "responders"?: (string)[] } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "name": string; "description": string; "hidden": boolean; "responders": (string)[]; "channel_id": number; "created_at": string; "updated_at": string } } }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    trace?: never;
  };
  "/api/v1/session": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "user": { "id": string; "name": string; "email": string; "email_verified": boolean; "two_factor": boolean; "has_password": boolean }; "session": { "id": string; "expires_at": string }; "memberships": ({ "tenant": { "id": string; "slug": string; "name": string }; "member": { "id": string; "person_id": number; "name": string; "email": string; "role": ("owner" | "admin" | "responder" | "viewer") } })[]; "active": ({ "tenant": { "id": string; "slug": string; "name": string }; "member": { "id": string; "person_id": number; "name": string; "email": string; "role": ("owner" | "admin" | "responder" | "viewer") } } | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sessions": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "current": boolean; "created_at": string; "expires_at": string; "ip": (string | null); "user_agent": (string | null) })[] } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sessions/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post?: never;
    delete: { parameters: { query?: never; header?: never; path: { "id": string }; cookie?: never }; requestBody?: never; responses: { 204: { headers: Headings; content?: never }; 400: Refused; 401: Refused; 403: Refused; 404: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/setup": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "token": string; "name": string; "email": string; "password": string } } }; responses: { 201: { headers: Headings; content: { "application/json": { "tenant": { "id": string; "slug": string; "name": string }; "member_id": string; "email": string; "role": ("owner" | "admin" | "responder" | "viewer"); "signed_in": boolean } } }; 400: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sign-in-options": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "oidc": ({ "name": string } | null); "password_reset": boolean; "setup": boolean } } }; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tenant": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "slug": string; "name": string; "account_id": number; "settings": { "services_on_mention"?: boolean; "quiet_period_minutes"?: number; "reopen_window_minutes"?: number; "storm_thresholds"?: (number)[] }; "created_at": string } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "name"?: string; "settings"?: { "services_on_mention"?: (boolean | null); "quiet_period_minutes"?: (number | null); "reopen_window_minutes"?: (number | null); "storm_thresholds"?: ((number)[] | null) } } } }; responses: { 200: { headers: Headings; content: { "application/json": { "id": string; "slug": string; "name": string; "account_id": number; "settings": { "services_on_mention"?: boolean; "quiet_period_minutes"?: number; "reopen_window_minutes"?: number; "storm_thresholds"?: (number)[] }; "created_at": string } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    trace?: never;
  };
  "/api/v1/tenant/webhook-secret": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "webhook_secret": string; "previous_expires_at": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tenant/webhook-secret/rotate": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "overlap_seconds"?: number } } }; responses: { 200: { headers: Headings; content: { "application/json": { "webhook_secret": string; "previous_expires_at": (string | null) } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tenants": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: { parameters: { query?: { "limit"?: number; "cursor"?: string }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Headings; content: { "application/json": { "data": ({ "id": string; "slug": string; "name": string; "account_id": number; "settings": { "services_on_mention"?: boolean; "quiet_period_minutes"?: number; "reopen_window_minutes"?: number; "storm_thresholds"?: (number)[] }; "created_at": string })[]; "next_cursor": (string | null) } } }; 401: Refused; 403: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    put?: never;
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": { "slug": string; "name": string } } }; responses: { 201: { headers: Headings; content: { "application/json": { "id": string; "slug": string; "name": string; "api_key": string; "webhook_secret": string } } }; 400: Refused; 401: Refused; 403: Refused; 409: Refused; 413: Refused; 415: Refused; 422: Refused; 429: Refused; 500: Refused; 503: Refused } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}

export interface components {
  schemas: {
    "Problem": { "type": string; "title": string; "status": number; "detail": string; "code": string; "request_id": string; "errors"?: ({ "pointer": string; "expected": string; "received": string })[] } & { [name: string]: unknown };
  };
}
