import { type Static, Type } from 'typebox';

const macro = (title: string, description: string) =>
  Type.Optional(
    Type.Unsafe<string | number | null>({
      type: ['string', 'number', 'null'],
      title,
      description,
    }),
  );

/**
 * What the hub's media type for Zabbix posts: values of macros under names of ours. A macro that
 * Zabbix did not expand arrives as its own name, so nothing is refused for what it says.
 */
export const zabbixSchema = Type.Object(
  {
    event_id: macro('Event id', '{EVENT.ID}: the problem, the same until it is over.'),
    event_value: macro('Event value', '{EVENT.VALUE}: 1 problem, 0 recovery.'),
    event_name: macro('Event name', '{EVENT.NAME}: title of the alert.'),
    event_severity: macro('Severity', '{EVENT.SEVERITY}: its name.'),
    event_nseverity: macro('Severity number', '{EVENT.NSEVERITY}: 5 disaster to 0 not classified.'),
    event_opdata: macro('Operational data', '{EVENT.OPDATA}.'),
    event_tags: macro('Tags', '{EVENT.TAGSJSON}, or {EVENT.TAGS}; service is also read.'),
    event_timestamp: macro('Began', '{EVENT.TIMESTAMP}: Unix seconds; from Zabbix 7.0.'),
    event_recovery_timestamp: macro('Ended', '{EVENT.RECOVERY.TIMESTAMP}; from Zabbix 7.0.'),
    event_update_status: macro('Update', '{EVENT.UPDATE.STATUS}: 1 when a person did something.'),
    event_update_action: macro('What was done', '{EVENT.UPDATE.ACTION}.'),
    event_update_message: macro('What was said', '{EVENT.UPDATE.MESSAGE}.'),
    event_update_user: macro('Who did it', '{USER.FULLNAME}.'),
    event_ack_status: macro('Acknowledged', '{EVENT.ACK.STATUS}: Yes or No.'),
    event_recovery_id: macro('Recovery id', '{EVENT.RECOVERY.ID}: only of problems that are over.'),
    trigger_id: macro('Trigger id', '{TRIGGER.ID}.'),
    trigger_description: macro('Description', '{TRIGGER.DESCRIPTION}.'),
    host_name: macro('Host', '{HOST.NAME}.'),
    host_ip: macro('Address of the host', '{HOST.IP}.'),
    zabbix_url: macro('Zabbix', '{$ZABBIX.URL}: the address of its web pages.'),
    subject: macro('Subject', '{ALERT.SUBJECT}.'),
    message: macro('Message', '{ALERT.MESSAGE}.'),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Zabbix problem',
    description: 'What the media type of this hub posts. Fields not listed here are ignored.',
    minProperties: 1,
  },
);

export type ZabbixPayload = Static<typeof zabbixSchema>;
