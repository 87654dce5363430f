// A concern as the register has it, without rights, and as its reader may see it.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { PartRights, Rights } from "../../policies/engine/rights.ts";
import type { RecordedFacts } from "../../services/concern/facts.ts";
import type { AsOf } from "../../services/concern/shares.ts";
import type { ConcernState } from "../../services/concern/state.ts";

/** Which concerns are wanted; each given field narrows. `text` is searched only in parts the viewer may read. */
export type ConcernFilter = {
  readonly council?: string | undefined;
  readonly region?: string | undefined;
  readonly strand?: string | undefined;
  readonly cause?: string | undefined;
  readonly stage?: string | undefined;
  readonly text?: string | undefined;
};

/** Who asks and what they may: the residual of each reading action. */
export type Reader = { readonly person: PersonFacts; readonly rights: Rights };

/**
 * A concern with its facts, for decisions on this one alone. No rights are applied: the caller decides before showing anything. All of it is of
 * one moment. The state is made of its text when it is first asked for; it throws ConcernMoved where a list of headlines left it out and it is
 * another by now.
 */
export type ConcernRecord = {
  readonly id: string;
  /** How many events it holds. */
  readonly version: number;
  readonly facts: RecordedFacts;
  readonly day: AsOf;
  readonly state: () => ConcernState;
};

/** A concern as a viewer may see it: `parts` are those they may read, each with the policies that permit it. */
export type AuthorisedConcern = ConcernRecord & { readonly parts: PartRights };

/** Is told of the characters of each state that is read, as it is: throws where there were enough. */
export type CountRead = (characters: number) => void;
/** A concern whose state is known already. */
export const concernRecord = (state: ConcernState, facts: RecordedFacts, day: AsOf): ConcernRecord => ({
  ...{ id: state.id, version: state.version },
  ...{ facts, day, state: () => state },
});

/** Records with the parts that their reader may see at one moment, by rights that have been worked out: no decision each. */
export function concernAuthoriser({ person, rights }: Reader): (found: ConcernRecord) => AuthorisedConcern {
  const partsOf = rights.partsFor(person);
  return (found) => ({ ...found, parts: partsOf(found.facts) });
}
