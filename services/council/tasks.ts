// The tasks that result from approaches to a council.
import { since, type Task } from "../tasks.ts";
import type { CouncilState } from "./state.ts";

/** Tasks for the council itself, for the lead of its conversation, and for planners of other approaches that are not over by then. */
export const approachTasks = (code: string, { lead, approaches }: CouncilState): readonly Task[] =>
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
