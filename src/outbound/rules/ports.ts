/**
 * Ports from 1024 on where something other than a web server listens: the higher ones that browsers
 * refuse (WHATWG Fetch, "bad port"), and data stores and control planes that obey whoever reaches
 * them. The latter matter where OUTBOUND_ALLOW_CIDRS opens a private network.
 */
const DENIED: ReadonlySet<number> = new Set([
  1433, // SQL Server
  1521, // Oracle
  1719, // H.323
  1720, // H.323
  1723, // PPTP
  1883, // MQTT
  2049, // NFS
  2181, // ZooKeeper
  2375, // Docker
  2376, // Docker
  2377, // Docker Swarm
  2379, // etcd
  2380, // etcd
  3306, // MySQL
  3389, // RDP
  3659, // Apple SASL
  4045, // NFS lock
  4190, // ManageSieve
  4222, // NATS
  5060, // SIP
  5061, // SIP
  5432, // PostgreSQL
  5433, // PostgreSQL
  5671, // AMQP
  5672, // AMQP
  5900, // VNC
  5984, // CouchDB
  5985, // WinRM
  5986, // WinRM
  6000, // X11
  6379, // Redis
  6380, // Redis
  6432, // PgBouncer
  6443, // Kubernetes
  6566, // SANE
  6665, // IRC
  6666, // IRC
  6667, // IRC
  6668, // IRC
  6669, // IRC
  6679, // IRC
  6697, // IRC
  7000, // Cassandra
  7001, // Cassandra
  8125, // StatsD
  9042, // Cassandra
  9092, // Kafka
  9200, // Elasticsearch
  9300, // Elasticsearch
  10080, // Amanda
  10250, // kubelet
  10255, // kubelet
  11211, // memcached
  15672, // RabbitMQ
  16379, // Redis Cluster
  26379, // Redis Sentinel
  27017, // MongoDB
  27018, // MongoDB
  27019, // MongoDB
]);

/** Whether calls may go there: 80, 443, and from 1024 on what is not on the list. */
export function portAllowed(port: number): boolean {
  if (port === 80 || port === 443) return true;
  return port >= 1024 && port <= 65_535 && !DENIED.has(port);
}
