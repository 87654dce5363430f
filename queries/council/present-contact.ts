// Presents contacts with a council that belong to no concern, and unseals their text when it is read.
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { Council } from "../../reference/councils.ts";
import { reveal } from "../../services/confidential.ts";
import type { ContactWords, RoutineContact } from "../../services/council/state.ts";
import { attribution, attributionWithReason } from "../attribution.ts";

export function presentRoutineContact(
  keys: KeyStore,
  { contact, strand, heldOn, channel, offices, recorded, corrected, withdrawn, ...words }: RoutineContact,
  { code, region }: Pick<Council, "code" | "region">,
) {
  const scope = { council: code, region, strand };
  return {
    ...{ id: contact, strand, heldOn, channel, offices },
    ...presentWords(keys, words),
    recorded: attribution(recorded, scope),
    corrected: corrected.map((one) => attributionWithReason(keys, one, scope)),
    formerWords: () => corrected.map(({ at, replaced }) => ({ ...presentWords(keys, replaced), until: at })),
    withdrawn: withdrawn && attributionWithReason(keys, withdrawn, scope),
  };
}

function presentWords(keys: KeyStore, { text, nextStepBy }: ContactWords) {
  const { people, topic, agreed, nextStep } = reveal(keys, text) ?? {};
  return { people, topic, agreed, nextStep, nextStepBy };
}
