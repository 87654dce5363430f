import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Assignment, PersonState } from "./state.ts";

/** A signed-in person: the facts that policies read, and what the person reads about themselves. */
export type Viewer = {
  readonly person: string;
  readonly facts: PersonFacts;
  readonly assignments: readonly (Assignment & { readonly current: boolean })[];
  /** Undefined when the name has been erased. */
  readonly name: string | undefined;
  /** Each correction of the name, first to last. */
  readonly renamed: PersonState["renamed"];
  /** Where notices are sent; undefined for somebody who receives none. */
  readonly mailAddress: string | undefined;
};
