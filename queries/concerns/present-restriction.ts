// The restriction of a concern inside the council, for readers of the sharing record.
import type { KeyStore } from "../../event-log/keys/port.ts";
import { currentRestriction, type Restriction, type Restrictions, reviewBy } from "../../services/concern/restriction.ts";
import { attributionWithReason } from "../attribution.ts";

/** Every restriction, first to last. */
export const presentRestrictions = (keys: KeyStore, concern: Restrictions) =>
  concern.restrictions.map((one) => present(keys, one, one === currentRestriction(concern)));

const present = (keys: KeyStore, restriction: Restriction, isCurrent: boolean) => {
  const { id, aboutOffices, named, made, text, reviewed, lifted } = restriction;
  return {
    ...{ id, aboutOffices, named, isCurrent },
    made: attributionWithReason(keys, { ...made, text }),
    reviewed: reviewed && attributionWithReason(keys, reviewed),
    reviewBy: isCurrent ? reviewBy(restriction) : undefined,
    lifted: lifted && attributionWithReason(keys, lifted),
  };
};
