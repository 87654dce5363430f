// The tasks that result from approaches to a council and from contacts with it.
import { scopeOf } from "../../policies/engine/facts.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import { daysAfter } from "../dates.ts";
import { fromDay, NOTICE_DAYS, since, type Task } from "../tasks.ts";
import { type CouncilState, contactsHeld } from "./state.ts";

/** Every task of a council's own stream. */
export const councilTasks = (code: string, state: CouncilState): readonly Task[] => [
  ...approachTasks(code, state),
  ...STRANDS.flatMap((strand) => nextStepTasks(state, strand)),
];

/** The next step of the last contact in a strand, which replaces those of earlier contacts. */
function nextStepTasks(state: CouncilState, strand: Strand): readonly Task[] {
  const last = contactsHeld(state).find((one) => one.strand === strand);
  if (!last?.nextStepBy) return [];
  const { contact: about, region, nextStepBy: due } = last;
  return [
    {
      kind: "contact-step-due",
      audience: `scope:${scopeOf(region, strand)}`,
      about,
      ...fromDay(daysAfter(due, -NOTICE_DAYS)),
      due,
    },
  ];
}

/** Tasks for the council itself, for the lead of its conversation, and for planners of other approaches that are not over by then. */
const approachTasks = (code: string, { lead, approaches }: CouncilState): readonly Task[] =>
  approaches
    .filter(({ cancelled }) => !cancelled)
    .flatMap(({ approach, planned, from, to }): readonly Task[] => {
      const task = { about: approach, ...since(planned.at), until: to, due: from };
      return [
        { kind: "approach-to-come", audience: `council:${code}`, ...task },
        ...[...new Set([...(lead ? [lead.person] : []), ...plannersBeside(approaches, approach, from)])]
          .filter((person) => person !== planned.actor)
          .map((person): Task => ({ kind: "approach-planned", audience: `person:${person}`, ...task })),
      ];
    });

export const plannersBeside = (approaches: CouncilState["approaches"], approach: string, from: string): readonly string[] =>
  approaches
    .filter((other) => other.approach !== approach && !other.cancelled && other.to >= from)
    .map(({ planned }) => planned.actor);
