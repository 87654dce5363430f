// Rules of new days for support: one side proposes them, and they count once the other agrees (docs/decisions/0046-diary-and-clashes.md).

import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { speakerIn } from "../people/speaker.ts";
import type { Speaker } from "../people/spoken-in.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import type { SupportInput } from "./commands.ts";
import { MAX_PRESENCES, presenceFault } from "./decide-presence.ts";
import type { SupportDecision, SupportDecisionContext } from "./decision.ts";
import { type Move, openMove, type SupportState } from "./state.ts";

type Side = Pick<SupportInput["answerMove"], "by" | "office">;

/** The council speaks in an office; those who arrange support do not. */
function speakerFor({ by, office }: Side, { offices }: SupportDecisionContext): Partial<Speaker> | Refusal {
  if (by === "council") return speakerIn(offices, office);
  return office === undefined ? {} : refuseSaying("INVALID_INPUT", "office", "Leave this out unless you speak for the council.");
}

/** A proposal replaces the one before, of whichever side. */
export function moveSupport(
  state: SupportState,
  input: SupportInput["moveSupport"],
  context: SupportDecisionContext,
): SupportDecision {
  const { by, from, until, presence, reason } = input;
  const speaker = speakerFor(input, context);
  if (isRefusal(speaker)) return speaker;
  const wrong = refuseAll([
    refuseIf(state.answer?.kind === "declined", "SUPPORT_NOT_AGREED"),
    refuseIf(until < from, "SUPPORT_DATES_REVERSED", "until", "The last day must be the same as or after the first day."),
    until < context.today ? refuseSaying("SUPPORT_ENDED", "until", "The last day must be today or in the future.") : undefined,
    state.begun && from !== state.from
      ? refuseSaying("SUPPORT_BEGUN", "from", `The support has begun. Its first day stays ${dateInWords(state.from)}.`)
      : undefined,
    ...presence.map((one, index) => presenceFault(one, context.today, `presence.${index}.`)),
    ...presence.map((one, index) => {
      const isShared = presence.slice(0, index).some((other) => other.from <= one.to && one.from <= other.to);
      return refuseIf(isShared, "PRESENCE_DATES_OVERLAP", `presence.${index}.from`);
    }),
    refuseIf(state.presences.length + presence.length > MAX_PRESENCES, "TOO_MANY", "presence"),
  ]);
  if (wrong) return wrong;
  if (isUnchanged(state, input, context.today)) return refuse("MOVE_CHANGES_NOTHING", "from");
  return [
    {
      type: "DaysProposed.v1",
      data: {
        ...{ move: context.newId("move"), by, ...speaker, from, until },
        presence: presence.map(({ place, ...days }, index) => ({
          ...{ presence: context.newId("presence", String(index)), ...days, text: plain({ place }) },
        })),
        text: plain({ reason }),
      },
    },
  ];
}

/** Presence that the proposal would replace: what has not begun. */
const replaceable = ({ presences }: SupportState, today: string) =>
  presences.filter(({ cancelled, from }) => !cancelled && from >= today);

function isUnchanged(state: SupportState, { from, until, presence }: SupportInput["moveSupport"], today: string): boolean {
  const daysOf = (all: readonly { readonly from: string; readonly to: string }[]) =>
    all
      .map((one) => `${one.from} ${one.to}`)
      .sort()
      .join();
  return from === state.from && until === state.until && daysOf(presence) === daysOf(replaceable(state, today));
}

/** Nobody answers for one side what the same person proposed for the other. */
export function answerMove(
  state: SupportState,
  input: SupportInput["answerMove"],
  context: SupportDecisionContext,
): SupportDecision {
  const { by, answer, note } = input;
  const speaker = speakerFor(input, context);
  if (isRefusal(speaker)) return speaker;
  const move = openMove(state);
  if (move?.move !== input.move) return refuse("UNKNOWN_MOVE", "move");
  if (move.by === by || move.proposed.actor === context.actor) return refuse("MOVE_BY_OTHER_SIDE", "by");
  const said = { move: move.move, by, ...speaker, ...(note !== undefined && { text: plain({ note }) }) };
  if (answer === "declined") return [{ type: "DaysDeclined.v1", data: said }];
  if (isPast(state, move, context.today)) return refuse("MOVE_PAST", "move");
  const replaces = replaceable(state, context.today).map(({ presence }) => presence);
  return [{ type: "DaysAgreed.v1", data: { ...said, replaces } }];
}

const isPast = (state: SupportState, { from, until, presence }: Move, today: string): boolean =>
  until < today || presence.some(({ to }) => to < today) || (state.begun !== undefined && from !== state.from);
