// The levels of a support: the existence of an engagement, its purpose, its detail. A person who may read one level may read the previous ones.
import type { CLASH_SIDES } from "./clashes.ts";

/** The level of a support that a person may see who sees the engagement. */
export type Sight = { readonly purpose: boolean; readonly detail: boolean };
/** Reviews are part of the purpose of a support, and so is that it is for some cause. Presence is not. */
export const showsSide = ({ purpose }: Sight, kind: (typeof CLASH_SIDES)[number]): boolean => kind === "presence" || purpose;

type SupportAction = "readSupport" | "readSupportPurpose" | "readSupportDetail";

/** Returns the level by the actions that policy permits; undefined for none. */
export function sightBy(mayRead: (action: SupportAction) => boolean): Sight | undefined {
  if (!mayRead("readSupport")) return undefined;
  const detail = mayRead("readSupportDetail");
  return { purpose: detail || mayRead("readSupportPurpose"), detail };
}
