// Opens a hub's sessions where its keyring is: in a file beside it, or in its database.
import type { Config } from "../config.ts";
import type { DataFolder } from "../folder/data-folder.ts";
import type { Logger } from "../observability/logger.ts";
import type { SessionStore } from "./port.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { openSqliteSessions } from "./sqlite-sessions.ts";

type OfHub = {
  readonly config: Pick<Config, "sessions">;
  readonly folder: Pick<DataFolder, "keyring" | "sessionsFile">;
  readonly now: () => Date;
};

/** Throws UnusableFile and PostgresUnusable. */
export async function openSessions({ config, folder, now }: OfHub, logger: Logger): Promise<Sessions> {
  return createSessions(await openStore(folder, logger), config.sessions, now);
}

async function openStore({ keyring, sessionsFile }: OfHub["folder"], logger: Logger): Promise<SessionStore> {
  if (keyring.kind === "postgres") {
    // Loaded only when needed, so that a hub with its keyring in a file does not load the client.
    const { openPostgresSessions } = await import("./postgres-sessions.ts");
    return openPostgresSessions(keyring);
  }
  return openSqliteSessions(sessionsFile, () =>
    logger.warn({ code: "SESSIONS_LOST" }, "the file of sessions was damaged and was made anew: everybody signs in again"),
  );
}
