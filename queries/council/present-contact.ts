// Presents contacts with a council that belong to no concern, and unseals their text when it is read.
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { Council } from "../../reference/councils.ts";
import { reveal } from "../../services/confidential.ts";
import type { RoutineContact } from "../../services/council/state.ts";
import { attribution, attributionWithReason } from "../attribution.ts";

export function presentRoutineContact(
  keys: KeyStore,
  { contact, strand, heldOn, channel, offices, nextStepBy, text, recorded, corrected, withdrawn }: RoutineContact,
  { code, region }: Pick<Council, "code" | "region">,
) {
  const scope = { council: code, region, strand };
  const { people, topic, agreed, nextStep } = reveal(keys, text) ?? {};
  return {
    ...{ id: contact, strand, heldOn, channel, offices, nextStepBy, people, topic, agreed, nextStep },
    recorded: attribution(recorded, scope),
    corrected: corrected.map((one) => attributionWithReason(keys, one, scope)),
    withdrawn: withdrawn && attributionWithReason(keys, withdrawn, scope),
  };
}
