// Sends mail, or says how it failed. Only a hub that is configured to send mail loads the library (mail.ts).
import type { WaitingCounts } from "../../queries/inbox/notice-reasons.ts";

/**
 * `not-taken`: the mail can be sent again. `refused`: it cannot. `perhaps-taken`: the server got all of it and did not answer, so a retry may duplicate it.
 */
export const MAIL_FAILURES = ["not-taken", "refused", "perhaps-taken"] as const;
export type MailFailure = (typeof MAIL_FAILURES)[number];

/** The message contains neither the address nor the server's answer, so that it may be logged. */
export class MailFailed extends Error {
  override name = "MailFailed";
  readonly failure: MailFailure;

  constructor(message: string, failure: MailFailure = "not-taken") {
    super(message);
    this.failure = failure;
  }
}

export type Notice = { readonly to: string; readonly id: string; readonly waiting: WaitingCounts };
/** `address`: of the page on which to join. `until`: the last day on which it can be used. */
export type InvitationNotice = {
  readonly to: string;
  readonly id: string;
  readonly invitation: { readonly address: string; readonly until: string };
};

export type Mailer = {
  /** Rejects with MailFailed. Every attempt to send a notice has the same Message-ID. */
  send(notice: Notice | InvitationNotice): Promise<void>;
  /** Aborts mails under way; nothing is sent afterwards. */
  close(): void;
};
