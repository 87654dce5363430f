// Quarantine commands: list the streams, and retry them after a repair.
import type { Config } from "../hub/config.ts";
import { noHubIn } from "../hub/folder/data-folder.ts";
import { readQuarantine, runningHub } from "../hub/folder/unread-streams.ts";
import { CommandFailed } from "./client.ts";

export function listQuarantine(config: Config, { json }: { readonly json?: boolean }): void {
  const found = readQuarantine(config);
  if (!found) throw new CommandFailed(noHubIn(config));
  const { streams, unbuilt } = found;
  if (json) console.log(JSON.stringify(streams, null, 2));
  else if (streams.length === 0 && unbuilt.length === 0) console.log("Nothing is in quarantine.");
  else
    for (const { stream, position, type, reason, readModels } of streams)
      console.log(`stream ${stream}, position ${Number(position)}, ${type}: ${reason} (${readModels.join(", ")})`);
  if (unbuilt.length === 0) return;
  console.error(`These read models are not built yet, so nothing is known about them: ${unbuilt.join(", ")}. Start the hub.`);
  process.exitCode = 1;
}

/** Makes the running hub rebuild the read models that have streams in quarantine. Throws CommandFailed if none runs. */
export function retryQuarantine(config: Config): void {
  const running = runningHub(config);
  if (!running) throw new CommandFailed(noHubIn(config));
  if (running.pid === undefined)
    throw new CommandFailed("No hub is running with this data folder. Start it. It tries again when it starts.");
  process.kill(running.pid, "SIGHUP");
  console.log("The hub is reading these records again. To see what is left, run: candour quarantine list");
}
