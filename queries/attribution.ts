// Attributions for presentation: the actor, time and reason of an event.
import type { KeyStore } from "../event-log/keys/port.ts";
import type { CouncilOffice } from "../reference/concern-terms.ts";
import type { Occurrence } from "../services/concern/events.ts";
import { type Confidential, reveal } from "../services/confidential.ts";

export type Attributed = { readonly by: string; readonly at: string; readonly reason?: string | undefined };

export const attribution = ({ actor, at }: Occurrence): Attributed => ({ by: actor, at });

/** Who spoke for a council, in which office and when, as answers show it; `person` is undefined for readers who see the office alone. */
export type PresentedSpeaker = {
  readonly person: string | undefined;
  readonly office: CouncilOffice | undefined;
  readonly acting: boolean;
  readonly at: string;
};

/** Presents who spoke for a council. Recipients of a concern see the office alone. */
export const speaker = (
  { actor, at }: Occurrence,
  { office, acting }: { readonly office?: CouncilOffice | undefined; readonly acting?: true | undefined },
  { named = true }: { readonly named?: boolean } = {},
): PresentedSpeaker => ({ person: named ? actor : undefined, office, acting: acting === true, at });

type WithText = Occurrence & {
  readonly text?: Confidential<{ reason: string }> | Confidential<{ statement: string }> | undefined;
};
/** Adds the given reason or statement. */
export function attributionWithReason(keys: KeyStore, done: WithText): Attributed {
  const text = done.text && reveal<{ reason?: string; statement?: string }>(keys, done.text);
  return { ...attribution(done), reason: text?.reason ?? text?.statement };
}
