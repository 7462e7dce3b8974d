/** Milliseconds of a clock that all processes of this machine share (CLOCK_MONOTONIC on Linux). */
export function sharedNow(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
