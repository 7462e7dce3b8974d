/**
 * Keys of PostgreSQL advisory locks, as `(family, lock)`. The family keeps them apart from those
 * of other programs in the same database.
 */
export const LOCK_FAMILY = 0x746f6373;

export const LOCKS = {
  /** One migrator at a time (session). */
  migrate: 1,
  /** One creator of partitions at a time (transaction). */
  partitions: 2,
  /** The hub that owns an embedded server's data folder (session, database `postgres`). */
  dataFolder: 3,
  /** One dispatcher of events at a time (transaction). */
  dispatch: 4,
  /** Backups under way share it; dropping a day's partition needs it alone. */
  backup: 5,
} as const;
