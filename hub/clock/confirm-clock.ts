// `candour confirm-clock`: an operator confirms that the clock is right although the log contradicts it. The hub must be
// stopped, so that the clock dates no event meanwhile.
import { existsSync } from "node:fs";
import { plain } from "../../services/confidential.ts";
import { recordHubEvent } from "../../services/hub-record/record.ts";
import { shortText } from "../../services/input.ts";
import type { Config } from "../config.ts";
import { ConfigInvalid } from "../exit-codes.ts";
import { findDataFolder, isShared, noHubIn } from "../folder/data-folder.ts";
import { prepareFolder } from "../folder/prepare-folder.ts";
import { openStores } from "../folder/stores.ts";
import type { Logger } from "../observability/logger.ts";
import { lastBelieved } from "./clock.ts";
import { startClock } from "./clock-rule.ts";

const DAY_MS = 86_400_000;

/** ISO 8601; undefined if the clock is believed, so that there is nothing to confirm. */
type Confirmed = { readonly confirmed: string; readonly lastBelieved: string };

/** Throws ConfigInvalid if there is no hub, if one is running, or if no reason is given. */
export async function confirmClock(config: Config, reason: string, now: Date, logger: Logger): Promise<Confirmed | undefined> {
  const given = shortText.safeParse(reason);
  if (!given.success) throw new ConfigInvalid("--reason: Say why the clock is right, in up to 1,000 characters.");
  const found = findDataFolder(config);
  if (!isShared(found, "log") && !existsSync(found.logFile)) throw new ConfigInvalid(noHubIn(config));
  const { folder, identity, nodeLogs, unlock } = await prepareFolder(config, logger, now, () => true);
  await using closing = new AsyncDisposableStack();
  closing.defer(unlock);
  let confirmed: Date | undefined;
  // Confirming vouches for the clock: the event is appended to the hub's stream even if the last one there has a future date.
  const clock = { lastBelieved: () => confirmed, isBelieved: () => true };
  const stores = await openStores(folder, { identity, nodeLogs, clock, logger, health: { set: () => {} } });
  closing.defer(stores.close);
  const believed = await lastBelieved(stores);
  const reading = { clock: now.getTime(), steady: 0 };
  const { verdict } = startClock(believed?.getTime(), reading, config.clockLeapDays * DAY_MS);
  if (verdict.kind === "believed" || believed === undefined) return undefined;
  const instants = { confirmed: now.toISOString(), lastBelieved: believed.toISOString() };
  await recordHubEvent(
    stores,
    { type: "ClockConfirmed.v1", data: { ...instants, text: plain({ reason: given.data }) } },
    { id: stores.keys.deriveId("confirm-clock", instants.confirmed), at: instants.confirmed },
  );
  // The event is written first: after a crash before the second write, the operator confirms the clock again.
  confirmed = now;
  await stores.heartbeat();
  return instants;
}
