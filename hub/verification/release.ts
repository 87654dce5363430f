// A log stores the release that wrote it last. An older release continues with it only if an operator allows that and the release knows every
// type of event.
import { existsSync } from "node:fs";
import { DISCLOSURE_STREAMS } from "../../disclosure/streams.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { readIdentity } from "../../event-log/stores/identity.ts";
import { openReadOnly } from "../../event-log/stores/read-only.ts";
import packageFile from "../../package.json" with { type: "json" };
import type { StreamKind } from "../../services/stream-kind.ts";
import { knownTypes, LOG_STREAMS } from "../../services/streams.ts";
import { ConfigInvalid } from "../exit-codes.ts";
import type { FoundFolder } from "../folder/data-folder.ts";

export const RELEASE: string = packageFile.version;

type Logs = Pick<FoundFolder, "logFile" | "disclosuresFile">;
const kindsOf = ({ logFile, disclosuresFile }: Logs): readonly (readonly [file: string, kinds: readonly StreamKind[]])[] => [
  [logFile, LOG_STREAMS],
  [disclosuresFile, DISCLOSURE_STREAMS],
];

/** Throws ConfigInvalid if a newer release wrote a log, unless `goOn` names this release and it knows every event type. */
export function refuseLogsOfNewerRelease(logs: Logs, goOn: string | undefined, release = RELEASE): void {
  for (const [file, kinds] of kindsOf(logs)) {
    if (!existsSync(file)) continue;
    const found = newerIn(file, kinds, release, goOn === release);
    if (!found) continue;
    const { wrote, unknown } = found;
    const newer = `Release ${wrote} of Candour wrote ${file} last, and this is release ${release}.`;
    if (goOn !== release)
      throw new ConfigInvalid(
        `${newer} Start release ${wrote} or a later one. To go back to this one, run "candour check" with it, and start it with CANDOUR_OLDER_RELEASE=${release}.`,
      );
    if (unknown.length > 0)
      throw new ConfigInvalid(
        `${newer} It cannot go on with it: it does not know ${unknown.join(", ")}. Start release ${wrote} or a later one, or restore the copy from before it.`,
      );
  }
}

/** Undefined if this release is as new, or if the file cannot be read: opening it will report that. */
function newerIn(file: string, kinds: readonly StreamKind[], release: string, withTypes: boolean) {
  try {
    using opened = openReadOnly(file);
    const wrote = newerRelease(opened.db, release);
    if (wrote === undefined) return undefined;
    return { wrote, unknown: withTypes ? unknownTypes(opened.db, kinds) : [] };
  } catch (error) {
    if ("errcode" in Object(error)) return undefined;
    throw error;
  }
}

/** The release that wrote a log last, if it is newer. */
export function newerRelease(db: Database, release = RELEASE): string | undefined {
  const wrote = readIdentity(db)?.release ?? "";
  return isNewer(wrote, release) ? wrote : undefined;
}

function unknownTypes(db: Database, kinds: readonly StreamKind[]): readonly string[] {
  const known = knownTypes(kinds);
  const types = db.prepare("SELECT DISTINCT type FROM events ORDER BY type").all<{ type: string }>();
  return types.map(({ type }) => type).filter((type) => !known.has(type));
}

/** Compares numbers, part by part; anything else is not newer. */
export function isNewer(one: string, other: string): boolean {
  const parts = (text: string) => (/^\d+\.\d+\.\d+$/.test(text) ? text.split(".").map(Number) : []);
  const [left, right] = [parts(one), parts(other)];
  for (const [index, part] of left.entries()) {
    const against = right[index] ?? 0;
    if (part !== against) return part > against;
  }
  return false;
}
