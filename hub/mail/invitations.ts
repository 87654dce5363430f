// Mails the links of invitations, and records what became of each. A link of which the mail is lost with the process is shown as not sent.
import { withKeys } from "../../event-log/keys/with-keys.ts";
import { keysIn, reveal } from "../../services/confidential.ts";
import type { MailOutcome } from "../../services/invitation/events.ts";
import { digestOfLink, loadInvitation } from "../../services/invitation/service.ts";
import { isOpen } from "../../services/invitation/state.ts";
import type { Hub } from "../hub.ts";
import { type Logger, nameOf } from "../observability/logger.ts";
import type { InvitationLink } from "./invitation-links.ts";
import { type Mailer, MailFailed, type MailFailure } from "./mailer.ts";

/** With a minute between two, as jobs are run. */
const MAX_ATTEMPTS = 10;

const OUTCOME_OF: Readonly<Record<MailFailure, MailOutcome>> = {
  "not-taken": "not-taken",
  refused: "refused",
  "perhaps-taken": "uncertain",
};

/** Returns the number of sent mails. */
export function invitationSender(hub: Hub, mailer: Mailer, logger: Logger): () => Promise<number> {
  const attempts = new WeakMap<InvitationLink, number>();
  /** What became of mails, while that is not on record. */
  const outcomes = new WeakMap<InvitationLink, MailOutcome>();

  async function send(link: InvitationLink): Promise<MailOutcome | undefined> {
    const digest = digestOfLink(link.secret);
    const address = hub.invitationLinks.addressOf(link);
    const state = await loadInvitation(hub, link.invitation);
    if (!state || !isOpen(state) || state.link.digest !== digest || address === undefined) return undefined;
    const to = await withKeys(hub.keys, () => reveal(hub.keys, state.text)?.address, keysIn(state.text));
    if (to === undefined) return undefined;
    try {
      await mailer.send({ to, id: `${link.invitation}-${state.links}`, invitation: { address, until: state.link.linkUntil } });
      return "sent";
    } catch (error) {
      const failure = error instanceof MailFailed ? error.failure : "not-taken";
      const why = { error: error instanceof MailFailed ? error.message : nameOf(error) };
      logger.error({ code: "INVITATION_NOT_MAILED", failure, ...why }, "the mail with an invitation's link failed");
      return OUTCOME_OF[failure];
    }
  }

  /** Returns whether the mail was sent now. A mail that was sent is not sent again if only its record fails. */
  async function sendOnce(link: InvitationLink, isLast: boolean): Promise<boolean> {
    const known = outcomes.get(link);
    const outcome = known ?? (await send(link));
    if (outcome === undefined) return false;
    if (outcome === "not-taken" && !isLast) {
      hub.invitationLinks.putBack(link);
      return false;
    }
    outcomes.set(link, outcome);
    const digest = digestOfLink(link.secret);
    const input = { invitation: link.invitation, digest, outcome };
    await hub.services.invitation.execute("recordInvitationMail", input, hub.asHub(`mailed-${digest}`));
    return outcome === "sent";
  }

  return async () => {
    let sent = 0;
    const failures: unknown[] = [];
    for (const link of hub.invitationLinks.takeAll()) {
      const tried = (attempts.get(link) ?? 0) + 1;
      attempts.set(link, tried);
      try {
        if (await sendOnce(link, tried >= MAX_ATTEMPTS)) sent += 1;
      } catch (error) {
        // One that cannot be read or recorded now keeps no other from being sent.
        failures.push(error);
        if (tried < MAX_ATTEMPTS) hub.invitationLinks.putBack(link);
      }
    }
    if (failures.length > 0) throw failures[0];
    return sent;
  };
}
