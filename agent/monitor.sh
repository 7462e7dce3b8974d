#!/usr/bin/env bash
# Watches one server and tells a Tocsin hub, through its OpenRemedy webhook, what is wrong with it:
# full disks, a busy CPU, little memory, services that are down, ports that nobody listens on. It
# tells again while a condition lasts and once when it is over. Made to be run by cron or a timer.
#
# Needs bash 4 or later, curl and coreutils (or busybox). `monitor.sh --help` tells the rest.
# shellcheck disable=SC2329 # functions that are called by name
set -uf
umask 077
export LC_ALL=C
readonly VERSION=1.0.0

readonly E_PARTIAL=1 E_CONFIG=2 E_COMMAND=3 E_HUB=4 E_SECRET=5 E_BUSY=6 E_STATE=7

usage() {
  cat <<'END'
Usage: monitor.sh [--dry-run] [--help] [--version]

Checks this server once and reports to a Tocsin hub. Run it every few minutes.

  --dry-run   check, print what would be sent, send and remember nothing
  --help      this text
  --version   the version of this script

Environment:
  OREMEDY_URL          required: the hub, such as https://hub.example.com
  OREMEDY_TENANT       required: the tenant's slug or id
  OREMEDY_SECRET       required: the tenant's webhook secret, or
  OREMEDY_SECRET_FILE  a file with nothing but the secret in it
  DISK_THRESHOLD       percent of a disk in use that is too much (90)
  CPU_THRESHOLD        percent of 1-minute load by cores that is too much (90)
  MEM_THRESHOLD        percent of memory in use that is too much (90)
  CHECK_SERVICES       systemd services that have to be active, separated by commas
  CHECK_PORTS          TCP ports that have to be open, separated by commas
  OREMEDY_HOSTNAME     the name to report as (the host's own)
  OREMEDY_TIMEOUT      seconds a request may take (10)
  OREMEDY_STATE_DIR    where to remember what was reported (/var/lib/tocsin-monitor for root,
                       ~/.local/state/tocsin-monitor for others)
  OREMEDY_PROC         where the kernel's figures are (/proc)

Exit codes:
  0  everything was checked and the hub knows (also when something is wrong with the server)
  1  a check could not be done, or the hub refused an alert; the rest was done
  2  wrong settings or options; nothing was done
  3  bash is too old or a command is missing; nothing was done
  4  the hub cannot be reached, is not well, or asks to slow down; the next run tells again
  5  the hub refused the signature: wrong secret or tenant
  6  another run is still going on; nothing was done
  7  the state cannot be read or written
END
}

# Text from outside goes through `quoted` first, so that nothing can forge a line of the log.
say() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }
warn() { say "$@" >&2; }
die() {
  local code=$1
  shift
  warn "error: $*"
  exit "$code"
}
has() { command -v "$1" >/dev/null 2>&1; }

# A check that hangs, on a dead network disk for one, must not hang the script.
bounded() {
  if has timeout; then timeout "$@"; else shift && "$@"; fi
}

partial=0
incomplete() {
  partial=1
  warn "warning: $*"
}

# --- JSON --------------------------------------------------------------------------------------

# REPLY becomes the text as a JSON string. Bytes that are not UTF-8 become U+FFFD.
quoted() {
  local plain='^[A-Za-z0-9 _./:@%+=,()*-]*$'
  REPLY=$1
  if [[ ! $1 =~ $plain ]]; then escape "$1"; fi
  REPLY="\"$REPLY\""
}

