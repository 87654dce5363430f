#!/bin/bash
# Runs as a service in the machine that boot.sh makes, and writes what it finds, a word and a value a line.
found() { echo "$1 $2"; }
property() { systemctl show candour -p "$1" --value; }
ip link set lo up
systemctl start dbus.socket dbus.service
cd /opt/candour || exit 1
# The issuer of tokens, as far as the hub asks it at start.
node_modules/.bin/node -e 'require("node:http").createServer((_, response) => response.setHeader("content-type", "application/json").end("{\"keys\":[]}")).listen(9999, "127.0.0.1")' &
issuer=$!

found made "$(candour-admin init >/dev/null 2>&1; echo $?)"
systemctl start candour
found started $?
for _ in $(seq 600); do
  curl -sf http://127.0.0.1:4000/ready >/dev/null && break
  systemctl is-active --quiet candour || break
  sleep 0.1
done
found ready "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:4000/ready)"
pid=$(property MainPID)
found user "$(stat -c %U "/proc/$pid")"
found capabilities "$(awk '/^CapEff/ { print $2 }' "/proc/$pid/status")"
found filtered "$(awk '/^Seccomp:/ { print $2 }' "/proc/$pid/status")"
found handles "$(awk '/^Max open files/ { print $4 }' "/proc/$pid/limits")"
found memory "$(property MemoryMax)"
found key "$(stat -c '%a %U' /run/credentials/candour.service/master-key)"
found open-files "$(find /var/lib/candour -perm /077 | wc -l)"
found others-files "$(find /var/lib/candour ! -user candour | wc -l)"
found log "$(stat -c '%a %U' /var/lib/candour/log/events.sqlite)"
found looked "$(curl -s http://127.0.0.1:4001/metrics | grep -cE '^(process_open_fds|process_max_fds|candour_disk_free_bytes) [1-9]')"
systemctl kill -s SIGUSR2 --kill-whom=main candour
found rebuilding "$? $(systemctl is-active candour)"
systemctl stop candour
found stopped "$(property Result) $(property ExecMainStatus)"
candour-admin verify >/dev/null
found verified $?
found others-files-after "$(find /var/lib/candour ! -user candour | wc -l)"

# How systemd takes the statuses that the hub can end with.
mkdir -p /run/systemd/system/candour.service.d
for status in 78 70; do
  printf '[Service]\nExecStart=\nExecStart=/bin/sh -c "exit %s"\nRestartSec=100ms\n' "$status" >/run/systemd/system/candour.service.d/status.conf
  systemctl daemon-reload
  systemctl reset-failed candour
  systemctl start candour
  for _ in $(seq 100); do
    [ "$(property ActiveState)" = failed ] && break
    sleep 0.1
  done
  found "status-$status" "$(property NRestarts)"
done
# The process that checks the stores may lower its priority.
printf '[Service]\nExecStart=\nExecStart=/opt/candour/node_modules/.bin/node -e "require(\x27node:os\x27).setPriority(19); process.exit(78)"\n' \
  >/run/systemd/system/candour.service.d/status.conf
systemctl daemon-reload
systemctl reset-failed candour
systemctl start candour
for _ in $(seq 100); do
  [ "$(property ActiveState)" = failed ] && break
  sleep 0.1
done
found priority "$(property ExecMainStatus)"
kill $issuer
echo "end of check"
