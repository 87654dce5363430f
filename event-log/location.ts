// Where a log is stored, as plain data that can be passed to another thread, and how that thread opens it for reading.
import type { ServerAddress } from "./kurrentdb/connection-string.ts";
import type { EventLog } from "./port.ts";
import { openSqliteLog } from "./sqlite/sqlite-log.ts";

export type LogLocation =
  | { readonly kind: "sqlite"; readonly file: string }
  /** `prefix`: the prefix of the names of the log's streams at the server. */
  | { readonly kind: "kurrentdb"; readonly address: ServerAddress; readonly prefix: string };

/**
 * Its `close` closes everything that was opened for it. Creates and changes nothing. `onNotify` receives what has followers look at once for events
 * that others have appended; a server notifies them by itself.
 */
export async function openLogForReading(location: LogLocation, onNotify?: (notify: () => void) => void): Promise<EventLog> {
  if (location.kind === "sqlite") return openSqliteLog(location.file, "reading", onNotify && { onNotify });
  // Loaded only when needed, so that a hub with its log in a file does not load the client.
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