escape() {
  local bytes out='' char i=0 length
  read -r -d '' -a bytes < <(printf '%s' "$1" | od -An -v -tx1)
  while ((i < ${#bytes[@]})); do
    case ${bytes[i]} in
      22) out+='\"' ;;
      5c) out+="\\\\" ;;
      0? | 1? | 7f) out+="\\u00${bytes[i]}" ;;
      [2-7]?)
        printf -v char '%b' "\\x${bytes[i]}"
        out+=$char
        ;;
      *)
        utf8_length "${bytes[@]:i:4}"
        length=$REPLY
        if ((length == 0)); then
          out+='\ufffd'
        else
          for ((; length > 1; length--, i++)); do
            printf -v char '%b' "\\x${bytes[i]}"
            out+=$char
          done
          printf -v char '%b' "\\x${bytes[i]}"
          out+=$char
        fi
        ;;
    esac
    i=$((i + 1))
  done
  REPLY=$out
}

# REPLY becomes how many of these bytes (hex) are the first character, 0 where they are none: no
# overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629).
utf8_length() {
  local tail='[89ab][0-9a-f]'
  local two="^(c[2-9a-f]|d[0-9a-f])$tail"
  local three="^(e0[ab][0-9a-f]|(e[1-9a-c]|e[ef])$tail|ed[89][0-9a-f])$tail"
  local four="^(f0[9ab][0-9a-f]|f[1-3]$tail|f48[0-9a-f])$tail$tail"
  local IFS=''
  REPLY=0
  if [[ $* =~ $two ]]; then
    REPLY=2
  elif [[ $* =~ $three ]]; then
    REPLY=3
  elif [[ $* =~ $four ]]; then
    REPLY=4
  fi
}

# --- Settings ----------------------------------------------------------------------------------

