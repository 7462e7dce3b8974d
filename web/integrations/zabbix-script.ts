/** The script of a webhook media type in Zabbix; what it posts is made of its parameters. */
export const zabbixScript = `var params = JSON.parse(value);
var request = new HttpRequest();
var body = {};
Object.keys(params).forEach(function (name) {
  if (['url', 'token', 'proxy'].indexOf(name) < 0) body[name] = params[name];
});
if (params.proxy) request.setProxy(params.proxy);
request.addHeader('Content-Type: application/json');
if (params.token) request.addHeader('Authorization: Bearer ' + params.token);
var reply = request.post(params.url, JSON.stringify(body));
var status = request.getStatus();
Zabbix.log(4, '[tocsin] ' + status + ' ' + reply);
if (status < 200 || status >= 300) throw 'The hub answered ' + status + ': ' + reply;
return 'OK';`;

/** The parameters of the media type: a name of ours for each macro. */
export const zabbixParameters: readonly (readonly [name: string, macro: string])[] = [
  ['event_id', '{EVENT.ID}'],
  ['event_value', '{EVENT.VALUE}'],
  ['event_name', '{EVENT.NAME}'],
  ['event_severity', '{EVENT.SEVERITY}'],
  ['event_nseverity', '{EVENT.NSEVERITY}'],
  ['event_opdata', '{EVENT.OPDATA}'],
  ['event_tags', '{EVENT.TAGSJSON}'],
  ['event_timestamp', '{EVENT.TIMESTAMP}'],
  ['event_recovery_timestamp', '{EVENT.RECOVERY.TIMESTAMP}'],
  ['event_recovery_id', '{EVENT.RECOVERY.ID}'],
  ['event_update_status', '{EVENT.UPDATE.STATUS}'],
  ['event_update_action', '{EVENT.UPDATE.ACTION}'],
  ['event_update_message', '{EVENT.UPDATE.MESSAGE}'],
  ['event_update_user', '{USER.FULLNAME}'],
  ['event_ack_status', '{EVENT.ACK.STATUS}'],
  ['trigger_id', '{TRIGGER.ID}'],
  ['trigger_description', '{TRIGGER.DESCRIPTION}'],
  ['host_name', '{HOST.NAME}'],
  ['host_ip', '{HOST.IP}'],
  ['zabbix_url', '{$ZABBIX.URL}'],
  ['subject', '{ALERT.SUBJECT}'],
  ['message', '{ALERT.MESSAGE}'],
];
