// Opens the keyring of a hub that owns a folder's stores: a file in the folder, or a keyring in PostgreSQL that hubs share.
import type { HubKeyring, PostgresLocation } from "../../event-log/keys/postgres-keys.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { retryWhileLocked } from "../../event-log/stores/database.ts";
import type { HighWaterFile } from "../../event-log/stores/high-water.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import type { ownedGuard } from "../../event-log/stores/store-guard.ts";
import type { Health } from "../observability/health.ts";
import { type Logger, nameOf } from "../observability/logger.ts";
import { RELEASE } from "../verification/release.ts";

export function openFileKeyring(file: string, masterKey: Buffer, guard: ReturnType<typeof ownedGuard>): HubKeyring {
  return {
    keys: openSqliteKeyring(file, masterKey, guard),
    lastHeartbeat: guard.lastHeartbeat,
    heartbeat: (believedAt, own, others) => retryWhileLocked(() => guard.heartbeat(believedAt, own, others)),
  };
}

type SharedDeps = {
  readonly identity: Identity;
  readonly highWater: HighWaterFile;
  readonly logger: Logger;
  readonly health: Pick<Health, "set">;
  readonly onMarkFailed: (error: unknown) => void;
};

/** A hub stays ready while the server is unreachable for less than this time, because a brief interruption should not make it unready. */
const UNREADY_AFTER_MS = 2_000;

/** Throws PostgresUnusable and WrongMasterKey. */
export async function openSharedKeyring(
  location: PostgresLocation,
  masterKey: Buffer,
  { identity, highWater, logger, health, onMarkFailed }: SharedDeps,
): Promise<HubKeyring> {
  const { openPostgresKeyring } = await import("../../event-log/keys/postgres-keys.ts");
  let failingSince: number | undefined;
  let isReported = false;
  return openPostgresKeyring(location, masterKey, {
    identity,
    release: RELEASE,
    onChange(mark) {
      try {
        // The size is 0, because this keyring has no file that could be truncated.
        highWater.write("keys", mark, 0);
      } catch (error) {
        onMarkFailed(error);
      }
    },
    onNoCheckpoint: () =>
      logger.warn(
        { code: "KEYRING_NO_CHECKPOINT" },
        "a key was destroyed; the server's write-ahead log keeps its bytes until the server's next checkpoint",
      ),
    onConfirmed(error) {
      if (error === undefined) {
        failingSince = undefined;
        if (isReported) health.set("keys", undefined);
        isReported = false;
        return;
      }
      failingSince ??= performance.now();
      if (isReported || performance.now() - failingSince < UNREADY_AFTER_MS) return;
      isReported = true;
      logger.warn(
        { code: "KEYRING_UNCONFIRMED", error: nameOf(error) },
        "whether keys were destroyed elsewhere cannot be confirmed; nothing is sealed or unsealed until it can",
      );
      health.set("keys", { code: "KEYRING_UNCONFIRMED" });
    },
  });
}