percentage() {
  local name=$1 value=$2 most=$3
  [[ $value =~ ^[0-9]{1,5}$ ]] && ((10#$value >= 1 && 10#$value <= most)) && return
  quoted "$value"
  die $E_CONFIG "$name must be a whole number from 1 to $most, not $REPLY"
}

read_settings() {
  proc=${OREMEDY_PROC:-/proc}
  disk_threshold=${DISK_THRESHOLD:-90}
  cpu_threshold=${CPU_THRESHOLD:-90}
  mem_threshold=${MEM_THRESHOLD:-90}
  timeout=${OREMEDY_TIMEOUT:-10}
  percentage DISK_THRESHOLD "$disk_threshold" 100
  percentage CPU_THRESHOLD "$cpu_threshold" 99999
  percentage MEM_THRESHOLD "$mem_threshold" 100
  percentage OREMEDY_TIMEOUT "$timeout" 300
  disk_threshold=$((10#$disk_threshold)) cpu_threshold=$((10#$cpu_threshold))
  mem_threshold=$((10#$mem_threshold)) timeout=$((10#$timeout))
  host=${OREMEDY_HOSTNAME:-$(uname -n)}
  [[ $host =~ [^[:space:]] ]] || die $E_CONFIG 'this host has no name; set OREMEDY_HOSTNAME'
  ((${#host} <= 255)) || die $E_CONFIG 'OREMEDY_HOSTNAME is longer than 255 bytes'
  split_list "${CHECK_SERVICES:-}"
  services=(${list[@]+"${list[@]}"})
  split_list "${CHECK_PORTS:-}"
  ports=()
  local port
  for port in ${list[@]+"${list[@]}"}; do
    if ! [[ $port =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
      quoted "$port"
      die $E_CONFIG "CHECK_PORTS must list ports from 1 to 65535, not $REPLY"
    fi
    ports+=($((10#$port)))
  done
}

# `list` becomes the words between commas, without blanks around them and without empty ones.
split_list() {
  local rest="$1,"
  list=()
  while [[ $rest == *,* ]]; do
    trim "${rest%%,*}"
    rest=${rest#*,}
    [[ -n $REPLY ]] && list+=("$REPLY")
  done
}

trim() {
  REPLY=${1#"${1%%[![:space:]]*}"}
  REPLY=${REPLY%"${REPLY##*[![:space:]]}"}
}

read_hub() {
  url=${OREMEDY_URL:-}
  tenant=${OREMEDY_TENANT:-}
  [[ -n $url ]] || die $E_CONFIG 'OREMEDY_URL is not set: the address of the hub'
  [[ $url =~ ^https?://[^[:space:]/?#]+(/[^[:space:]?#]*)?$ ]] ||
    die $E_CONFIG 'OREMEDY_URL must look like https://hub.example.com'
  [[ -n $tenant ]] || die $E_CONFIG 'OREMEDY_TENANT is not set: the slug of your tenant'
  [[ $tenant =~ ^[A-Za-z0-9_-]+$ ]] ||
    die $E_CONFIG 'OREMEDY_TENANT must be a slug or an id: letters, digits, - and _'
  while [[ $url == */ ]]; do url=${url%/}; done
  url="$url/api/v1/webhooks/alerts/$tenant"
}

read_secret() {
  local file=${OREMEDY_SECRET_FILE:-}
  if [[ -z $secret && -n $file ]]; then
    # Read by ourselves, as a path may hold anything.
    { read -r -d '' secret <"$file" || [[ -r $file ]]; } 2>/dev/null ||
      die $E_CONFIG 'OREMEDY_SECRET_FILE cannot be read by this user'
    trim "$secret"
    secret=$REPLY
  fi
  [[ -n $secret ]] ||
    die $E_CONFIG 'OREMEDY_SECRET (or OREMEDY_SECRET_FILE) is not set: the webhook secret of the tenant'
}

# --- State -------------------------------------------------------------------------------------
# One line a condition that was reported: kind, fact as JSON, what was found out once. Neither of
# them can hold a tab or a line break.

# In the order they were reported; `found` by "kind<TAB>fact".
declare -a reported=()
declare -A found=() firing=()

open_state() {
  local folder=${OREMEDY_STATE_DIR:-} name
  if [[ -z $folder ]]; then
    if ((EUID == 0)); then
      folder=/var/lib/tocsin-monitor
    elif [[ -n ${XDG_STATE_HOME:-}${HOME:-} ]]; then
      folder=${XDG_STATE_HOME:-$HOME/.local/state}/tocsin-monitor
    else
      die $E_CONFIG 'OREMEDY_STATE_DIR is not set, and this user has no home'
    fi
  fi
  name=$(printf '%s\n%s' "${url:-}" "$host" | sha256sum)
  state_folder=$folder
  state_file=$folder/state-${name:0:16}
}

make_folder() {
  mkdir -p "$state_folder" 2>/dev/null && [[ -w $state_folder && -x $state_folder ]] && return
  quoted "$state_folder"
  die $E_STATE "$REPLY cannot be written by this user; see OREMEDY_STATE_DIR"
}

load_state() {
  local kind fact once
  [[ -e $state_file ]] || return 0
  [[ -r $state_file ]] || die $E_STATE 'the state cannot be read by this user; see OREMEDY_STATE_DIR'
  while IFS=$'\t' read -r kind fact once; do
    [[ -n $kind && -n $fact ]] || continue
    reported+=("$kind"$'\t'"$fact")
    found["$kind"$'\t'"$fact"]=$once
  done <"$state_file"
}

# Whole or not at all: a run that dies leaves the state before it.
save_state() {
  local key fresh="$state_file.$$"
  {
    for key in ${reported[@]+"${reported[@]}"}; do
      printf '%s\t%s\n' "$key" "${found[$key]:-}" || return
    done
  } 2>/dev/null >"$fresh" && mv -f "$fresh" "$state_file" && return
  rm -f "$fresh"
  die $E_STATE 'the state cannot be written'
}

is_reported() { [[ -n ${found[$1]+known} ]]; }

forget() {
  local key kept=()
  for key in "${reported[@]}"; do [[ $key == "$1" ]] || kept+=("$key"); done
  reported=(${kept[@]+"${kept[@]}"})
  unset "found[\$1]"
}

# --- One run at a time ---------------------------------------------------------------------------

held=''
lock() {
  if has flock; then
    exec 9>>"$state_file.lock" || die $E_STATE 'the lock cannot be written'
    flock -n 9 || die $E_BUSY 'another run is still going on'
    return
  fi
  local folder=$state_file.lock.d pid=''
  if ! mkdir "$folder" 2>/dev/null; then
    { read -r pid <"$folder/pid"; } 2>/dev/null
    # One that was killed could not clean up. Without a number yet it has only just begun.
    if [[ $pid =~ ^[0-9]+$ ]]; then
      kill -0 "$pid" 2>/dev/null && die $E_BUSY 'another run is still going on'
    elif (($(date +%s) - $(stat -c %Y "$folder" 2>/dev/null || date +%s) < 600)); then
      die $E_BUSY 'another run is still going on'
    fi
    rm -f "$folder/pid"
    rmdir "$folder" 2>/dev/null
    mkdir "$folder" 2>/dev/null || die $E_BUSY 'another run is still going on'
  fi
  held=$folder
  printf '%s\n' "$$" >"$folder/pid"
}

clean_up() {
  [[ -n $held ]] && rm -f "$held/pid" && rmdir "$held"
  [[ -n ${state_file:-} && -z ${dry:-} ]] && rm -f "$state_file.$$"
}

# --- Sending -------------------------------------------------------------------------------------

# REPLY becomes the HMAC-SHA256 of the text under the secret, in hex (RFC 2104). By hand, because
# `openssl dgst -hmac` shows the secret to everybody who can list processes.
sign() {
  local text=$1 key inner='' outer='' byte i
  key=$(printf '%s' "$secret" | od -An -v -tx1)
  key=${key//[[:space:]]/}
  if ((${#key} > 128)); then
    key=$(printf '%s' "$secret" | sha256sum)
    key=${key:0:64}
  fi
  for ((i = 0; i < 64; i++)); do
    byte=${key:i*2:2}
    printf -v byte '\\x%02x\\x%02x' $((0x${byte:-00} ^ 0x36)) $((0x${byte:-00} ^ 0x5c))
    inner+=${byte:0:4}
    outer+=${byte:4}
  done
  key=$({ printf '%b' "$inner" && printf '%s' "$text"; } | sha256sum)
  inner=''
  for ((i = 0; i < 64; i += 2)); do inner+="\\x${key:i:2}"; done
  REPLY=$(printf '%b' "$outer$inner" | sha256sum)
  REPLY=${REPLY:0:64}
}

# 0: the hub knows. 1: it refused this one, or could not be asked; why is in the log.
hub_fault=0
post() {
  local body=$1 status problem
  ((hub_fault == 0)) || return 1
  sign "$body"
  # The body's bytes are those that were signed. curl says why on stderr, which is ours, too.
  status=$(printf '%s' "$body" | curl -q -sS -o /dev/null -w '%{http_code}' --proto '=http,https' \
    --connect-timeout "$timeout" --max-time "$timeout" -A "tocsin-monitor/$VERSION" \
    -H 'Content-Type: application/json' -H 'Expect:' \
    -H "X-OpenRemedy-Signature: sha256=$REPLY" --data-binary @- -- "$url" 9>&-)
  case ${status:-000} in
    2??) return 0 ;;
    401 | 403)
      problem='the hub refused the signature: the secret is not the webhook secret of this tenant,'
      hub_fault=$E_SECRET
      warn "error: $problem or there is no such tenant"
      ;;
    429) hub_down 'the hub asks to slow down (60 requests a minute and address)' ;;
    000) hub_down 'the hub cannot be reached' ;;
    3??) hub_down "the hub answered with a redirect ($status), which is not followed; check OREMEDY_URL" ;;
    404 | 405) hub_down "there is no alert webhook at OREMEDY_URL ($status)" ;;
    5??) hub_down "the hub is not well ($status)" ;;
    *) incomplete "the hub refused an alert ($status): $body" ;;
  esac
  return 1
}

# The others would only wait for the same answer.
hub_down() {
  hub_fault=$E_HUB
  warn "error: $*; the next run tells again"
}

alert() {
  quoted "$host"
  REPLY="{\"hostname\":$REPLY,\"incident_type\":\"$1\",\"severity\":\"$2\",\"evidence\":{$3}}"
}

# fire KIND SEVERITY FACT NAME EVIDENCE [ONCE]: a condition holds. FACT is JSON, NAME what the hub
# knows it by; both are empty where the host has one of the kind. ONCE names a function that sets
# REPLY to members of the evidence, asked when the condition begins only.
fire() {
  local kind=$1 severity=$2 fact=${3:-'""'} name=$4 evidence=$5 once=${6:-}
  local key="$kind"$'\t'"$fact"
  [[ -n ${firing[$key]:-} ]] && return
  firing[$key]=yes
  if ! is_reported "$key"; then
    REPLY=''
    if [[ -n $once ]]; then "$once"; fi
    reported+=("$key")
    found[$key]=$REPLY
  fi
  [[ -n $name ]] && evidence="\"$name\":$fact,$evidence"
  [[ -n ${found[$key]} ]] && evidence+=",${found[$key]}"
  alert "$kind" "$severity" "$evidence"
  if [[ -n $dry ]]; then
    say "would send $REPLY"
    return
  fi
  # Kept before it is sent: if the reply is lost, the recovery is told all the same.
  save_state
  local body=$REPLY
  if post "$body"; then say "sent $body"; fi
}

# What was asked of each kind and not answered; conditions of these are neither told nor over.
declare -A unknown=()

name_of_fact() {
  case $1 in
    disk_full) REPLY=mount ;;
    service_down) REPLY=service_name ;;
    port_unavailable) REPLY=port ;;
    *) REPLY='' ;;
  esac
}

recover() {
  local key kind fact evidence body
  for key in ${reported[@]+"${reported[@]}"}; do
    kind=${key%%$'\t'*} fact=${key#*$'\t'}
    [[ -n ${firing[$key]:-}${unknown[$key]:-}${unknown[$kind]:-} ]] && continue
    name_of_fact "$kind"
    evidence='"status":"resolved"'
    [[ -n $REPLY ]] && evidence="\"$REPLY\":$fact,$evidence"
    severity_of "$kind"
    alert "$kind" "$REPLY" "$evidence"
    body=$REPLY
    if [[ -n $dry ]]; then
      say "would send $body"
    elif post "$body"; then
      say "sent $body"
      forget "$key"
      save_state
    fi
  done
}

severity_of() {
  REPLY=high
  [[ $1 == service_down ]] && REPLY=critical
}

# --- Disks ---------------------------------------------------------------------------------------

is_virtual() {
  case $1 in
    proc | sysfs | devtmpfs | devpts | tmpfs | ramfs | rootfs | cgroup | cgroup2 | pstore) ;;
    efivarfs | bpf | tracefs | debugfs | securityfs | configfs | fusectl | mqueue | hugetlbfs) ;;
    autofs | binfmt_misc | nsfs | rpc_pipefs | nfsd | selinuxfs | pidfs | devfs | squashfs) ;;
    # Images that can only be read are full by nature.
    erofs | iso9660 | udf | cramfs | romfs | fuse.snapfuse | fuse.gvfsd-fuse | fuse.portal) ;;
    fuse.lxcfs | fuse.archivemount) ;;
    # The root of a container; elsewhere a container's, which lies on a disk that is listed.
    overlay | aufs) [[ $2 != / ]] ;;
    *) return 1 ;;
  esac
}

# The kernel writes what would break a line as octal. REPLY becomes the real name.
unescape_mount() {
  REPLY=${1//\\040/ }
  REPLY=${REPLY//\\011/$'\t'}
  REPLY=${REPLY//\\012/$'\n'}
  REPLY=${REPLY//\\043/#}
  REPLY=${REPLY//\\134/\\}
}

check_disks() {
  local source mount type rest order=()
  local -A shown=()
  if ! [[ -r $proc/self/mounts ]]; then
    unknown[disk_full]=yes
    incomplete "disks: $proc/self/mounts cannot be read"
    return
  fi
  while read -r source mount type rest; do
    unescape_mount "$mount"
    is_virtual "$type" "$REPLY" && continue
    # A disk that is mounted twice, as bind mounts are, is told by its shortest place.
    case $source in
      */*) ;;
      *) source="$source $mount" ;;
    esac
    if [[ -z ${shown[$source]+seen} ]]; then
      order+=("$source")
    elif ((${#shown[$source]} <= ${#REPLY})); then
      continue
    fi
    shown[$source]=$REPLY
  done <"$proc/self/mounts"
  for source in ${order[@]+"${order[@]}"}; do check_disk "${shown[$source]}"; done
}

check_disk() {
  local size blocks free available used percent fact
  quoted "$1"
  fact=$REPLY mount_now=$1
  if ! REPLY=$(bounded 5 stat -f -c '%S %b %f %a' -- "$1" 2>/dev/null 9>&-) ||
    ! [[ $REPLY =~ ^[0-9]+\ [0-9]+\ [0-9]+\ [0-9]+$ ]]; then
    unknown["disk_full"$'\t'"$fact"]=yes
    incomplete "disks: $fact did not answer, or this user may not look at it"
    return
  fi
  read -r size blocks free available <<<"$REPLY"
  used=$((blocks - free))
  ((blocks > 0 && used + available > 0)) || return 0
  # Rounded up, and of what is not reserved for root: the figure that df shows.
  percent=$(((used * 100 + used + available - 1) / (used + available)))
  ((percent >= disk_threshold)) || return 0
  fire disk_full high "$fact" mount "\"disk_usage_percent\":$percent,\"threshold\":$disk_threshold,\
\"total_mb\":$((blocks * size / 1048576)),\"available_mb\":$((available * size / 1048576)),\
\"message\":\"$percent % of the disk are in use.\"" largest_files
}

# The five largest files of 10 MB and more, as far as they can be found within ten seconds.
largest_files() {
  local line size names=()
  REPLY=''
  has find && has du && has sort || return 0
  while IFS= read -r line; do
    [[ $line =~ ^[0-9]+$'\t'/ ]] || continue
    size=$((${line%%$'\t'*} / 1024))
    quoted "${line#*$'\t'} ($size MB)"
    names+=("$REPLY")
    ((${#names[@]} == 5)) && break
  done < <(bounded 10 find "$mount_now" -xdev -type f -size +20480 -exec du -k {} \; 2>/dev/null 9>&- |
    sort -rn 2>/dev/null)
  local IFS=,
  REPLY=''
  ((${#names[@]} > 0)) && REPLY="\"largest_files\":[${names[*]}]"
}

# --- CPU and memory --------------------------------------------------------------------------------

# `ticks` becomes the CPU time of each process so far.
read_ticks() {
  local folder line
  ticks=()
  set +f
  for folder in "$proc"/[0-9]*; do
    line=''
    { read -r -d '' line <"$folder/stat"; } 2>/dev/null
    # The name in brackets may hold anything, brackets included.
    read -r -a line <<<"${line##*)}"
    [[ ${line[11]:-} =~ ^[0-9]+$ && ${line[12]:-} =~ ^[0-9]+$ ]] || continue
    ticks[${folder##*/}]=$((line[11] + line[12]))
  done
  set -f
}

# Who used most of the CPU during one second.
top_by_cpu() {
  local -A ticks=() before=()
  local pid best='' most=0 spent
  read_ticks
  for pid in "${!ticks[@]}"; do before[$pid]=${ticks[$pid]}; done
  sleep 1
  read_ticks
  for pid in "${!ticks[@]}"; do
    spent=$((ticks[$pid] - ${before[$pid]:-0}))
    ((spent > most)) && most=$spent best=$pid
  done
  name_process "$best"
}

# Who has most memory.
top_by_memory() {
  local folder best='' most=0 pages rest
  set +f
  for folder in "$proc"/[0-9]*; do
    pages=''
    { read -r rest pages rest <"$folder/statm"; } 2>/dev/null
    [[ $pages =~ ^[0-9]+$ ]] && ((pages > most)) && most=$pages best=${folder##*/}
  done
  set -f
  name_process "$best"
}

# REPLY becomes the member top_process, or nothing.
name_process() {
  local name=''
  { read -r -d '' name <"$proc/$1/comm"; } 2>/dev/null
  name=${name%$'\n'}
  REPLY=''
  [[ -n $1 && -n $name ]] || return 0
  quoted "$name"
  REPLY="\"top_process\":$REPLY"
}

count_cores() {
  local line
  REPLY=$(nproc 2>/dev/null) && [[ $REPLY =~ ^[1-9][0-9]*$ ]] && return
  REPLY=0
  while read -r line; do [[ $line == processor* ]] && REPLY=$((REPLY + 1)); done \
    <"$proc/cpuinfo" 2>/dev/null
  ((REPLY > 0)) || REPLY=1
}

check_cpu() {
  local load rest cores percent
  { read -r load rest <"$proc/loadavg"; } 2>/dev/null
  if ! [[ ${load:-} =~ ^[0-9]+\.[0-9][0-9]$ ]]; then
    unknown[cpu_high]=yes
    incomplete "CPU: $proc/loadavg cannot be read"
    return
  fi
  count_cores
  cores=$REPLY
  percent=$((10#${load/./} / cores))
  ((percent >= cpu_threshold)) || return 0
  fire cpu_high high '' '' "\"cpu_percent\":$percent,\"load_1m\":$load,\"cores\":$cores,\
\"threshold\":$cpu_threshold,\"message\":\"The 1-minute load is $load on $cores cores.\"" top_by_cpu
}

check_memory() {
  local name value rest used percent
  local -A figures=()
  while read -r name value rest; do
    [[ $value =~ ^[0-9]+$ ]] && figures[${name%:}]=$value
  done < <(cat "$proc/meminfo" 2>/dev/null)
  local total=${figures[MemTotal]:-0} available=${figures[MemAvailable]:-}
  if ((total == 0)); then
    unknown[memory_high]=yes
    incomplete "memory: $proc/meminfo cannot be read"
    return
  fi
  # Kernels before 3.14 do not estimate it.
  available=${available:-$((${figures[MemFree]:-0} + ${figures[Buffers]:-0} + ${figures[Cached]:-0}))}
  used=$((total - available))
  percent=$((used * 100 / total))
  ((percent >= mem_threshold)) || return 0
  fire memory_high high '' '' "\"memory_percent\":$percent,\"total_mb\":$((total / 1024)),\
\"used_mb\":$((used / 1024)),\"threshold\":$mem_threshold,\
\"message\":\"$percent % of the memory are in use.\"" top_by_memory
}

# --- Services and ports ----------------------------------------------------------------------------

check_services() {
  local service fact state active code error
  for service in ${services[@]+"${services[@]}"}; do
    quoted "$service"
    fact=$REPLY
    if ! has systemctl; then
      unknown[service_down]=yes
      incomplete 'services: there is no systemctl here'
      return
    fi
    state=$(bounded 10 systemctl is-active -- "$service" 2>/dev/null 9>&-)
    active=$?
    ((active == 0)) && continue
    # systemd that cannot be asked says nothing about the service.
    if ! [[ $state =~ ^[a-z-]+$ ]] || ((active == 124)); then
      unknown["service_down"$'\t'"$fact"]=yes
      incomplete "services: systemd does not tell whether $fact is active"
      continue
    fi
    code=$(bounded 10 systemctl show -p ExecMainStatus -- "$service" 2>/dev/null 9>&-)
    code=${code#ExecMainStatus=}
    quoted "$service is $state"
    error=",\"error\":$REPLY"
    [[ $code =~ ^[0-9]{1,3}$ ]] && error+=",\"exit_code\":$((10#$code))"
    fire service_down critical "$fact" service_name "\"service_active\":false$error"
  done
}

# What ss -tln shows, as the kernel tells it: who listens, on whichever address.
read_listeners() {
  local file address rest state
  listeners=()
  [[ -r $proc/net/tcp ]] || return 1
  for file in "$proc/net/tcp" "$proc/net/tcp6"; do
    [[ -r $file ]] || continue
    while read -r rest address rest state rest; do
      if [[ $state == 0A && $address =~ :([0-9A-F]{4})$ ]]; then
        listeners[16#${BASH_REMATCH[1]}]=yes
      fi
    done <"$file"
  done
}

expected_service() {
  case $1 in
    22) REPLY=ssh ;;
    25 | 465 | 587) REPLY=smtp ;;
    53) REPLY=dns ;;
    80 | 8080) REPLY=http ;;
    443 | 8443) REPLY=https ;;
    143 | 993) REPLY=imap ;;
    1433) REPLY=mssql ;;
    3306) REPLY=mysql ;;
    5432) REPLY=postgresql ;;
    5672) REPLY=rabbitmq ;;
    6379) REPLY=redis ;;
    9200) REPLY=elasticsearch ;;
    11211) REPLY=memcached ;;
    27017) REPLY=mongodb ;;
    *) REPLY='' ;;
  esac
}

