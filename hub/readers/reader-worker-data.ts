// What a reader thread is started with.
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { Config } from "../config.ts";
import type { DataFolder } from "../folder/data-folder.ts";
import type { Stores } from "../folder/stores.ts";
import type { Policies } from "../policy-in-force.ts";
import type { Now, ReaderWorkerData } from "./reader-messages.ts";

type Parts = {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly identity: Stores["identity"];
  readonly policies: Pick<Policies, "started">;
  readonly shipped: PolicySet;
  readonly now: Now;
};

export function readerWorkerData({ config, folder, identity, policies, shipped, now }: Parts): ReaderWorkerData {
  const { demonstration, demonstrationRegion, clashDays } = config;
  const { logs, keyring, masterKey } = folder;
  const { set, draft } = policies.started;
  return {
    config: { demonstration, demonstrationRegion, clashDays },
    ...{ logs, keyring, masterKey, identity, now },
    policy: { shipped: shipped.files, started: { version: set.version, files: set.files, draft } },
  };
}
