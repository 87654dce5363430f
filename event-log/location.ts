// Where a log is, in a form that can be handed to another thread, and how it is opened there for reading.
import { openConnection } from "./kurrentdb/connection.ts";
import type { ServerAddress } from "./kurrentdb/connection-string.ts";
import { openKurrentLog } from "./kurrentdb/kurrentdb-log.ts";
import type { EventLog } from "./port.ts";
import { openSqliteLog } from "./sqlite/sqlite-log.ts";

export type LogLocation =
  | { readonly kind: "sqlite"; readonly file: string }
  /** `prefix` begins the names of the log's streams at the server. */
  | { readonly kind: "kurrentdb"; readonly address: ServerAddress; readonly prefix: string };

/** Its `close` closes everything that was opened for it. Nothing is made or changed. */
export function openLogForReading(location: LogLocation): EventLog {
  if (location.kind === "sqlite") return openSqliteLog(location.file, "reading");
  const connection = openConnection(location.address);
  const log = openKurrentLog(connection, { prefix: location.prefix, node: "reader" });
  return {
    ...log,
    async close() {
      await log.close();
      await connection.close();
    },
  };
}
