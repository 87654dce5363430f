// The rules of one assignment: what each role needs, and when an assignment ends.
import { z } from "zod";
import { findBody } from "../../reference/bodies.ts";
import { SEATS, type Seat } from "../../reference/concern-terms.ts";
import type { Councils } from "../../reference/councils.ts";
import { findRegion } from "../../reference/regions.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce } from "../council/in-force.ts";
import type { DecisionContext } from "../decision-context.ts";
import { day, id } from "../input.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { DataOf } from "../stored-events.ts";
import type { PersonEvent, personEvents } from "./events.ts";
import { refuseMixed } from "./role-mixes.ts";
import { ROLE_NAMES, type RoleName, roleOf } from "./roles.ts";
import type { Assignment } from "./state.ts";

type Data = DataOf<typeof personEvents>;
type Context = DecisionContext & { readonly council: Councils["status"] };

/** What the input of a command says of an office in a council alone: whether an officer may speak, and whether the holder is acting. */
export const officeShape = { speaks: z.boolean().optional(), acting: z.boolean().optional() };

/** What the input of a command says of an assignment. */
export const assignmentShape = {
  role: z.enum(ROLE_NAMES),
  regions: z.array(id).max(9).default([]),
  strands: z.array(z.enum(STRANDS)).max(3).default([]),
  body: id.optional(),
  council: id.optional(),
  from: day,
  until: day,
  ...officeShape,
  seat: z.enum(SEATS).optional(),
};

type StartAssignment = {
  readonly role: RoleName;
  readonly regions: readonly string[];
  readonly strands: readonly Strand[];
  readonly body?: string | undefined;
  readonly council?: string | undefined;
  readonly from: string;
  readonly until: string;
  readonly speaks?: boolean | undefined;
  readonly acting?: boolean | undefined;
  readonly seat?: Seat | undefined;
};

/** The fields of a role, for sentences. */
const ROLE_FIELDS = {
  regions: { needed: "at least one region", one: "region" },
  strands: { needed: "at least one strand", one: "strand" },
  council: { needed: "a council", one: "council" },
  body: { needed: "a body", one: "body" },
} as const;

/** An assignment with the same content as one that has not been ended is not started again. */
export function startAssignment(
  assignments: readonly Assignment[],
  input: StartAssignment,
  context: Context,
): readonly PersonEvent[] | Refusal {
  const { role, body, from, until } = input;
  const { needs, label, office, strand } = roleOf(role);
  const isGiven = {
    regions: input.regions.length > 0,
    strands: input.strands.length > 0,
    council: !!input.council,
    body: !!input.body,
  };
  const status = input.council === undefined ? undefined : context.council(input.council, input.from);
  const wrong = refuseAll([
    ...(["regions", "strands", "council", "body"] as const).map((field) =>
      needs[field] && !isGiven[field]
        ? refuse("ASSIGNMENT_INCOMPLETE", field, `The role "${label}" needs ${ROLE_FIELDS[field].needed}.`)
        : refuseIf(
            !needs[field] && isGiven[field],
            "ASSIGNMENT_EXCESS",
            field,
            `The role "${label}" has ${field === "strands" && strand ? "its own" : "no"} ${ROLE_FIELDS[field].one}.`,
          ),
    ),
    ...input.regions.map((region, index) => refuseIf(!findRegion(region), "UNKNOWN_REGION", `regions.${index}`)),
    refuseIf(
      body !== undefined && findBody(body)?.kind !== needs.body,
      "UNKNOWN_BODY",
      "body",
      `The role "${label}" is for bodies of another kind.`,
    ),
    refuseIf(
      input.speaks === true && office !== "officer",
      "ASSIGNMENT_EXCESS",
      "speaks",
      "Only officers of a council below its chief executive and leader are allowed to speak one by one.",
    ),
    refuseIf(input.acting === true && !office, "ASSIGNMENT_EXCESS", "acting", "Only offices in a council have acting holders."),
    refuseIf(input.seat !== undefined && role !== "cib-lead", "ASSIGNMENT_EXCESS", "seat", "Only CIB regional leads have seats."),
    refuseIf(until < from, "ASSIGNMENT_REVERSED", "until"),
    status && refuseUnlessInForce(status),
  ]);
  if (wrong) return wrong;
  const requested: AssignmentContent = {
    role,
    regions: [...input.regions],
    strands: strand ? [strand] : [...input.strands],
    ...(body !== undefined && { body }),
    ...(status && { council: councilInForce(status).code }),
    from,
    until,
    ...(input.speaks === true && { speaks: true }),
    ...(input.acting === true && { acting: true }),
    ...(input.seat !== undefined && { seat: input.seat }),
  };
  if (assignments.some((current) => !current.ended && isSameAssignment(current, requested, context))) return [];
  const mixed = refuseMixed(assignments, requested);
  if (mixed) return mixed;
  return [{ type: "AssignmentStarted.v2", data: { ...requested, assignment: context.newId("assignment") } }];
}

type AssignmentContent = Omit<Data["AssignmentStarted.v2"], "assignment">;

function isSameAssignment(current: AssignmentContent, requested: AssignmentContent, context: Context): boolean {
  const status = current.council === undefined ? undefined : context.council(current.council, current.from);
  return (
    (["role", "body", "from", "until", "speaks", "acting", "seat"] as const).every(
      (field) => current[field] === requested[field],
    ) &&
    // An earlier release may have stored a former code.
    (status?.kind === "in-force" ? status.council.code : current.council) === requested.council &&
    new Set(current.regions).symmetricDifference(new Set(requested.regions)).size === 0 &&
    new Set(current.strands).symmetricDifference(new Set(requested.strands)).size === 0
  );
}

/** An assignment that was ended, or is over, does not end again. */
export function endAssignment(
  assignment: Assignment | undefined,
  reason: string | undefined,
  { today }: Context,
): readonly PersonEvent[] | Refusal {
  if (!assignment) return refuse("UNKNOWN_ASSIGNMENT", "assignment");
  if (assignment.ended) return [];
  if (assignment.until < today)
    return refuse("ASSIGNMENT_ENDED", "assignment", `Its last day was ${dateInWords(assignment.until)}.`);
  const text = reason === undefined ? {} : { text: plain({ reason }) };
  return [{ type: "AssignmentEnded.v1", data: { assignment: assignment.assignment, ...text } }];
}
