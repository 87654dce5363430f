// Rules of the days on which a provider is at the council, and of the package that a support is a part of (docs/decisions/0046-diary-and-clashes.md).

import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { isBeyondPlanning } from "../planned-days.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { SupportCommand, SupportInput } from "./commands.ts";
import type { SupportDecision, SupportDecisionContext } from "./decision.ts";
import { isPresenceAhead, type SupportState } from "./state.ts";

/** Times at the council of one support. */
export const MAX_PRESENCES = 100;

type PresenceCommand = Extract<SupportCommand, { name: "planPresence" | "cancelPresence" }>;

export function decidePresence(
  state: SupportState,
  { name, input }: PresenceCommand,
  context: SupportDecisionContext,
): SupportDecision {
  if (name === "cancelPresence") {
    const { presence } = input;
    const isAhead = state.presences.some((one) => one.presence === presence && isPresenceAhead(one, context.today));
    return isAhead ? [{ type: "PresenceCancelled.v1", data: { presence } }] : refuse("UNKNOWN_PRESENCE", "presence");
  }
  const { from, to, place } = input;
  const wrong = refuseAll([
    refuseIf(state.answer?.kind === "declined", "SUPPORT_NOT_AGREED"),
    presenceFault(input, context.today),
    refuseIf(state.presences.length >= MAX_PRESENCES, "TOO_MANY", "from"),
  ]);
  if (wrong) return wrong;
  const other = state.presences.find((one) => !one.cancelled && one.from <= to && from <= one.to);
  if (other)
    return refuse("PRESENCE_DATES_OVERLAP", "from", `They are from ${dateInWords(other.from)} to ${dateInWords(other.to)}.`);
  return [{ type: "PresencePlanned.v1", data: { presence: context.newId("presence"), from, to, text: plain({ place }) } }];
}

/** `path` is where the dates are in the input. */
export function presenceFault(
  { from, to }: { readonly from: string; readonly to: string },
  today: string,
  path = "",
): Refusal | undefined {
  if (to < from) return refuse("PERIOD_REVERSED", `${path}to`);
  if (to < today) return refuse("PRESENCE_PAST", `${path}to`);
  return refuseIf(isBeyondPlanning({ from, to }, today), "PRESENCE_TOO_FAR", `${path}to`);
}

/** A part of a package never clashes with the package or its other parts. */
export function setPackage(
  state: SupportState,
  { package: named }: SupportInput["setPackage"],
  context: SupportDecisionContext,
): SupportDecision {
  if (named === state.partOf) return [];
  if (named === undefined) return [{ type: "PackageSet.v1", data: {} }];
  const found = context.package;
  const isPackage = found?.kind === "package" && found.council === state.council && !found.ended;
  if (!isPackage || state.kind === "package") return refuse("UNKNOWN_PACKAGE", "package");
  return [{ type: "PackageSet.v1", data: { package: named } }];
}
