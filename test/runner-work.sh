#!/bin/sh
# What recipes of the tests run on their host: it notes that it ran, then does as its first argument says.
cd "$(dirname "$0")" || exit 9
echo "$*" >> ran
case $1 in
  say) printf '%s\n' "$2"; printf 'a warning\n' >&2 ;;
  slow) echo "$2"; sleep 0.6; echo 'and done' ;;
  touch) : > "$2" ;;
  remove) rm -- "$2" ;;
  # Runs on with a child of its own until it is released.
  wait)
    sleep 600 &
    echo "$$ $!" > pids
    echo 'it has begun'
    until [ -e "$2" ]; do sleep 0.1; done
    kill $!
    echo 'it was released'
    ;;
esac
