// The restriction of a concern inside the council, for readers of the sharing record.
import type { KeyStore } from "../../event-log/keys/port.ts";
import { currentRestriction, type Restriction, type Restrictions, reviewBy } from "../../services/concern/restriction.ts";
import { type ActScope, attributionWithReason } from "../attribution.ts";

/** Every restriction, first to last. */
export const presentRestrictions = (keys: KeyStore, concern: Restrictions & ActScope) =>
  concern.restrictions.map((one) => present(keys, one, one === currentRestriction(concern), concern));

const present = (keys: KeyStore, restriction: Restriction, isCurrent: boolean, scope: ActScope) => {
  const { id, aboutOffices, named, made, text, reviewed, lifted } = restriction;
  return {
    ...{ id, aboutOffices, named, isCurrent },
    made: attributionWithReason(keys, { ...made, text }, scope),
    reviewed: reviewed && attributionWithReason(keys, reviewed, scope),
    reviewBy: isCurrent ? reviewBy(restriction) : undefined,
    lifted: lifted && attributionWithReason(keys, lifted, scope),
  };
};
