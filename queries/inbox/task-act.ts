// The act from which a task follows, where somebody needs to know whose it was. The reader of the task may read what it is about.
import type { ConcernState } from "../../services/concern/state.ts";
import type { TaskKind } from "../../services/tasks.ts";
import { type Act, actOf } from "../attribution.ts";
import type { ReadDeps } from "../deps.ts";
import type { InboxItem } from "./inbox-item.ts";

type Deps = Pick<ReadDeps, "register" | "support" | "council" | "councils">;
type Doing = { readonly actor: string; readonly at: string };

const shareOf = ({ shares }: ConcernState, about: string) => shares.find(({ id }) => id === about);
const telling = ({ awareness }: ConcernState, about: string) => awareness.find((one) => one.awareness === about)?.recorded;

/** Kind of task of a concern -> what was done, by the part of the concern that the task is about. */
const OF_CONCERN: Partial<Record<TaskKind, (state: ConcernState, about: string) => Doing | undefined>> = {
  "awareness-to-answer": telling,
  "words-to-answer": telling,
  "discard-to-confirm": ({ untold }) => untold.discardProposed,
  "position-wanted": (state, about) => shareOf(state, about)?.proposed,
  "letter-to-confirm": (state, about) => shareOf(state, about)?.letter,
  "share-overridden": (state, about) => shareOf(state, about)?.override,
  "escalation-to-confirm": ({ escalations }, about) => escalations.find(({ id }) => id === about)?.raised,
};

/** Undefined for a task that follows from a day, or from nobody's act in particular. */
export function actOfTask(deps: Deps, { kind, subject, about = "", type }: InboxItem): Act | undefined {
  if (type === "concern") {
    const find = OF_CONCERN[kind];
    const state = find && deps.register.queries().findUnchecked(subject, false)?.state();
    const done = state && find(state, about);
    return done && actOf(done, state);
  }
  if (kind === "approach-planned" || kind === "approach-to-come") {
    const council = deps.councils.find(subject);
    const approach =
      council &&
      deps.council
        .queries()
        .findUnchecked(council.code)
        .approaches.find((one) => one.approach === about);
    return approach && actOf(approach.planned, { council: council.code, region: council.region, body: approach.body });
  }
  return undefined;
}
