#!/bin/bash
# Runs as a service in the machine that boot.sh makes, and writes what it finds, a word and a value a line.
found() { echo "$1 $2"; }
property() { systemctl show candour -p "$1" --value; }
start_hub() {
  systemctl start candour
  for _ in $(seq 600); do
    curl -sf http://127.0.0.1:4000/ready >/dev/null && break
    systemctl is-active --quiet candour || break
    sleep 0.1
  done
}
until_failed() {
  for _ in $(seq 600); do
    [ "$(property ActiveState)" = failed ] && break
    sleep 0.1
  done
}

ip link set lo up
systemctl start dbus.socket dbus.service
cd /opt/candour || exit 1
# The issuer of tokens, as far as the hub asks it at start.
node_modules/.bin/node -e 'require("node:http").createServer((_, response) => response.setHeader("content-type", "application/json").end("{\"keys\":[]}")).listen(9999, "127.0.0.1")' &
issuer=$!

found made "$(candour-admin init >/dev/null 2>&1; echo $?)"
start_hub
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
# A second hub is kept away by the process of the first, also when somebody has removed the lock.
rm -f /var/lib/candour/lock.sqlite*
found second "$(timeout 60 candour-admin serve 2>&1 | grep -c 'another hub')"
found ready-after "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:4000/ready)"
found looked "$(curl -s http://127.0.0.1:4001/metrics | grep -cE '^(process_open_fds|process_max_fds|candour_disk_free_bytes) [1-9]')"
systemctl kill -s SIGUSR2 --kill-whom=main candour
found rebuilding "$? $(systemctl is-active candour)"
systemctl stop candour
found stopped "$(property Result) $(property ExecMainStatus)"
candour-admin verify >/dev/null
found verified $?
found others-files-after "$(find /var/lib/candour ! -user candour | wc -l)"

# Something is lost: the hub stays down until somebody accepts it.
mkdir /var/lib/candour/taken-away
mv /var/lib/candour/log/disclosures.sqlite* /var/lib/candour/taken-away/
systemctl start candour
until_failed
found lost "$(property ExecMainStatus) $(property NRestarts)"
candour-admin accept-loss --reason "A trial." >/dev/null
found accepted $?
systemctl reset-failed candour
start_hub
found ready-again "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:4000/ready)"
systemctl stop candour

# How systemd takes the statuses that the hub can end with.
mkdir -p /run/systemd/system/candour.service.d
for status in 78 70; do
  printf '[Service]\nExecStart=\nExecStart=/bin/sh -c "exit %s"\nRestartSec=100ms\n' "$status" >/run/systemd/system/candour.service.d/status.conf
  systemctl daemon-reload
  systemctl reset-failed candour
  systemctl start candour
  until_failed
  found "status-$status" "$(property NRestarts)"
done
# The process that checks the stores may lower its priority.
printf '[Service]\nExecStart=\nExecStart=/opt/candour/node_modules/.bin/node -e "require(\x27node:os\x27).setPriority(19); process.exit(78)"\n' \
  >/run/systemd/system/candour.service.d/status.conf
systemctl daemon-reload
systemctl reset-failed candour
systemctl start candour
until_failed
found priority "$(property ExecMainStatus)"
kill $issuer
echo "end of check"
