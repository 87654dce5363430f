// Finds one record by its id, as far as the viewer may see it.
import { isUnreadableTo, type ThingById } from "../../queries/cannot-be-read.ts";
import { readOne } from "../../queries/concerns/read-one.ts";
import { buildDisclosedConcern, type DisclosedConcern } from "../../queries/disclosed-concern.ts";
import type { Surface } from "../../reference/surfaces.ts";
import type { Context } from "../context.ts";
import { cannotBeRead } from "../errors.ts";
import { type FieldInfo, selectedFieldNames } from "../selected-fields.ts";

type Viewing = Pick<Context, "hub" | "viewer">;

/** Returns `found`, or null. Throws CANNOT_BE_READ if the viewer could see the record if it were readable. */
export function oneRecord<T>({ hub, viewer }: Viewing, thing: ThingById, id: string, found: T | null | undefined): T | null {
  if (found) return found;
  if (isUnreadableTo(hub, viewer.facts, thing, id)) throw cannotBeRead();
  return null;
}

/** Fields that need only a concern's row: if no others are selected, its state is not read. */
const WITHOUT_STATE: ReadonlySet<string> = new Set(
  "__typename id council region strand cause stage version withheld audience history disclosures nextStep".split(" "),
);
export const needsState = (fields: ReadonlySet<string>): boolean => !fields.isSubsetOf(WITHOUT_STATE);

/** Null if there is none or the viewer may not see it. `info` belongs to the field that returns it. */
export function oneConcern({ hub, viewer }: Viewing, surface: Surface, id: string, info: FieldInfo): DisclosedConcern | null {
  const found = readOne(hub, viewer.facts, id, needsState(selectedFieldNames(info)));
  return found && buildDisclosedConcern(hub, viewer, surface, found);
}
