/** What the hub goes by where a document says nothing; a test compares them. */
export const RECIPE_DEFAULTS = {
  step_timeout_s: 60,
  timeout_s: 900,
  cool_down_minutes: 30,
  max_runs_per_day: 20,
} as const;
