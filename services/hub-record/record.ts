// Puts on record what somebody who runs the hub said of it, with the hub stopped: there is no command and no policy, only a reason.

import type { KeyStore } from "../../event-log/keys/sealing.ts";
import type { EventLog, Position } from "../../event-log/port.ts";
import { LogUnavailable } from "../../event-log/port.ts";
import { type DecidedEvent, sealEvents, sealingKey } from "../confidential.ts";
import { HUB_STREAM, type hubEvents } from "./events.ts";

/** Returns where the event stands. `id` tells it from every other: appended under the same id again it changes nothing. Throws LogUnavailable. */
export async function recordHubEvent(
  { log, keys }: { readonly log: EventLog; readonly keys: KeyStore },
  event: DecidedEvent & { readonly type: keyof typeof hubEvents },
  { id, at }: { readonly id: string; readonly at: string },
): Promise<Position> {
  const stored = await log.readStream(HUB_STREAM);
  const outcome = await log.append({
    stream: HUB_STREAM,
    expected: "any",
    events: sealEvents(keys, () => sealingKey(keys, stored) ?? keys.newKey(), [event]),
    metadata: { actor: "hub", ...{ commandId: id, correlation: id, causation: id }, policyVersion: "", permittedBy: [] },
    // The id stands for one event of the log: there is no other body to tell it from.
    bodyDigest: id,
    at,
  });
  if (outcome.kind !== "appended") throw new LogUnavailable(`An event of the hub's own was not recorded: ${outcome.kind}.`);
  return outcome.position;
}
