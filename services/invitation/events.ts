// An invitation to join the hub in an office: whom, where the link went, and what became of it. Of a link's secret only a digest is recorded.
import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { confidential } from "../confidential.ts";
import { assignment } from "../people/events.ts";
import { type EventOf, event } from "../stored-events.ts";

/** What became of the mail with a link. */
export const MAIL_OUTCOMES = ["sent", "uncertain", "refused", "not-taken"] as const;
export type MailOutcome = (typeof MAIL_OUTCOMES)[number];

/** The digest of a link's secret, and the last day on which the link can be used. */
const link = { digest: z.string(), linkUntil: z.iso.date() };

export const invitationEvents = {
  "PersonInvited.v1": event({
    schema: z.object({
      ...link,
      /** The assignment that begins when the person joins. */
      office: assignment.omit({ assignment: true }),
      text: confidential(z.object({ name: z.string(), address: z.string() })),
    }),
  }),
  /** Another link takes the place of the last. */
  "InvitationSentAgain.v1": event({ schema: z.object(link) }),
  "InvitationMailed.v1": event({ schema: z.object({ digest: z.string(), outcome: z.enum(MAIL_OUTCOMES) }) }),
  "InvitationWithdrawn.v1": event({ schema: z.object({}) }),
  /** `person`: the subject that the issuer named. Their own stream has what follows. */
  "InvitationAccepted.v1": event({ schema: z.object({ person: z.string(), issuer: z.string() }) }),
} as const;

export type InvitationEvent = EventOf<typeof invitationEvents>;

export const INVITATION_CATEGORY = "invitation";
export const invitationStream = (id: string): string => streamName(INVITATION_CATEGORY, id);
