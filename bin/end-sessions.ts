// Ends sessions of people who are signed in to the pages, while the hub runs or not.
import type { Config } from "../hub/config.ts";
import { dataPaths, hasHub, noHubIn } from "../hub/folder/data-folder.ts";
import { createLogger } from "../hub/observability/logger.ts";
import { openSessions } from "../hub/sessions/open-sessions.ts";
import { CommandFailed } from "./client.ts";

type Whose = { readonly person?: string; readonly all?: boolean };

/** Returns the text to print. Throws CommandFailed, UnusableFile and PostgresUnusable. */
export async function endSessions(config: Config, { person, all = false }: Whose): Promise<string> {
  if ((person !== undefined) === all) throw new CommandFailed("Say whose sessions end: --person <id>, or --all.");
  if (!hasHub(config)) throw new CommandFailed(noHubIn(config));
  const logger = createLogger(config.logLevel);
  const sessions = await openSessions({ config, folder: dataPaths(config), now: () => new Date() }, logger);
  try {
    const ended = await (person === undefined ? sessions.endAll() : sessions.endAllOfPerson(person));
    return ended === 1 ? "1 session has ended." : `${ended} sessions have ended.`;
  } finally {
    await sessions.close();
  }
}
