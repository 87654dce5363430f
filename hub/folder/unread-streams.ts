// Reads the quarantine of each read model from its file, without a hub, and finds the process of a running hub.
import { existsSync } from "node:fs";
import { faultOf } from "../../event-log/faults.ts";
import { STORE_NAMES } from "../../event-log/store-names.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { type Identity, readIdentity } from "../../event-log/stores/identity.ts";
import { isDamage, openReadOnly } from "../../event-log/stores/read-only.ts";
import { READ_MODELS } from "../../projections/all.ts";
import { filesOf } from "../../projections/runtime/files.ts";
import type { Quarantined } from "../../projections/runtime/quarantine.ts";
import type { Config } from "../config.ts";
import { ConfigInvalid } from "../exit-codes.ts";
import { findDataFolder, isShared, storeFiles } from "./data-folder.ts";
import { runningOwner } from "./process-identity.ts";

type QuarantineRow = Omit<Quarantined, "facts">;
type UnreadStream = QuarantineRow & { readonly readModels: readonly string[] };

/** Undefined if the hub will rebuild the read model: its file is damaged, incomplete, or of another hub or epoch. */
function rowsOf(file: string, identity: Identity | undefined): readonly QuarantineRow[] | undefined {
  type Checkpoint = Partial<Identity & { readonly complete: number }> | undefined;
  try {
    using opened = openReadOnly(file);
    const { complete, hub, epoch } = opened.db.prepare("SELECT complete, hub, epoch FROM checkpoint").get<Checkpoint>() ?? {};
    return complete === 1 && (!identity || (hub === identity.hub && epoch === identity.epoch))
      ? opened.db.prepare("SELECT stream, position, type, reason FROM quarantine").all<QuarantineRow>()
      : undefined;
  } catch (error) {
    if (!isDamage(error) && faultOf(error)?.kind !== "damaged") throw error;
    return undefined;
  }
}

/** Unreadable streams in log order; `unbuilt` are read models without a usable file. Undefined if there is no hub. Changes nothing. */
export function readQuarantine(
  config: Config,
): { readonly streams: readonly UnreadStream[]; readonly unbuilt: readonly string[] } | undefined {
  const { readModels } = findDataFolder(config);
  const file = identifiedFile(config);
  if (!existsSync(file)) return undefined;
  const identity = inStore(file, readIdentity);
  const found = new Map<string, UnreadStream>();
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

/** Undefined if there is no hub; `pid` is undefined if the hub is stopped. */
export function runningHub(config: Config): { readonly pid: number | undefined } | undefined {
  const file = identifiedFile(config);
  return existsSync(file) ? { pid: runningOwner(inStore(file, readIdentity)?.ownerProcess ?? "", file) } : undefined;
}

/** A store of the folder that contains the hub's identity. Throws ConfigInvalid if there is none. */
function identifiedFile(config: Config): string {
  const folder = findDataFolder(config);
  const store = STORE_NAMES.find((name) => !isShared(folder, name));
  if (store) return storeFiles(folder)[store];
  throw new ConfigInvalid(
    "This hub has no store in its data folder. Its readiness and its log say what is in quarantine, and SIGHUP to its process reads that again.",
  );
}

function inStore<T>(file: string, work: (db: Database) => T): T {
  using opened = openReadOnly(file);
  return work(opened.db);
}
