// Who did something and when, as answers name it.
import type { KeyStore } from "../event-log/keys/sealing.ts";
import type { Occurrence } from "../services/concern/events.ts";
import { type Confidential, reveal } from "../services/confidential.ts";

export type Attributed = { readonly by: string; readonly at: string; readonly reason?: string | undefined };

export const attribution = ({ actor, at }: Occurrence): Attributed => ({ by: actor, at });

/** The same with the reason, or the statement, that was given. */
export const deedWithReason = (
  keys: KeyStore,
  done: Occurrence & { readonly text?: Confidential<{ reason: string }> | Confidential<{ statement: string }> | undefined },
): Attributed => ({
  ...attribution(done),
  reason: reasonIn(done.text && reveal<{ reason?: string; statement?: string }>(keys, done.text)),
});

const reasonIn = (text: { readonly reason?: string; readonly statement?: string } | undefined) => text?.reason ?? text?.statement;
