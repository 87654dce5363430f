import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Assignment, PersonState } from "./state.ts";

/** Somebody who asks: the facts policies read, and what presents them to themselves. */
export type Viewer = {
  readonly person: string;
  readonly facts: PersonFacts;
  readonly assignments: readonly (Assignment & { readonly current: boolean })[];
  /** Undefined when the name has been erased. */
  readonly name: string | undefined;
  /** Each correction of the name, first to last. */
  readonly renamed: PersonState["renamed"];
  /** Where notices to them go; undefined when they want none. */
  readonly mailAddress: string | undefined;
};
