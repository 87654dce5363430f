// People hold roles by assignment: role, region(s), strand(s), body or council, from a date, until a date (domain.md, "Who is who").
import { z } from "zod";
import { findBody } from "../../reference/bodies.ts";
import type { Councils } from "../../reference/councils.ts";
import { findRegion } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import { storedForm } from "../../text/forms.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce } from "../council/in-force.ts";
import { dateInWords } from "../dates.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, type CommandOf, day, type InputOf, id, shortText } from "../input.ts";
import { mailAddress } from "../mail-address.ts";
import { MAIL_ADDRESSES_WITHOUT_ROLE, withinBounds } from "../pipeline/record-bounds.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import { isCurrent } from "./assignments.ts";
import type { PersonEvent } from "./events.ts";
import { ROLE_NAMES, roleOf } from "./roles.ts";
import type { PersonState } from "./state.ts";
import { personId } from "./subject.ts";

export const peopleCommands = {
  registerPerson: { creates: "nothing", input: z.strictObject({ person: personId, name: shortText }) },
  /** Corrects a name, or records that it has changed. */
  renamePerson: { creates: "nothing", input: z.strictObject({ person: personId, name: shortText, reason: shortText }) },
  startAssignment: {
    creates: "assignment",
    input: z.strictObject({
      person: personId,
      role: z.enum(ROLE_NAMES),
      regions: z.array(id).max(9).default([]),
      strands: z.array(z.enum(STRANDS)).max(3).default([]),
      body: id.optional(),
      council: id.optional(),
      from: day,
      until: day,
    }),
  },
  /** The address for notices; without one the hub sends none. */
  setMailAddress: { creates: "nothing", input: z.strictObject({ person: personId, address: mailAddress.optional() }) },
  endAssignment: {
    creates: "nothing",
    input: z.strictObject({ person: personId, assignment: id, reason: shortText.optional() }),
  },
} as const satisfies CommandDeclarations;

export type PeopleCommand = CommandOf<typeof peopleCommands>;

export type PeopleDecisionContext = DecisionContext & {
  /** The current name, unsealed; undefined if the person is not registered. */
  readonly name: string | undefined;
  /** The current mail address, unsealed; undefined for none. */
  readonly address: string | undefined;
  readonly council: Councils["status"];
};

export function decidePeople(
  state: PersonState | undefined,
  command: PeopleCommand,
  context: PeopleDecisionContext,
): readonly PersonEvent[] | Refusal {
  const ends = command.name === "endAssignment" || (command.name === "setMailAddress" && command.input.address === undefined);
  return withinBounds("person", state, context, ends ? "always" : "refused", decideByRules(state, command, context));
}

function decideByRules(
  state: PersonState | undefined,
  command: PeopleCommand,
  context: PeopleDecisionContext,
): readonly PersonEvent[] | Refusal {
  if (command.name === "registerPerson") {
    if (!state) return [{ type: "PersonRegistered.v1", data: { text: plain({ name: command.input.name }) } }];
    return isSame(context.name, command.input.name) ? [] : refuse("PERSON_REGISTERED", "person");
  }
  if (!state) return refuse("UNKNOWN_PERSON", "person");
  switch (command.name) {
    case "renamePerson": {
      const { name, reason } = command.input;
      return isSame(context.name, name) ? [] : [{ type: "PersonRenamed.v1", data: { text: plain({ name, reason }) } }];
    }
    case "setMailAddress": {
      const { address } = command.input;
      if (address === context.address) return [];
      if (address === undefined) return [{ type: "MailAddressRemoved.v1", data: {} }];
      const hasRole = state.assignments.some((assignment) => isCurrent(assignment, context.today));
      if (!hasRole && state.mailAddresses >= MAIL_ADDRESSES_WITHOUT_ROLE)
        return refuse("TOO_MANY", "address", "You have no role today.");
      return [{ type: "MailAddressGiven.v1", data: { text: plain({ address }) } }];
    }
    case "startAssignment":
      return startAssignment(state, command.input, context);
    case "endAssignment": {
      const { assignment: id, reason } = command.input;
      const assignment = state.assignments.find((a) => a.assignment === id);
      if (!assignment) return refuse("UNKNOWN_ASSIGNMENT", "assignment");
      if (assignment.ended) return [];
      if (assignment.until < context.today)
        return refuse("ASSIGNMENT_ENDED", "assignment", `Its last day was ${dateInWords(assignment.until)}.`);
      return [{ type: "AssignmentEnded.v1", data: { assignment: id, ...(reason !== undefined && { text: plain({ reason }) }) } }];
    }
  }
}

/** Whether the stored text equals the given one; an earlier release may have stored another Unicode form. */
const isSame = (stored: string | undefined, given: string): boolean => stored !== undefined && storedForm(stored) === given;

type StartAssignment = InputOf<typeof peopleCommands>["startAssignment"];

/** The fields of a role, for sentences. */
const ROLE_FIELDS = {
  regions: { needed: "at least one region", one: "region" },
  strands: { needed: "at least one strand", one: "strand" },
  council: { needed: "a council", one: "council" },
  body: { needed: "a body", one: "body" },
} as const;

/** An assignment with the same content as one that has not been ended is not started again. */
function startAssignment(
  state: PersonState,
  input: StartAssignment,
  context: PeopleDecisionContext,
): readonly PersonEvent[] | Refusal {
  const { person: _, ...requested } = input;
  const { needs, label } = roleOf(input.role);
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
            `The role "${label}" has no ${ROLE_FIELDS[field].one}.`,
          ),
    ),
    ...input.regions.map((region, index) => refuseIf(!findRegion(region), "UNKNOWN_REGION", `regions.${index}`)),
    refuseIf(
      input.body !== undefined && findBody(input.body)?.kind !== needs.body,
      "UNKNOWN_BODY",
      "body",
      `The role "${label}" is for bodies of another kind.`,
    ),
    refuseIf(input.until < input.from, "ASSIGNMENT_REVERSED", "until"),
    status && refuseUnlessInForce(status),
  ]);
  if (wrong) return wrong;
  if (status) requested.council = councilInForce(status).code;
  if (state.assignments.some((current) => !current.ended && isSameAssignment(current, requested, context))) return [];
  return [{ type: "AssignmentStarted.v1", data: { ...requested, assignment: context.newId("assignment") } }];
}

type AssignmentContent = Omit<StartAssignment, "person">;

function isSameAssignment(current: AssignmentContent, requested: AssignmentContent, context: PeopleDecisionContext): boolean {
  const status = current.council === undefined ? undefined : context.council(current.council, current.from);
  return (
    (["role", "body", "from", "until"] as const).every((field) => current[field] === requested[field]) &&
    // An earlier release may have stored a former code.
    (status?.kind === "in-force" ? status.council.code : current.council) === requested.council &&
    new Set(current.regions).symmetricDifference(new Set(requested.regions)).size === 0 &&
    new Set<string>(current.strands).symmetricDifference(new Set<string>(requested.strands)).size === 0
  );
}
