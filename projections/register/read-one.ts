// One concern for one person: Cedar decides part by part over its facts of today.
import { NO_CONCERN, PARTS, type Part, type PersonFacts, READ_ACTIONS } from "../../policies/facts.ts";
import type { PolicySet } from "../../policies/policy.ts";
import { shareFacts } from "../../services/concern/facts.ts";
import type { Share } from "../../services/concern/state.ts";
import type { Follower } from "../follower.ts";
import type { Listed, RegisterQueries } from "./queries.ts";

type Inside = { readonly policy: PolicySet; readonly register: Follower<RegisterQueries> };

/** The concern and the parts the person may read; null when there is none or they may not see its headline. */
export function readOne({ policy, register }: Inside, person: PersonFacts, id: string): Listed | null {
  const found = register.queries().find(id);
  const facts = found?.facts ?? NO_CONCERN;
  const may = (part: Part) =>
    policy.decide({ type: "Person", facts: person }, READ_ACTIONS[part], { type: "Concern", id: found ? id : "none", facts })
      .allowed;
  // Decided also for none, so that unknown takes as long as invisible.
  if (!may("headline") || !found) return null;
  return { ...found, parts: new Set(PARTS.filter((part) => part === "headline" || may(part))) };
}

/** The shares through which the person's bodies have the concern. Equal facts are decided once, so a list costs no decision a row. */
export function receivedShares({ policy }: Inside, person: PersonFacts, { state, day, facts }: Listed): readonly Share[] {
  return state.shares.filter((share) => {
    const resource = { type: "Share", id: "share", facts: shareFacts(share, facts, day) } as const;
    return policy.decideOnce({ type: "Person", facts: person }, "readShareTerms", resource).allowed;
  });
}
