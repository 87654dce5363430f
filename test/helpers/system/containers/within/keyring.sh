#!/bin/sh
# Stands in for the entry point of PostgreSQL's image: makes a server in PGDATA where there is none, runs the scripts for a new one, and starts it.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb -D "$PGDATA" -U postgres --locale=C.UTF-8 --auth=scram-sha-256 --pwfile="$POSTGRES_PASSWORD_FILE" --no-instructions
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
  command=$1
  shift
  pg_ctl -D "$PGDATA" -w -o "$* -c listen_addresses=''" start
  for script in /docker-entrypoint-initdb.d/*.sh; do "$script"; done
  pg_ctl -D "$PGDATA" -m fast -w stop
  set -- "$command" "$@"
fi
exec "$@"
