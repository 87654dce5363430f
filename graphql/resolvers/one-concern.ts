// One concern as the viewer may see it.
import type { GraphQLResolveInfo } from "graphql";
import { readOne } from "../../queries/concerns/read-one.ts";
import { type DisclosedConcern, discloseConcern } from "../../queries/disclosed-concern.ts";
import type { Surface } from "../../reference/surfaces.ts";
import type { Context } from "../context.ts";
import { namesSelectedAt } from "../selected-fields.ts";

/** Fields that need no more of a concern than its row: where no others are selected, its state is not read. */
const WITHOUT_STATE: ReadonlySet<string> = new Set(
  "__typename id council region strand cause stage version withheld audience history disclosures".split(" "),
);
export const needsState = (fields: ReadonlySet<string>): boolean => !fields.isSubsetOf(WITHOUT_STATE);

/** Null where there is none or the viewer may not see it. `info` is of the field that returns it. */
export function oneConcern(
  { hub, viewer }: Pick<Context, "hub" | "viewer">,
  surface: Surface,
  id: string,
  info: GraphQLResolveInfo,
): DisclosedConcern | null {
  const listed = readOne(hub, viewer.facts, id, needsState(namesSelectedAt(info)));
  return listed && discloseConcern(hub, viewer, surface, listed);
}
