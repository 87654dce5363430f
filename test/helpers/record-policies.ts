// Writes the log of an earlier release into an empty data folder: nothing but the policies that were published.
import { deriveId } from "../../event-log/ids.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { readConfig } from "../../hub/config.ts";
import { openDataFolder } from "../../hub/folder/data-folder.ts";
import type { PolicyFiles } from "../../policies/engine/policy-set.ts";

type Published = { readonly actor: string; readonly version: string; readonly files: PolicyFiles };

export async function recordPolicies(dir: string, published: readonly Published[], month = "2026-03"): Promise<void> {
  const { logFile, disclosuresFile, keysFile, masterKey } = openDataFolder(readConfig({ CANDOUR_DATA_DIR: dir }));
  const keys = openSqliteKeyring(keysFile, masterKey);
  await keys.newKey();
  await keys.close();
  await openSqliteLog(disclosuresFile).close();
  const log = openSqliteLog(logFile);
  for (const [index, { actor, version, files }] of published.entries()) {
    const id = deriveId("command", String(index));
    await log.append({
      stream: "policy",
      expected: index === 0 ? "new" : { version: index },
      events: [{ type: "PolicyPublished.v1", data: { version, files } }],
      metadata: { actor, commandId: id, correlation: id, causation: id, policyVersion: version, permittedBy: [] },
      bodyDigest: id,
      at: `${month}-0${index + 1}T09:00:00.000Z`,
    });
  }
  await log.close();
}
