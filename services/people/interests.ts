// Interests: the councils about which somebody reads nothing through a body. They declare them when they first sign in, once a year, and at any time.
import { z } from "zod";
import type { CouncilStatus, Councils } from "../../reference/councils.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce } from "../council/in-force.ts";
import { londonDate, monthsAfter, workingDaysAfter } from "../dates.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, type InputOf, id, shortText } from "../input.ts";
import { type Refusal, refuse, refuseAll } from "../refusals.ts";
import { fromDay, since, type Task } from "../tasks.ts";
import { isCurrent } from "./assignments.ts";
import type { PersonEvent } from "./events.ts";
import type { Assignment, InterestsDeclared, PersonState } from "./state.ts";
import { personId } from "./subject.ts";

/** The maximum number of councils in one declaration, beside the home council. */
const MAX_COUNCILS = 20;
/** The maximum number of declarations of somebody without a role today. */
export const DECLARATIONS_WITHOUT_ROLE = 20;
/** A declaration counts until the next, and is asked for again after a year. */
const MONTHS = 12;
/** The working days in which a declaration is due. */
const DAYS = 10;

export const interestCommands = {
  declareInterests: {
    creates: "nothing",
    input: z.strictObject({
      person: personId,
      home: id.optional(),
      councils: z.array(id).max(MAX_COUNCILS).default([]),
      about: shortText.optional(),
    }),
  },
} as const satisfies CommandDeclarations;

type Input = InputOf<typeof interestCommands>["declareInterests"];
type Context = DecisionContext & { readonly council: Councils["status"] };

/** The councils of the last declaration. */
export function declaredCouncils(declarations: readonly InterestsDeclared[]): readonly string[] {
  const { home, councils = [] } = declarations.at(-1) ?? {};
  return [...new Set(home === undefined ? councils : [home, ...councils])];
}

/** The facts of reorganisation that interests follow. */
export type CodesOfReorganisedCouncil = Councils["linkedCodes"];

/**
 * The councils in which somebody has an interest on a day: those of their offices and of their last declaration. The interest covers the councils that
 * succeeded these and those that they succeeded, because a declaration names councils of its day, and a record keeps the council that it was made about.
 */
export function interestsOf(
  { assignments, declarations }: Declaring,
  day: string,
  linkedCodes: CodesOfReorganisedCouncil,
): readonly string[] {
  const ofOffices = assignments.flatMap((one) => (one.council !== undefined && isCurrent(one, day) ? [one.council] : []));
  const named = [...ofOffices, ...declaredCouncils(declarations)];
  return [...new Set(named.flatMap((code) => linkedCodes(code, day)))].sort();
}

/** Returns the declarations as of an instant. */
export const declarationsAt = (declarations: readonly InterestsDeclared[], instant: string): readonly InterestsDeclared[] =>
  declarations.filter(({ at }) => at <= instant);

/** Declaring the same again is recorded, because it is asked for once a year. */
export function declareInterests(state: PersonState, input: Input, context: Context): readonly PersonEvent[] | Refusal {
  const { today, council } = context;
  const statusOf = (code: string | undefined) => (code === undefined ? undefined : council(code, today));
  const [home, ...others] = [input.home, ...input.councils].map(statusOf);
  const wrong = refuseAll([
    refuseUnlessCouncil(home, "home"),
    ...others.map((status, index) => refuseUnlessCouncil(status, `councils.${index}`)),
  ]);
  if (wrong) return wrong;
  const hasRole = state.assignments.some((assignment) => isCurrent(assignment, today));
  if (!hasRole && state.declarations.length >= DECLARATIONS_WITHOUT_ROLE)
    return refuse("TOO_MANY", undefined, "You have no role today.");
  return [
    {
      type: "InterestsDeclared.v1",
      data: {
        ...(home && { home: councilInForce(home).code }),
        councils: [...new Set(others.flatMap((status) => (status ? councilInForce(status).code : [])))],
        ...(input.about !== undefined && { text: plain({ about: input.about }) }),
      },
    },
  ];
}

const refuseUnlessCouncil = (status: CouncilStatus | undefined, field: string): Refusal | undefined =>
  status && (status.kind === "unknown" ? refuse("UNKNOWN_COUNCIL", field) : refuseUnlessInForce(status, field));

/** Whether somebody declared their interests within a year. */
export const hasDeclared = (declarations: readonly InterestsDeclared[], today: string): boolean => {
  const last = declarations.at(-1);
  return last !== undefined && today < askedAgainOn(last);
};

const askedAgainOn = ({ at }: InterestsDeclared): string => monthsAfter(londonDate(new Date(at)), MONTHS);

type Declaring = { readonly assignments: readonly Assignment[]; readonly declarations: readonly InterestsDeclared[] };

/** When somebody with a role is to declare their interests: from their first day in a role, and a year after each declaration. Undefined if not today. */
export function declarationDue(
  { assignments, declarations }: Declaring,
  today: string,
): (Pick<Task, "since" | "from"> & { readonly due: string }) | undefined {
  const held = assignments.filter((assignment) => isCurrent(assignment, today));
  if (held.length === 0) return undefined;
  const last = declarations.at(-1);
  const begun = last
    ? fromDay(askedAgainOn(last))
    : held.map(beganToWait).reduce((first, other) => (other.since < first.since ? other : first));
  return begun.from <= today ? { ...begun, due: workingDaysAfter(begun.from, DAYS) } : undefined;
}

/** An assignment that was recorded after its first day is known from then on. */
function beganToWait({ from, started }: Assignment): Pick<Task, "since" | "from"> {
  const [byDay, byEvent] = [fromDay(from), since(started.at)];
  return byDay.since > byEvent.since ? byDay : byEvent;
}
