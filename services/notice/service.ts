// Notices to one person: one a day, and one more on a day on which an objection was overridden. Each is decided once and sent once, even if the hub crashes in
// between.

import { z } from "zod";
import { londonDate } from "../dates.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, type CommandOf, id } from "../input.ts";
import { personId } from "../people/subject.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import { type CommandDeps, refuseForbidden } from "../pipeline/execute-command.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { NOTICE_KINDS, type NoticeEvent, type NoticeKind } from "./events.ts";
import { type NoticeState, noticeStreams } from "./stream.ts";

/** The outcomes after which a notice is not sent again, and the event that records each. */
const EVENT_OF = {
  sent: "NoticeSent.v1",
  uncertain: "NoticeDeliveryUncertain.v1",
  refused: "NoticeRefused.v1",
} as const satisfies Readonly<Record<string, NoticeEvent["type"]>>;
export type NoticeOutcome = keyof typeof EVENT_OF;
const OUTCOMES = Object.keys(EVENT_OF) as readonly NoticeOutcome[];

const noticeCommands = {
  decideNotice: { creates: "nothing", input: z.strictObject({ person: personId, kind: z.enum(NOTICE_KINDS).optional() }) },
  recordNoticeSent: {
    creates: "nothing",
    input: z.strictObject({ person: personId, notice: id, outcome: z.enum(OUTCOMES).default("sent") }),
  },
} as const satisfies CommandDeclarations;
export type NoticeCommandName = keyof typeof noticeCommands;
export type NoticeCommand = CommandOf<typeof noticeCommands>;

/** A decision for which there is no reason does nothing. A notice that was not sent on its day is not sent later. */
export function decideNotice(
  last: NoticeState | undefined,
  command: NoticeCommand,
  { today, newId }: Pick<DecisionContext, "today" | "newId">,
): readonly NoticeEvent[] | Refusal {
  switch (command.name) {
    case "decideNotice": {
      const { kind = "daily" } = command.input;
      return isToDecide(kind, last, today) ? [{ type: "NoticeDecided.v2", data: { notice: newId("notice"), kind } }] : [];
    }
    case "recordNoticeSent": {
      const { notice, outcome } = command.input;
      if (last?.notice !== notice) return refuse("NOT_FOUND");
      return last.isComplete ? [] : [{ type: EVENT_OF[outcome], data: { notice } }];
    }
  }
}

/**
 * One notice a day. A further one for an override follows the first of the day once its outcome is known, because one that is not sent yet counts the
 * override itself.
 */
export function isToDecide(kind: NoticeKind, last: NoticeState | undefined, today: string): boolean {
  const lastDay = last && londonDate(new Date(last.at));
  if (kind === "daily") return lastDay === undefined || lastDay < today;
  return last !== undefined && lastDay === today && last.kind === "daily" && last.isComplete;
}

export const noticeService = (deps: CommandDeps) =>
  commandService(deps, noticeCommands, (command, { principal }): CommandSteps<NoticeState | undefined> => {
    const { person } = command.input;
    const resource = { type: "PersonRecord", id: person, facts: { person } } as const;
    return {
      streams: noticeStreams,
      id: () => person,
      refuseFirst: async () => refuseForbidden(deps, principal, command.name, resource),
      authorise: async () => deps.rights.decide(principal, command.name, resource),
      decide: async (last, context) => decideNotice(last, command, context),
    };
  });
