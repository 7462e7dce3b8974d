import type { Signal } from './signal.ts';

/** What speaks for a type of incident whatever it is that broke, and what says nothing at all. */
export const GENERAL_SIGNALS: readonly Signal[] = [
  {
    rule: 'service-down',
    type: 'service_down',
    weight: 3,
    phrases: [
      'status check failed',
      'statuscheckfailed',
      'service|daemon|unit|process|server|instance|exporter|target|node|broker|database|host|pod|site|api|app|monitor|member down|stopped|inactive|dead|unavailable|unreachable|offline|crashed',
      '=service|daemon|unit|process failed|missing',
      '=agent|server|service|process|daemon not',
      '=not reporting|available|running|up|active',
      'servicedown|instancedown|targetdown|hostdown|postgresqldown|mysqldown|redisdown',
      'is down',
      'is unreachable',
      'not active|running systemd|service|unit',
      'has disappeared',
      'absent|disappeared|vanished target|discovery|prometheus|from',
      'down',
      'service active|service_active',
    ],
    says: 'A service is not running or does not answer.',
  },
  {
    rule: 'systemd-service',
    category: 'infrastructure',
    type: 'service_down',
    weight: 3.5,
    phrases: [
      'systemd service|unit failed|inactive|dead|crashed|state',
      'spooler|startup automatic|running|stopped',
      'agent not|unavailable|down reporting|available|answered',
      'service|unit nginx|apache|sshd|cron|docker|httpd|haproxy|postfix|exim|chronyd|rsyslog|fail2ban|php|named|dovecot|squid|containerd|kubelet|nfs down|inactive|stopped|failed|running',
      'service down on',
      'windows service',
    ],
    says: 'A system service of the host has stopped.',
  },
  {
    rule: 'says-nothing',
    category: 'unknown',
    weight: 5,
    phrases: [
      'watchdog|deadmanssnitch|deadmansswitch|infoinhibitor',
      'dead mans switch|snitch',
      'test|testing alert|notification|message|webhook|page|integration|event|alerting',
      'this is a test|drill',
      'always firing',
      'alert alerting pipeline functional',
      'no data|nodata',
      'insufficient data',
    ],
  },
];
