// Attributions for presentation: the actor, time and reason of an event.
import type { KeyStore } from "../event-log/keys/port.ts";
import type { Occurrence } from "../services/concern/events.ts";
import { type Confidential, reveal } from "../services/confidential.ts";

export type Attributed = { readonly by: string; readonly at: string; readonly reason?: string | undefined };

export const attribution = ({ actor, at }: Occurrence): Attributed => ({ by: actor, at });

type WithText = Occurrence & {
  readonly text?: Confidential<{ reason: string }> | Confidential<{ statement: string }> | undefined;
};
/** Adds the given reason or statement. */
export function attributionWithReason(keys: KeyStore, done: WithText): Attributed {
  const text = done.text && reveal<{ reason?: string; statement?: string }>(keys, done.text);
  return { ...attribution(done), reason: text?.reason ?? text?.statement };
}