check_ports() {
  local port evidence
  local -a listeners=()
  ((${#ports[@]} > 0)) || return 0
  if ! read_listeners; then
    unknown[port_unavailable]=yes
    incomplete "ports: $proc/net/tcp cannot be read"
    return
  fi
  for port in "${ports[@]}"; do
    [[ -n ${listeners[port]:-} ]] && continue
    expected_service "$port"
    evidence='"port_open":false'
    [[ -n $REPLY ]] && evidence+=",\"expected_service\":\"$REPLY\""
    evidence+=",\"message\":\"Nobody listens on TCP port $port.\""
    fire port_unavailable high "$port" port "$evidence"
  done
}

# --- All of it -------------------------------------------------------------------------------------

main() {
  # It stays inside this shell: neither an argument nor in the environment of any command.
  secret=${OREMEDY_SECRET:-}
  unset OREMEDY_SECRET
  dry=''
  local option command
  for option in "$@"; do
    case $option in
      --dry-run) dry=yes ;;
      --help | -h) usage && exit 0 ;;
      --version) printf 'tocsin-monitor %s\n' "$VERSION" && exit 0 ;;
      *) quoted "$option" && die $E_CONFIG "$REPLY is no option of this script; see --help" ;;
    esac
  done
  ((BASH_VERSINFO[0] >= 4)) || die $E_COMMAND "bash 4 or later is needed; this is $BASH_VERSION"
  for command in date od sha256sum stat uname mkdir mv rm cat; do
    has "$command" || die $E_COMMAND "$command is not installed, which this script needs"
  done
  if [[ -z $dry ]] && ! has curl; then
    die $E_COMMAND 'curl is not installed, which this script needs (apt-get install curl)'
  fi
  read_settings
  # A dry run tells of a server before there is a tenant.
  if [[ -z $dry || -n ${OREMEDY_URL:-}${OREMEDY_TENANT:-} ]]; then read_hub; fi
  [[ -n $dry ]] || read_secret
  open_state
  trap clean_up EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  if [[ -z $dry ]]; then
    make_folder
    lock
  fi
  load_state
  check_disks
  check_cpu
  check_memory
  check_services
  check_ports
  recover
  if ((hub_fault > 0)); then exit "$hub_fault"; fi
  exit $((partial ? E_PARTIAL : 0))
}

# Read to its end before anything is done: a script that is replaced while it runs goes on as it was.
main "$@"
