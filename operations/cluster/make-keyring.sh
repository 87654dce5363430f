#!/bin/sh
# Creates the hubs' user and database, once: the image of PostgreSQL runs this after it has created an empty server.
set -eu
# psql quotes the password, which is in no command line.
psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'END'
\set password `cat /run/secrets/keyring-password`
CREATE ROLE candour LOGIN PASSWORD :'password';
CREATE DATABASE candour_keyring OWNER candour;
GRANT pg_checkpoint TO candour;
END
