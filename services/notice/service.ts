// Notices to one person: at most one a day, each decided once and sent once, even if the hub crashes in between.

import { z } from "zod";
import { londonDate } from "../dates.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, type CommandOf, id } from "../input.ts";
import { personId } from "../people/subject.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import { type CommandDeps, refuseForbidden } from "../pipeline/execute-command.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { NoticeEvent } from "./events.ts";
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
  decideNotice: { creates: "nothing", input: z.strictObject({ person: personId }) },
  recordNoticeSent: {
    creates: "nothing",
    input: z.strictObject({ person: personId, notice: id, outcome: z.enum(OUTCOMES).default("sent") }),
  },
} as const satisfies CommandDeclarations;
export type NoticeCommandName = keyof typeof noticeCommands;
type NoticeCommand = CommandOf<typeof noticeCommands>;

/** One a day: a second decision on the same day does nothing. A notice that was not sent on its day is not sent later. */
function decideNotice(
  last: NoticeState | undefined,
  command: NoticeCommand,
  { today, newId }: DecisionContext,
): readonly NoticeEvent[] | Refusal {
  switch (command.name) {
    case "decideNotice":
      if (last && londonDate(new Date(last.at)) >= today) return [];
      return [{ type: "NoticeDecided.v1", data: { notice: newId("notice") } }];
    case "recordNoticeSent": {
      const { notice, outcome } = command.input;
      if (last?.notice !== notice) return refuse("NOT_FOUND");
      return last.isComplete ? [] : [{ type: EVENT_OF[outcome], data: { notice } }];
    }
  }
}

export const noticeService = (deps: CommandDeps) =>
  commandService(deps, noticeCommands, (command, { principal }): CommandSteps<NoticeState | undefined> => {
    const { person } = command.input;
    const resource = { type: "PersonRecord", id: person, facts: { person } } as const;
    return {
      streams: noticeStreams,
      id: () => person,
      refuseFirst: async () => refuseForbidden(deps, principal, command.name, resource),
      authorise: async () => deps.policy.decide(principal, command.name, resource),
      decide: async (last, context) => decideNotice(last, command, context),
    };
  });
