// The single conversation with a council, approaches that do not clash, and whom a council lets learn from it (domain.md, "Aligned support").
import { z } from "zod";
import { findBody } from "../../reference/bodies.ts";
import { CAUSES, causeAllowedIn } from "../../reference/causes.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import { LGA } from "../../reference/support-kinds.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { type CommandDeclarations, type CommandOf, day, type InputOf, id, narrative, shortText } from "../input.ts";
import { personId } from "../people/subject.ts";
import { isBeyondPlanning } from "../planned-days.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { CouncilDecisionContext } from "./decision-context.ts";
import { APPROACH_KINDS, type CouncilEvent } from "./events.ts";
import { refuseUnlessInForce, refuseUnlessResponsible } from "./in-force.ts";
import { approachesAhead, type CouncilState, contactsNow } from "./state.ts";

export const conversationCommands = {
  nameLead: { creates: "nothing", input: z.strictObject({ council: id, person: personId }) },
  endLead: { creates: "nothing", whenFull: "always", input: z.strictObject({ council: id, reason: shortText }) },
  planApproach: {
    creates: "approach",
    input: z.strictObject({
      council: id,
      /** The body that approaches: `lga` for its own advisers. */
      body: id,
      kind: z.enum(APPROACH_KINDS),
      strand: z.enum(STRANDS),
      from: day,
      to: day,
      about: narrative,
      /** Approaches of other bodies that the planner has discussed with them. */
      knowing: z.array(id).max(50).default([]),
      /** The planner has spoken with the lead of the single conversation. */
      leadConsulted: z.boolean().default(false),
    }),
  },
  cancelApproach: {
    creates: "nothing",
    whenFull: "always",
    input: z.strictObject({ council: id, approach: id, reason: shortText }),
  },
  agreeToBeContacted: {
    creates: "contact",
    input: z.strictObject({
      council: id,
      strand: z.enum(STRANDS),
      cause: z.enum(CAUSES),
      /** The person to contact, and the subject of their experience. */
      contact: shortText,
      learned: narrative,
    }),
  },
  takeBackContact: { creates: "nothing", whenFull: "always", input: z.strictObject({ council: id, contact: id }) },
} as const satisfies CommandDeclarations;

type ConversationCommand = CommandOf<typeof conversationCommands>;

const MAX_CONTACTS = 50;
/** Planned approaches of one body to one council. */
const MAX_APPROACHES = 10;

export function decideConversation(
  state: CouncilState,
  command: ConversationCommand,
  context: CouncilDecisionContext,
): readonly CouncilEvent[] | Refusal {
  // Ending and withdrawing are possible even if the council is no longer in force.
  switch (command.name) {
    case "endLead":
      return state.lead ? [{ type: "LeadEnded.v1", data: { text: plain({ reason: command.input.reason }) } }] : refuse("NO_LEAD");
    case "cancelApproach": {
      const { approach, reason } = command.input;
      if (!approachesAhead(state, context.today).some((a) => a.approach === approach))
        return refuse("UNKNOWN_APPROACH", "approach");
      return [{ type: "ApproachCancelled.v1", data: { approach, text: plain({ reason }) } }];
    }
    case "takeBackContact": {
      const given = state.contacts.find(({ contact }) => contact === command.input.contact);
      if (!given) return refuse("UNKNOWN_CONTACT", "contact");
      const notSpeaker = refuseUnlessSpeaker(context, given.strand);
      if (notSpeaker) return notSpeaker;
      return given.takenBack ? [] : [{ type: "ContactTakenBack.v1", data: { contact: given.contact } }];
    }
  }
  const notInForce = refuseUnlessInForce(context.council);
  switch (command.name) {
    case "nameLead": {
      if (notInForce) return notInForce;
      const { person } = command.input;
      // A lead who no longer advises the region can be replaced.
      const leads = state.lead && context.advisesHere(state.lead.person) ? state.lead.person : undefined;
      if (leads === person) return [];
      const wrong = refuseAll([
        refuseIf(leads !== undefined, "LEAD_NAMED", "council"),
        refuseIf(!context.advisesHere(person), "NOT_AN_ADVISER_THERE", "person"),
      ]);
      if (wrong) return wrong;
      return [{ type: "LeadNamed.v1", data: { person } }];
    }
    case "planApproach":
      return planApproach(state, command.input, context);
    case "agreeToBeContacted": {
      const { strand, cause, contact: whom, learned } = command.input;
      const wrong = refuseAll([
        notInForce,
        refuseUnlessSpeaker(context, strand),
        refuseUnlessResponsible(context.council, strand),
        refuseIf(!causeAllowedIn(cause, strand), "CAUSE_NOT_FOR_STRAND", "cause"),
        refuseIf(contactsNow(state).length >= MAX_CONTACTS, "TOO_MANY", "contact"),
      ]);
      if (wrong) return wrong;
      const text = plain({ contact: whom, learned });
      return [{ type: "ContactAgreed.v1", data: { contact: context.newId("contact"), strand, cause, text } }];
    }
  }
}

/** Policy permits officers who may speak for the council in some strand; an agreement to be contacted is of one strand. */
const refuseUnlessSpeaker = ({ officesFor }: CouncilDecisionContext, strand: Strand): Refusal | undefined =>
  refuseIf(officesFor(strand).length === 0, "NOT_A_SPEAKER");

/** An approach that clashes with another's, or that the lead was not consulted on, is recorded only after the planner confirms that they know. */
function planApproach(
  state: CouncilState,
  input: InputOf<typeof conversationCommands>["planApproach"],
  context: CouncilDecisionContext,
): readonly CouncilEvent[] | Refusal {
  const { body, kind, strand, from, to, about, leadConsulted } = input;
  const ahead = approachesAhead(state, context.today);
  const lead = state.lead?.person;
  const isPassedBy = lead !== undefined && lead !== context.actor && !input.leadConsulted && context.advisesHere(lead);
  const unknown = ahead.filter((other) => other.body !== body && !input.knowing.includes(other.approach));
  const others = unknown.map((other) => `${nameOf(other.body)} from ${dateInWords(other.from)} to ${dateInWords(other.to)}`);
  const planned = `Planned: ${others.join("; ")}. Then confirm that you know of each.`;
  const wrong = refuseAll([
    refuseUnlessInForce(context.council),
    refuseUnlessResponsible(context.council, strand),
    refuseIf(to < from, "APPROACH_REVERSED", "to"),
    refuseIf(from <= context.today, "APPROACH_PAST", "from"),
    refuseIf(isBeyondPlanning({ from, to }, context.today), "APPROACH_TOO_FAR", "to"),
    refuseIf(ahead.filter((other) => other.body === body).length >= MAX_APPROACHES, "TOO_MANY", "from"),
    refuseIf(unknown.length > 0, "APPROACH_CLASHES", "knowing", planned),
    refuseIf(isPassedBy, "APPROACH_CLASHES", "leadConsulted", consultLead(context.leadName)),
  ]);
  if (wrong) return wrong;
  const knowing = ahead.map(({ approach }) => approach).filter((approach) => input.knowing.includes(approach));
  return [
    {
      type: "ApproachPlanned.v2",
      data: { approach: context.newId("approach"), body, kind, strand, from, to, knowing, leadConsulted, text: plain({ about }) },
    },
  ];
}

const consultLead = (name = "Somebody"): string => `${name} leads the conversation with it. Then confirm that you spoke to them.`;
const nameOf = (body: string): string => (body === LGA ? "The LGA's advisers" : (findBody(body)?.name ?? body));
