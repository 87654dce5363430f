// Where a log is, in a form that can be handed to another thread, and how it is opened there for reading.
import type { ServerAddress } from "./kurrentdb/connection-string.ts";
import type { EventLog } from "./port.ts";
import { openSqliteLog } from "./sqlite/sqlite-log.ts";

export type LogLocation =
  | { readonly kind: "sqlite"; readonly file: string }
  /** `prefix` begins the names of the log's streams at the server. */
  | { readonly kind: "kurrentdb"; readonly address: ServerAddress; readonly prefix: string };

/** Its `close` closes everything that was opened for it. Nothing is made or changed. */
export async function openLogForReading(location: LogLocation): Promise<EventLog> {
  if (location.kind === "sqlite") return openSqliteLog(location.file, "reading");
  // A hub with its log in a file does without the client.
  const [{ openConnection }, { openKurrentLog }] = await Promise.all([
    import("./kurrentdb/connection.ts"),
    import("./kurrentdb/kurrentdb-log.ts"),
  ]);
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
