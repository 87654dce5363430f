// A council's chief executive and monitoring officer name its officers and acting holders for it, and end that.
import { z } from "zod";
import { COUNCIL_OFFICES } from "../../reference/concern-terms.ts";
import type { Councils } from "../../reference/councils.ts";
import { STRANDS } from "../../reference/strands.ts";
import { plain } from "../confidential.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, day, type InputOf, id, shortText } from "../input.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import { officeShape, startAssignment } from "./decide-assignment.ts";
import type { PersonEvent } from "./events.ts";
import { isName } from "./names.ts";
import { readsAboutOthers } from "./role-mixes.ts";
import { type RoleName, roleOf } from "./roles.ts";
import type { Assignment, PersonState } from "./state.ts";
import { personId } from "./subject.ts";

export const officerCommands = {
  /** Registers the person where the hub does not know them; otherwise `name` is left aside. */
  nameOfficer: {
    creates: "assignment",
    input: z.strictObject({
      council: id,
      person: personId,
      name: shortText,
      office: z.enum(COUNCIL_OFFICES),
      strands: z.array(z.enum(STRANDS)).max(3).default([]),
      from: day,
      until: day,
      ...officeShape,
    }),
  },
  endOfficer: {
    creates: "nothing",
    whenFull: "always",
    input: z.strictObject({ council: id, person: personId, office: z.enum(COUNCIL_OFFICES), reason: shortText }),
  },
} as const satisfies CommandDeclarations;

type Input = InputOf<typeof officerCommands>;
type Context = DecisionContext & { readonly council: Councils["status"] };

/** Whether a council keeps an office itself. Its heads are kept by the information governance officer, and their acting holders by the council. */
const isKeptByCouncil = ({ role, acting }: { readonly role: RoleName; readonly acting?: boolean | undefined }): boolean =>
  acting === true || roleOf(role).office === "officer";

const NOT_YOURSELF =
  "You cannot name yourself. Ask the chief executive, the monitoring officer or the information governance officer.";

const READS_ABOUT_OTHERS =
  "This person is an adviser or acts for a body. Ask the information governance officer to give them an office of your council.";

/**
 * An office is an interest, which keeps its holder from reading through a body and from being a second adviser. A council must not bring that about for
 * those who read or decide about it.
 */
export function nameOfficer(
  state: PersonState | undefined,
  input: Input["nameOfficer"],
  context: Context,
): readonly PersonEvent[] | Refusal {
  const { person, name, office: role, ...assignment } = input;
  const started = startAssignment(state?.assignments ?? [], { ...assignment, role, regions: [] }, context);
  const wrong = refuseAll([
    person === context.actor ? refuseSaying("NOT_PERMITTED", "person", NOT_YOURSELF) : undefined,
    refuseIf(!isKeptByCouncil({ role, acting: input.acting }), "NOT_AN_OFFICE_OF_THE_COUNCIL", "office"),
    isRefusal(started) ? started : undefined,
    refuseIf(!state && !isName(name, person), "NOT_A_NAME", "name"),
    !isRefusal(started) && started.length > 0 && readsAboutOthers(state?.assignments ?? [], input)
      ? refuseSaying("NOT_PERMITTED", "person", READS_ABOUT_OTHERS)
      : undefined,
  ]);
  if (wrong || isRefusal(started)) return wrong ?? started;
  return [...(state ? [] : [{ type: "PersonRegistered.v1", data: { text: plain({ name }) } } as const]), ...started];
}

const NOT_ENDED_BY_COUNCIL =
  "A council does not end the office of its monitoring officer or of its heads. Ask the information governance officer.";

/**
 * A monitoring officer is often among the people to whom a concern about the chief executive is restricted, so the chief executive does not end that
 * office. This holds whether or not there is such a concern: a refusal that depended on one would tell of it.
 */
const mayBeEndedByCouncil = (assignment: Assignment): boolean =>
  assignment.role !== "monitoring-officer" && isKeptByCouncil(assignment);

/** Ends every assignment to the office in the council that is not over, and finds none elsewhere. */
export function endOfficer(
  state: PersonState | undefined,
  { council, office, reason }: Input["endOfficer"],
  context: Context,
): readonly PersonEvent[] | Refusal {
  const isInOffice = ({ role, council: of, ended, until }: Assignment) =>
    role === office && of !== undefined && codeOf(of, context) === codeOf(council, context) && !ended && until >= context.today;
  const inOffice = (state?.assignments ?? []).filter(isInOffice);
  if (inOffice.length === 0) return refuse("UNKNOWN_ASSIGNMENT", "office");
  const endable = inOffice.filter(mayBeEndedByCouncil);
  if (endable.length === 0) return refuseSaying("NOT_AN_OFFICE_OF_THE_COUNCIL", "office", NOT_ENDED_BY_COUNCIL);
  return endable.map(({ assignment }) => ({ type: "AssignmentEnded.v1", data: { assignment, text: plain({ reason }) } }));
}

/** The code of a council today. */
function codeOf(code: string, { council, today }: Context): string {
  const status = council(code, today);
  return status.kind === "unknown" ? code : status.council.code;
}
