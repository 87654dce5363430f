// One record by its id.
import { isUnreadableTo, type ThingById } from "../../queries/cannot-be-read.ts";
import type { Context } from "../context.ts";
import { cannotBeRead } from "../errors.ts";

/** `found`, or null. Throws CANNOT_BE_READ where the viewer could see the record if the hub could read it. */
export function oneThing<T>(
  { hub, viewer }: Pick<Context, "hub" | "viewer">,
  thing: ThingById,
  id: string,
  found: T | null | undefined,
): T | null {
  if (found) return found;
  if (isUnreadableTo(hub, viewer.facts, thing, id)) throw cannotBeRead();
  return null;
}
