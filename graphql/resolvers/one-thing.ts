// One thing that was asked for by its id, or that another names.
import { isUnreadableTo, type ThingById } from "../../queries/cannot-be-read.ts";
import type { Context } from "../context.ts";
import { cannotBeRead } from "../errors.ts";

/** `found`, or null where nothing is to be seen. Throws CANNOT_BE_READ for what the viewer would see if it could be read. */
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
