// People hold roles by assignment: role, region(s), strand(s), body or council, from a date, until a date (domain.md, "Who is who").
import { z } from "zod";
import type { Councils } from "../../reference/councils.ts";
import { storedForm } from "../../text/forms.ts";
import { plain } from "../confidential.ts";
import { type CommandDeclaration, type CommandDeclarations, type CommandOf, type InputOf, id, shortText } from "../input.ts";
import { mailAddress } from "../mail-address.ts";
import { MAIL_ADDRESSES_WITHOUT_ROLE, withinBounds } from "../pipeline/record-bounds.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import { isCurrent, isOfCouncil } from "./assignments.ts";
import { arrangeCover, type CoverContext, coverCommands, endCover, handOverCaseload } from "./cover.ts";
import { assignmentShape, endAssignment, startAssignment } from "./decide-assignment.ts";
import { endOfficer, nameOfficer, officerCommands } from "./decide-officers.ts";
import { assignment, type PersonEvent } from "./events.ts";
import { declareInterests, interestCommands } from "./interests.ts";
import { isName, workContact } from "./names.ts";
import type { PersonState } from "./state.ts";
import { personId } from "./subject.ts";

export const peopleCommands = {
  registerPerson: { creates: "nothing", input: z.strictObject({ person: personId, name: shortText }) },
  /** Registers somebody who accepted an invitation, with the office and the address that it names. */
  joinByInvitation: {
    creates: "assignment",
    byHub: true,
    input: z.strictObject({
      ...{ person: personId, name: shortText, address: mailAddress },
      ...{ invitation: id, invitedBy: z.string(), issuer: z.string() },
      office: assignment
        .omit({ assignment: true })
        .extend({ regions: assignmentShape.regions, strands: assignmentShape.strands }),
    }),
  },
  /** Corrects a name, or records that it has changed. */
  renamePerson: { creates: "nothing", input: z.strictObject({ person: personId, name: shortText, reason: shortText }) },
  startAssignment: {
    creates: "assignment",
    input: z.strictObject({ person: personId, ...assignmentShape }),
  },
  /** The address for notices; without one the hub sends none. */
  setMailAddress: { creates: "nothing", input: z.strictObject({ person: personId, address: mailAddress.optional() }) },
  /** For somebody of a council whom no notice can reach yet. */
  setFirstMailAddress: { creates: "nothing", input: z.strictObject({ person: personId, address: mailAddress }) },
  /** How to reach the person at work, as they want it shown; left out, nothing is shown. */
  setWorkContact: { creates: "nothing", input: z.strictObject({ person: personId, contact: workContact.optional() }) },
  recordSignIn: { creates: "nothing", byHub: true, whenFull: "always", input: z.strictObject({ person: personId }) },
  endAssignment: {
    creates: "nothing",
    whenFull: "always",
    /** `caseloadTo` takes over the concerns that the adviser owns. */
    input: z.strictObject({ person: personId, assignment: id, reason: shortText.optional(), caseloadTo: personId.optional() }),
  },
  ...officerCommands,
  ...interestCommands,
  ...coverCommands,
} as const satisfies CommandDeclarations;

export type PeopleCommand = CommandOf<typeof peopleCommands>;

export type PeopleDecisionContext = CoverContext & {
  /** The current name, unsealed; undefined if the person is not registered. */
  readonly name: string | undefined;
  /** The current mail address, unsealed; undefined for none. */
  readonly address: string | undefined;
  /** The current work contact, unsealed; undefined for none. */
  readonly workContact: string | undefined;
  readonly council: Councils["status"];
};

export function decidePeople(
  state: PersonState | undefined,
  command: PeopleCommand,
  context: PeopleDecisionContext,
): readonly PersonEvent[] | Refusal {
  const removes =
    (command.name === "setMailAddress" && command.input.address === undefined) ||
    (command.name === "setWorkContact" && command.input.contact === undefined);
  const { whenFull }: CommandDeclaration = peopleCommands[command.name];
  return withinBounds("person", state, context, removes ? "always" : whenFull, decideByRules(state, command, context));
}

function decideByRules(
  state: PersonState | undefined,
  command: PeopleCommand,
  context: PeopleDecisionContext,
): readonly PersonEvent[] | Refusal {
  if (command.name === "registerPerson") {
    if (!isName(command.input.name, command.input.person)) return refuse("NOT_A_NAME", "name");
    if (!state) return [{ type: "PersonRegistered.v1", data: { text: plain({ name: command.input.name }) } }];
    return isSame(context.name, command.input.name) ? [] : refuse("PERSON_REGISTERED", "person");
  }
  if (command.name === "joinByInvitation") return join(state, command.input, context);
  if (command.name === "nameOfficer") return nameOfficer(state, command.input, context);
  if (command.name === "endOfficer") return endOfficer(state, command.input, context);
  if (command.name === "arrangeCover") return arrangeCover(state, command.input, context);
  if (command.name === "endCover") return endCover(state, command.input, context);
  if (!state) return refuse("UNKNOWN_PERSON", "person");
  switch (command.name) {
    case "renamePerson": {
      const { name, reason } = command.input;
      if (!isName(name, command.input.person)) return refuse("NOT_A_NAME", "name");
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
    case "setWorkContact": {
      const { contact } = command.input;
      if (contact === context.workContact) return [];
      return [
        contact === undefined
          ? { type: "WorkContactRemoved.v1", data: {} }
          : { type: "WorkContactGiven.v1", data: { text: plain({ contact }) } },
      ];
    }
    case "setFirstMailAddress":
      if (state.mailAddresses > 0 || !isOfCouncil(state.assignments, context.today))
        return refuse("FIRST_ADDRESS_GIVEN", "person");
      return [{ type: "MailAddressGiven.v1", data: { text: plain({ address: command.input.address }) } }];
    case "declareInterests":
      return declareInterests(state, command.input, context);
    case "recordSignIn":
      return state.firstSignedIn ? [] : [{ type: "FirstSignedIn.v1", data: {} }];
    case "startAssignment":
      return startAssignment(state.assignments, command.input, context);
    case "endAssignment": {
      const { assignment: id, reason, caseloadTo } = command.input;
      const assignment = state.assignments.find((a) => a.assignment === id);
      const ended = endAssignment(assignment, reason, context);
      if (!assignment || caseloadTo === undefined || isRefusal(ended) || ended.length === 0) return ended;
      const handedOver = handOverCaseload(assignment, caseloadTo, context, state.id);
      return isRefusal(handedOver) ? handedOver : [...ended, ...handedOver];
    }
  }
}

/** The office was checked when the person was invited, and when they accepted. */
function join(
  state: PersonState | undefined,
  { name, address, office, invitation, invitedBy, issuer }: InputOf<typeof peopleCommands>["joinByInvitation"],
  { newId }: PeopleDecisionContext,
): readonly PersonEvent[] | Refusal {
  if (state) return state.joined?.invitation === invitation ? [] : refuse("PERSON_REGISTERED", "person");
  return [
    { type: "PersonRegistered.v1", data: { text: plain({ name }) } },
    { type: "JoinedByInvitation.v1", data: { invitation, invitedBy, issuer } },
    { type: "MailAddressGiven.v1", data: { text: plain({ address }) } },
    { type: "AssignmentStarted.v2", data: { ...office, assignment: newId("assignment") } },
  ];
}

/** Whether the stored text equals the given one; an earlier release may have stored another Unicode form. */
const isSame = (stored: string | undefined, given: string): boolean => stored !== undefined && storedForm(stored) === given;
