// One concern for the viewer, and how it leaves.
import { readOne } from "../../projections/register/read-one.ts";
import type { Surface } from "../../services/disclosure/events.ts";
import type { Context } from "../context.ts";
import { type Shown, shown } from "../disclosing.ts";

/** The concern as the viewer may see it; null when there is none or they may not. */
export function oneConcern({ hub, viewer }: Pick<Context, "hub" | "viewer">, surface: Surface, id: string): Shown | null {
  const listed = readOne(hub, viewer.facts, id);
  return listed && shown(hub, viewer, surface, listed);
}
