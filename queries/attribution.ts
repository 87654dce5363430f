// Attributions for presentation: the actor, time and reason of an event, and the record that the event is of, by which the actor's role is found.
import type { KeyStore } from "../event-log/keys/port.ts";
import type { CouncilOffice } from "../reference/concern-terms.ts";
import type { Strand } from "../reference/strands.ts";
import type { Occurrence } from "../services/concern/events.ts";
import { type Confidential, reveal } from "../services/confidential.ts";

/** The record that an act is of, as far as the act says: of whom, and for which body it was done. */
export type ActScope = {
  readonly council?: string | undefined;
  readonly region?: string | undefined;
  readonly strand?: Strand | undefined;
  readonly body?: string | undefined;
};

/** Something that a person or the hub did. `office`: that of a council in which they spoke, if it is on record. */
export type Act = {
  readonly by: string;
  readonly at: string;
  readonly scope: ActScope;
  readonly office?: CouncilOffice | undefined;
};

export type Attributed = { readonly by: string; readonly at: string; readonly reason?: string | undefined; readonly act: Act };

/** Reads the scope of a record. Only these fields are kept, so that an attribution holds nothing else of it. */
const scopeOf = ({ council, region, strand, body }: ActScope): ActScope => ({ council, region, strand, body });

export const actOf = ({ actor, at }: Occurrence, scope: ActScope): Act => ({ by: actor, at, scope: scopeOf(scope) });

export const attribution = (done: Occurrence, scope: ActScope): Attributed => {
  const { actor, at } = done;
  return { by: actor, at, act: actOf(done, scope) };
};

/** Who spoke for a council, in which office and when, as answers show it; `person` is undefined for readers who see the office alone. */
export type PresentedSpeaker = {
  readonly person: string | undefined;
  readonly office: CouncilOffice | undefined;
  readonly acting: boolean;
  readonly at: string;
  readonly act: Act | undefined;
};

/** Presents who spoke for a council. Recipients of a concern see the office alone. */
export const speaker = (
  done: Occurrence,
  { office, acting }: { readonly office?: CouncilOffice | undefined; readonly acting?: true | undefined },
  scope: ActScope,
  { named = true }: { readonly named?: boolean } = {},
): PresentedSpeaker => ({
  person: named ? done.actor : undefined,
  office,
  acting: acting === true,
  at: done.at,
  act: named ? { ...actOf(done, scope), office } : undefined,
});

type WithText = Occurrence & {
  readonly text?: Confidential<{ reason: string }> | Confidential<{ statement: string }> | undefined;
};
/** Adds the given reason or statement. */
export function attributionWithReason(keys: KeyStore, done: WithText, scope: ActScope): Attributed {
  const text = done.text && reveal<{ reason?: string; statement?: string }>(keys, done.text);
  return { ...attribution(done, scope), reason: text?.reason ?? text?.statement };
}
