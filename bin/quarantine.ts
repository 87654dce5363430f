// Streams that read models cannot read, from the command line: what they are, and the order to build the read models anew once they are repaired.
import { existsSync } from "node:fs";
import { faultOf } from "../event-log/faults.ts";
import type { Database } from "../event-log/stores/database.ts";
import { type Identity, readIdentity } from "../event-log/stores/identity.ts";
import { isDamage, openReadOnly, type ReadOnlyFile } from "../event-log/stores/read-only.ts";
import type { Config } from "../hub/config.ts";
import { findDataFolder, noHubIn } from "../hub/folder/data-folder.ts";
import { runningOwner } from "../hub/folder/process-identity.ts";
import { READ_MODELS } from "../projections/all.ts";
import type { Quarantined } from "../projections/runtime/quarantine.ts";
import { filesOf } from "../projections/runtime/store.ts";
import { CommandFailed } from "./client.ts";

type Row = Omit<Quarantined, "facts">;
type Listed = Row & { readonly readModels: readonly string[] };

/** Undefined where the file is damaged, has not held the whole log, or is not of this hub and epoch: the hub builds it anew. */
function rowsOf(file: string, identity: Identity | undefined): readonly Row[] | undefined {
  let opened: ReadOnlyFile | undefined;
  try {
    opened = openReadOnly(file);
    const { complete, hub, epoch } = (opened.db.prepare("SELECT complete, hub, epoch FROM checkpoint").get() ?? {}) as {
      readonly complete?: number;
    } & Partial<Identity>;
    return complete === 1 && (!identity || (hub === identity.hub && epoch === identity.epoch))
      ? (opened.db.prepare("SELECT stream, position, type, reason FROM quarantine").all() as Row[])
      : undefined;
  } catch (error) {
    if (!isDamage(error) && faultOf(error)?.kind !== "damaged") throw error;
    return undefined;
  } finally {
    opened?.close();
  }
}

/** Beside a running hub, or when it is stopped: no file is made or changed. In the order of the log; `unbuilt` are the read models that say nothing. */
function quarantined(config: Config): { readonly streams: readonly Listed[]; readonly unbuilt: readonly string[] } {
  const { logFile, readModels } = findDataFolder(config);
  if (!existsSync(logFile)) throw new CommandFailed(noHubIn(config));
  const identity = inLog(logFile, readIdentity);
  const found = new Map<string, Listed>();
  const unbuilt: string[] = [];
  for (const model of READ_MODELS) {
    const rows = filesOf(model, readModels)
      .values()
      .map((file) => rowsOf(file, identity))
      .find((one) => one !== undefined);
    if (rows === undefined) {
      unbuilt.push(model.name);
      continue;
    }
    for (const row of rows)
      found.set(row.stream, { ...row, readModels: [...(found.get(row.stream)?.readModels ?? []), model.name] });
  }
  return { streams: [...found.values()].sort((a, b) => (a.position < b.position ? -1 : 1)), unbuilt };
}

export function listQuarantine(config: Config, { json }: { readonly json?: boolean }): void {
  const { streams, unbuilt } = quarantined(config);
  if (json) console.log(JSON.stringify(streams, null, 2));
  else if (streams.length === 0 && unbuilt.length === 0) console.log("Nothing is in quarantine.");
  else
    for (const { stream, position, type, reason, readModels } of streams)
      console.log(`stream ${stream}, position ${Number(position)}, ${type}: ${reason} (${readModels.join(", ")})`);
  if (unbuilt.length === 0) return;
  console.error(`These read models are not built, and what they cannot read is not known: ${unbuilt.join(", ")}. Start the hub.`);
  process.exitCode = 1;
}

function inLog<T>(logFile: string, work: (db: Database) => T): T {
  const opened = openReadOnly(logFile);
  try {
    return work(opened.db);
  } finally {
    opened.close();
  }
}

/** The running hub builds those read models anew that cannot read something. Throws CommandFailed where none runs. */
export function retryQuarantine(config: Config): void {
  const { logFile } = findDataFolder(config);
  if (!existsSync(logFile)) throw new CommandFailed(noHubIn(config));
  const owner = runningOwner(inLog(logFile, readIdentity)?.ownerProcess ?? "", logFile);
  if (owner === undefined) throw new CommandFailed("No hub runs on this data folder. Start it: it tries again as it starts.");
  process.kill(owner, "SIGHUP");
  console.log("The hub reads again what it could not read. See what is left with: candour quarantine list");
}
