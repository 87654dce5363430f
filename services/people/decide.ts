// People hold roles by assignment: role, region(s), strand(s), body or council, from a date, until a date (domain.md, "Who is who").
import { z } from "zod";
import { findBody } from "../../reference/bodies.ts";
import type { CouncilStatus } from "../../reference/councils.ts";
import { findRegion } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import { storedForm } from "../../text/forms.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce } from "../council/in-force.ts";
import { dateInWords } from "../dates.ts";
import { type CommandDeclarations, type CommandOf, day, id, shortText } from "../input.ts";
import { mailAddress } from "../mail-address.ts";
import { MAIL_ADDRESSES_WITHOUT_ROLE, withinEventBounds } from "../pipeline/record-bounds.ts";
import { withinTextLimit } from "../pipeline/text-limit.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import { isCurrent } from "./assignments.ts";
import type { PersonEvent } from "./events.ts";
import { ROLE_NAMES, roleOf } from "./roles.ts";
import type { PersonState } from "./state.ts";
import { personId } from "./subject.ts";

export const peopleCommands = {
  registerPerson: { creates: "nothing", input: z.strictObject({ person: personId, name: shortText }) },
  /** A name that was wrong from the beginning, or is another now. */
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
  /** Where notices go; without an address none are sent. */
  setMailAddress: { creates: "nothing", input: z.strictObject({ person: personId, address: mailAddress.optional() }) },
  endAssignment: {
    creates: "nothing",
    input: z.strictObject({ person: personId, assignment: id, reason: shortText.optional() }),
  },
} as const satisfies CommandDeclarations;

export type PeopleCommandName = keyof typeof peopleCommands;
export type PeopleCommand = CommandOf<typeof peopleCommands>;

export type PeopleDecisionContext = {
  /** The date in England. */
  readonly today: string;
  /** The person who asks, or `hub`. */
  readonly actor: string;
  /** The name now held, opened; undefined for a person not registered. */
  readonly name: string | undefined;
  /** The mail address now held, opened; undefined for none. */
  readonly address: string | undefined;
  readonly council: (code: string, date: string) => CouncilStatus;
  readonly newId: (...words: string[]) => string;
};

export function decidePeople(
  state: PersonState | undefined,
  command: PeopleCommand,
  context: PeopleDecisionContext,
): readonly PersonEvent[] | Refusal {
  const ends = command.name === "endAssignment" || (command.name === "setMailAddress" && command.input.address === undefined);
  const decided = withinTextLimit(state?.textBytes ?? 0, decideByRules(state, command, context), ends);
  if (!state) return decided;
  const { events, daily } = state;
  const { actor, today } = context;
  return withinEventBounds({ kind: "person", events, daily, actor, today }, decided, ends ? "ends" : "none");
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
  if (command.name === "renamePerson") {
    const { name, reason } = command.input;
    return isSame(context.name, name) ? [] : [{ type: "PersonRenamed.v1", data: { text: plain({ name, reason }) } }];
  }
  if (command.name === "setMailAddress") {
    const { address } = command.input;
    if (address === context.address) return [];
    const hasRole = state.assignments.some((assignment) => isCurrent(assignment, context.today));
    if (address !== undefined && !hasRole && state.mailAddresses >= MAIL_ADDRESSES_WITHOUT_ROLE)
      return refuse("TOO_MANY", "address", "You have no role today.");
    return address === undefined
      ? [{ type: "MailAddressRemoved.v1", data: {} }]
      : [{ type: "MailAddressGiven.v1", data: { text: plain({ address }) } }];
  }
  if (command.name === "endAssignment") {
    const { assignment, reason } = command.input;
    const held = state.assignments.find((a) => a.assignment === assignment);
    if (!held) return refuse("UNKNOWN_ASSIGNMENT", "assignment");
    if (held.ended) return [];
    if (held.until < context.today)
      return refuse("ASSIGNMENT_ENDED", "assignment", `Its last day was ${dateInWords(held.until)}.`);
    return [{ type: "AssignmentEnded.v1", data: { assignment, ...(reason !== undefined && { text: plain({ reason }) }) } }];
  }
  return startAssignment(state, command.input, context);
}

/** Whether a text that is held, perhaps as an earlier release stored it, is the one given. */
const isSame = (held: string | undefined, given: string): boolean => held !== undefined && storedForm(held) === given;

type StartAssignment = z.infer<typeof peopleCommands.startAssignment.input>;

/** What a role needs, or does not have, for sentences. */
const ROLE_FIELDS = {
  regions: { needed: "at least one region", one: "region" },
  strands: { needed: "at least one strand", one: "strand" },
  council: { needed: "a council", one: "council" },
  body: { needed: "a body", one: "body" },
} as const;

/** One that is there already, in all that it says, and that nobody ended, is not started beside itself. */
function startAssignment(
  state: PersonState,
  input: StartAssignment,
  context: PeopleDecisionContext,
): readonly PersonEvent[] | Refusal {
  const { person: _, ...wanted } = input;
  const { needs, label } = roleOf(input.role);
  const given = {
    regions: input.regions.length > 0,
    strands: input.strands.length > 0,
    council: !!input.council,
    body: !!input.body,
  };
  const status = input.council === undefined ? undefined : context.council(input.council, input.from);
  const wrong = refuseAll([
    ...(["regions", "strands", "council", "body"] as const).map((field) =>
      needs[field] && !given[field]
        ? refuse("ASSIGNMENT_INCOMPLETE", field, `The role "${label}" needs ${ROLE_FIELDS[field].needed}.`)
        : refuseIf(
            !needs[field] && given[field],
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
  if (status) wanted.council = councilInForce(status).code;
  if (state.assignments.some((held) => !held.ended && isSameAssignment(held, wanted, context))) return [];
  return [{ type: "AssignmentStarted.v1", data: { ...wanted, assignment: context.newId("assignment") } }];
}

type Wanted = Omit<StartAssignment, "person">;

function isSameAssignment(held: Wanted, wanted: Wanted, context: PeopleDecisionContext): boolean {
  const status = held.council === undefined ? undefined : context.council(held.council, held.from);
  return (
    (["role", "body", "from", "until"] as const).every((field) => held[field] === wanted[field]) &&
    // An earlier release may have stored a former code.
    (status?.kind === "in-force" ? status.council.code : held.council) === wanted.council &&
    new Set(held.regions).symmetricDifference(new Set(wanted.regions)).size === 0 &&
    new Set<string>(held.strands).symmetricDifference(new Set<string>(wanted.strands)).size === 0
  );
}
