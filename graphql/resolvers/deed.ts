// Who did something and when, as answers name it.
import type { Occurrence } from "../../services/concern/events.ts";

export const deed = ({ actor, at }: Occurrence): { readonly by: string; readonly at: string } => ({ by: actor, at });
