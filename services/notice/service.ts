// Notices to one person: at most one a day, each decided once and sent once, in effect, whatever crashes in between.

import { z } from "zod";
import { londonDate } from "../dates.ts";
import { id, parse } from "../input.ts";
import { personId } from "../people/subject.ts";
import {
  type CommandContext,
  type CommandDeps,
  executeCommand,
  type Outcome,
  refuseForbidden,
} from "../pipeline/execute-command.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { NoticeEvent } from "./events.ts";
import type { LastNotice } from "./stream.ts";
import { noticeStreams } from "./stream.ts";

/** What can become of a notice that is not sent again, and the event that records it. */
const EVENT_OF = {
  sent: "NoticeSent.v1",
  uncertain: "NoticeDeliveryUncertain.v1",
  refused: "NoticeRefused.v1",
} as const satisfies Readonly<Record<string, NoticeEvent["type"]>>;
export type NoticeOutcome = keyof typeof EVENT_OF;
const OUTCOMES = Object.keys(EVENT_OF) as readonly NoticeOutcome[];

const commands = {
  decideNotice: z.strictObject({ person: personId }),
  recordNoticeSent: z.strictObject({ person: personId, notice: id, outcome: z.enum(OUTCOMES).optional() }),
} as const;
export type NoticeCommandName = keyof typeof commands;

/** One a day: a second decision on the same day does nothing. What was not sent on its day is not sent later. */
function decide(
  last: LastNotice | undefined,
  name: NoticeCommandName,
  notice: string,
  outcome: NoticeOutcome,
  today: string,
): readonly NoticeEvent[] | Refusal {
  if (name === "decideNotice")
    return last && londonDate(new Date(last.at)) >= today ? [] : [{ type: "NoticeDecided.v1", data: { notice } }];
  if (last?.notice !== notice) return refuse("NOT_FOUND");
  return last.isSettled ? [] : [{ type: EVENT_OF[outcome], data: { notice } }];
}

export function noticeService(deps: CommandDeps) {
  return {
    async execute(name: NoticeCommandName, input: unknown, asking: CommandContext): Promise<Outcome> {
      const parsed = parse<{ person: string; notice?: string | undefined; outcome?: NoticeOutcome | undefined }>(
        commands[name],
        input,
      );
      if (parsed.kind === "refused") return parsed;
      const { person, notice, outcome = "sent" } = parsed.input;
      const resource = { type: "PersonRecord", id: person, facts: { person } } as const;
      return executeCommand(deps, asking, {
        name,
        input: parsed.input,
        streams: noticeStreams,
        id: () => person,
        refuseFirst: async () => refuseForbidden(deps, asking.principal, name, resource),
        authorise: async () => deps.policy.decide(asking.principal, name, resource),
        decide: async (last, { today, newId }) => decide(last, name, notice ?? newId("notice"), outcome, today),
      });
    },
  };
}
