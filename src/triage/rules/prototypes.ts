import type { Category, IncidentType } from './triage-result.ts';

/** What alerts of one kind typically say: title, then the words around it. */
export interface Prototype {
  readonly category: Category;
  readonly type: IncidentType;
  readonly text: string;
}

const of =
  (category: Category, type: IncidentType) =>
  (text: string): Prototype => ({ category, type, text });

/**
 * Known kinds of alerts, in the words that the rule sets and manuals of monitoring tools use.
 * An alert that no rule knows is compared with them (BM25).
 */
export const PROTOTYPES: readonly Prototype[] = [
  ...[
    'disk almost full on host, filesystem has only few percent available space left, mountpoint device',
    'no space left on device, root volume usage above threshold, log partition is filling up',
    'persistent volume claim is filling up and is expected to fill within days',
    'filesystem predicted to run out of inodes or space within hours',
  ].map(of('infrastructure', 'disk_full')),
  ...[
    'cpu usage above ninety percent for minutes on instance, load average per core high',
    'processor utilization of host over threshold, run queue, top process, cores',
    'container cpu throttling, processes need more than their limit',
  ].map(of('infrastructure', 'cpu_high')),
  ...[
    'memory usage of server above threshold, available memory low, swap in use',
    'container was killed by the kernel out of memory, working set near its limit',
  ].map(of('infrastructure', 'memory_high')),
  ...[
    'target is down, exporter cannot be scraped, instance disappeared from service discovery',
    'host not reachable, virtual machine stopped or rebooted, agent lost contact',
    'systemd service failed and is not active on server, restart needed',
  ].map(of('infrastructure', 'service_down')),
  ...[
    'kubernetes node not ready, kubelet stopped posting status, pods evicted',
    'raid array degraded, drive failed, hardware sensor temperature critical, power supply',
    'broker partitions under replicated, consumer group lag growing, queue messages unacknowledged',
    'clock skew detected, time is not synchronised, file descriptors nearly exhausted',
    'monitoring cannot evaluate rules or send notifications, data source query failed',
    'backup job did not complete, last successful snapshot is too old',
    'storage array pool node cluster capacity latency degraded',
  ].map(of('infrastructure', 'custom')),
  ...[
    'error rate of requests above threshold, many responses with status 5xx from service endpoint',
    'request latency high, p99 response time of endpoint above objective, apdex below target',
    'unhandled exception in function of module, stack trace, new issue in project',
    'service burns its error budget too fast, availability objective at risk',
    'scheduled job failed or runs too long, background queue grows, worker stuck',
    'orders dropped below normal, conversion or login attempts failing for users',
    'garbage collection pauses long, heap nearly exhausted, threads blocked',
  ].map(of('application', 'custom')),
  ...[
    'pod is restarting again and again, container in waiting state, back off restarting failed container',
    'web site does not answer, health check of application fails, expected status 200',
  ].map(of('application', 'service_down')),
  ...[
    'deployment did not reach expected number of replicas, rollout is stuck, progress deadline exceeded',
    'release failed, new version rolled back automatically, canary worse than baseline',
    'image cannot be pulled from registry, container config is missing',
    'pipeline on main branch failed, application out of sync with repository, apply failed',
    'database schema migration failed during release, configuration reload rejected',
  ].map(of('deployment', 'custom')),
  ...[
    'external provider reports degraded performance or partial outage on its status page, investigating',
    'calls to payment or mail provider api time out or are rejected, quota or rate limit reached',
    'cloud provider reports an operational issue in region affecting services',
  ].map(of('third_party', 'custom')),
  ...[
    'database connections near the maximum, connection pool exhausted, clients waiting',
    'replication lag between primary and replica, standby stopped replicating',
    'long running transactions, deadlocks, slow queries, lock waits',
    'cluster status red, unassigned shards, evicted keys, rejected connections',
    'database checkpoint, vacuum, transaction ids, write ahead log, buffer cache, tables bloated',
  ].map(of('database', 'custom')),
  of('database', 'service_down')('database server is down, cannot connect, instance not running'),
  ...[
    'packet loss and high round trip time, link down, interface errors, bgp session lost',
    'dns lookup fails or is slow, names cannot be resolved, zone resolver',
    'load balancer has no healthy targets, upstream connect errors, backend servers down',
    'vpn tunnel is down, nat gateway out of ports, firewall drops traffic',
  ].map(of('network', 'custom')),
  ...[
    'port is closed, connection refused, nothing listening, tcp check failed',
    'probe of endpoint failed, connection timed out',
  ].map(of('network', 'port_unavailable')),
  ...[
    'certificate expires in days, renewal failed, not ready, tls chain invalid',
    'many failed logins from address, brute force, suspicious sign in, unauthorized api calls',
    'vulnerability with critical severity found in package, malware detected, credential leaked',
    'permission or policy changed, public access granted, audit finding',
  ].map(of('security', 'custom')),
  ...[
    'this is a test notification to check that alerts arrive, please ignore',
    'watchdog alert that always fires, no data received for the metric',
  ].map(of('unknown', 'custom')),
];
