// The rules of an invitation to join the hub: sent, sent again, withdrawn, accepted. docs/decisions/0051-joining-by-invitation.md
import { z } from "zod";
import type { Councils } from "../../reference/councils.ts";
import { plain } from "../confidential.ts";
import { workingDaysAfter } from "../dates.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, type CommandOf, type InputOf, id, shortText } from "../input.ts";
import { mailAddress } from "../mail-address.ts";
import { assignmentShape, startAssignment } from "../people/decide-assignment.ts";
import { isName } from "../people/names.ts";
import { personId } from "../people/subject.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import { type InvitationEvent, MAIL_OUTCOMES } from "./events.ts";
import { isSameAddress } from "./same-address.ts";
import { type InvitationState, isOpen } from "./state.ts";

/** How long a link can be used. */
export const LINK_WORKING_DAYS = 10;
/** The links of one invitation. */
export const MAX_LINKS = 20;

const invitation = { invitation: id };

export const invitationCommands = {
  invitePerson: {
    creates: "stream",
    input: z.strictObject({ name: shortText, address: mailAddress, ...assignmentShape }),
  },
  /** By another link. The last one ends. */
  sendInvitationAgain: { creates: "nothing", input: z.strictObject(invitation) },
  withdrawInvitation: { creates: "nothing", input: z.strictObject(invitation) },
  /** `email`: the address that the issuer says is theirs. */
  acceptInvitation: {
    creates: "nothing",
    byHub: true,
    input: z.strictObject({
      ...invitation,
      digest: id,
      person: personId,
      issuer: z.string().min(1).max(2_000),
      email: z.string().max(1_000).optional(),
      isEmailVerified: z.boolean(),
    }),
  },
  recordInvitationMail: {
    creates: "nothing",
    byHub: true,
    input: z.strictObject({ ...invitation, digest: id, outcome: z.enum(MAIL_OUTCOMES) }),
  },
} as const satisfies CommandDeclarations;

export type InvitationCommand = CommandOf<typeof invitationCommands>;
type Input = InputOf<typeof invitationCommands>;

export type InvitationDecisionContext = DecisionContext & {
  readonly council: Councils["status"];
  /** The digest of the secret of the link that the command makes. */
  readonly digest: string;
  /** The invited address, unsealed. */
  readonly address: string | undefined;
  /** Whether the hub already knows the person who accepts. */
  readonly isRegistered: boolean;
};

export function decideInvitation(
  state: InvitationState | undefined,
  command: InvitationCommand,
  context: InvitationDecisionContext,
): readonly InvitationEvent[] | Refusal {
  if (command.name === "invitePerson") return state ? [] : invite(command.input, context);
  if (!state) return refuse("NOT_FOUND", "invitation");
  switch (command.name) {
    case "sendInvitationAgain":
      if (!isOpen(state)) return refuse("INVITATION_OVER", "invitation");
      if (state.links >= MAX_LINKS) return refuse("TOO_MANY", "invitation", "Or withdraw it, and invite the person again.");
      return refuseEndedOffice(state, context, "invitation") ?? [{ type: "InvitationSentAgain.v1", data: newLink(context) }];
    case "withdrawInvitation":
      if (state.withdrawn) return [];
      return state.accepted ? refuse("INVITATION_OVER", "invitation") : [{ type: "InvitationWithdrawn.v1", data: {} }];
    case "recordInvitationMail": {
      const { digest, outcome } = command.input;
      // Nobody needs to know what became of the mail with an earlier link.
      return state.link.digest === digest && isOpen(state) ? [{ type: "InvitationMailed.v1", data: { digest, outcome } }] : [];
    }
    case "acceptInvitation":
      return accept(state, command.input, context);
  }
}

const newLink = ({ digest, today }: InvitationDecisionContext) => ({
  digest,
  linkUntil: workingDaysAfter(today, LINK_WORKING_DAYS),
});

function invite(
  { name, address, ...office }: Input["invitePerson"],
  context: InvitationDecisionContext,
): readonly InvitationEvent[] | Refusal {
  const started = startAssignment([], office, context);
  const refusal = refuseAll([
    refuseIf(!isName(name, ""), "NOT_A_NAME", "name"),
    isRefusal(started) ? started : undefined,
    refuseIf(office.until < context.today && office.until >= office.from, "INVITATION_OFFICE_OVER", "until"),
  ]);
  if (refusal) return refusal;
  return (isRefusal(started) ? [] : started).flatMap((event): readonly InvitationEvent[] => {
    if (event.type !== "AssignmentStarted.v2") return [];
    const { assignment: _, ...complete } = event.data;
    return [{ type: "PersonInvited.v1", data: { ...newLink(context), office: complete, text: plain({ name, address }) } }];
  });
}

/** Refuses an invitation to an office that has ended, or in a council that was abolished. */
function refuseEndedOffice({ office }: InvitationState, context: InvitationDecisionContext, field?: string): Refusal | undefined {
  const { today, council } = context;
  const { until, council: code } = office;
  const isGone = code !== undefined && office.from <= today && council(code, today).kind !== "in-force";
  return refuseIf(until < today || isGone, "INVITATION_OFFICE_OVER", field);
}

/** A link that was withdrawn, replaced or used, or has ended, is refused like an unknown one. */
function accept(
  state: InvitationState,
  { digest, person, issuer, email, isEmailVerified }: Input["acceptInvitation"],
  context: InvitationDecisionContext,
): readonly InvitationEvent[] | Refusal {
  const { link } = state;
  if (!isOpen(state) || link.digest !== digest || link.linkUntil < context.today) return refuse("NOT_FOUND");
  if (context.isRegistered) return refuse("PERSON_REGISTERED");
  if (!isEmailVerified || email === undefined) return refuse("EMAIL_NOT_VERIFIED");
  if (!isSameAddress(context.address, email)) return refuse("INVITATION_FOR_ANOTHER");
  return refuseEndedOffice(state, context) ?? [{ type: "InvitationAccepted.v1", data: { person, issuer } }];
}
