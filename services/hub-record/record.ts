// Records an operator's action on a stopped hub: without command and policy, but with a reason.

import type { KeyStore } from "../../event-log/keys/port.ts";
import type { EventLog, Position } from "../../event-log/port.ts";
import { LogUnavailable } from "../../event-log/port.ts";
import { type DecidedEvent, keyOfStream, sealEvents } from "../confidential.ts";
import { HUB_STREAM, type hubEvents } from "./events.ts";

/** Returns the event's position. A repeat with the same id changes nothing. Throws LogUnavailable. */
export async function recordHubEvent(
  { log, keys }: { readonly log: EventLog; readonly keys: KeyStore },
  event: DecidedEvent & { readonly type: keyof typeof hubEvents },
  { id, at }: { readonly id: string; readonly at: string },
): Promise<Position> {
  const stored = await log.readStream(HUB_STREAM);
  const outcome = await log.append({
    stream: HUB_STREAM,
    expected: "any",
    events: await sealEvents(keys, () => keyOfStream(keys, stored), [event]),
    metadata: { actor: "hub", commandId: id, correlation: id, causation: id, policyVersion: "", permittedBy: [] },
    // The id is the event's own, so it needs no digest beside it.
    bodyDigest: id,
    at,
  });
  if (outcome.kind !== "appended") throw new LogUnavailable(`An event of the hub's own was not recorded: ${outcome.kind}.`);
  return outcome.position;
}
