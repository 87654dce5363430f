// Mail leaves the hub's control, so it says only how much waits for the reader, or that they are invited: no council, concern or name, and not what has
// happened.
import { createTransport } from "nodemailer";
import type { WaitingCounts } from "../../queries/inbox/notice-reasons.ts";
import { mailAddress } from "../../services/mail-address.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { type Config, LOOPBACK } from "../config.ts";
import { type InvitationNotice, type Mailer, MailFailed, type MailFailure } from "./mailer.ts";

/** An id that needs no escaping in a Message-ID. */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

/** `timeout` limits each wait for the server, in milliseconds; a mail takes at most three times as long. */
export function openMailer(mail: NonNullable<Config["mail"]>, development: boolean, timeout = 10_000): Mailer {
  const server = new URL(mail.smtpUrl);
  const host = server.hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  const plain = development && LOOPBACK.includes(host);
  const closed = new AbortController();
  /** The transport of one mail. `handedOver` is called when the server has received all of it. */
  const transportFor = (handedOver: () => void) =>
    createTransport({
      host,
      port: server.port ? Number(server.port) : undefined,
      secure: server.protocol === "smtps:",
      requireTLS: !plain,
      // A mail server on a developer's machine has no trusted certificate.
      ignoreTLS: plain,
      auth: server.username
        ? { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) }
        : undefined,
      dnsTimeout: timeout,
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      // A server that does not close the connection must not keep the process alive.
      socketCloseTimeout: 1_000,
      disableFileAccess: true,
      disableUrlAccess: true,
      // The library reports the end of a message only in its log. Nothing else of that log is read, because it contains addresses.
      logger: { ...SILENT, info: ({ tnx }: { tnx?: unknown }) => tnx === "message" && handedOver() },
    });

  return {
    async send(notice) {
      const { to, id } = notice;
      if (!mailAddress.safeParse(to).success)
        throw new MailFailed("The mail was not sent: its address is not one plain address.");
      if (!ID.test(id)) throw new MailFailed("The mail was not sent: its notice's id does not fit into a Message-ID.");
      let isHandedOver = false;
      const transport = transportFor(() => {
        isHandedOver = true;
      });
      try {
        await transport.sendMail({
          from: mail.from,
          to,
          ...("waiting" in notice ? noticeText(mail.readAt, notice.waiting) : invitationText(notice.invitation)),
          messageId: `<${id}@${new URL(mail.publicUrl).hostname}>`,
          headers: { "Auto-Submitted": "auto-generated" },
          // The transport's own timeouts end only silence; this one also ends a transfer that trickles.
          signal: AbortSignal.any([closed.signal, AbortSignal.timeout(3 * timeout)]),
        });
      } catch (error) {
        const failure = failureOf(error, isHandedOver);
        const what = failure === "perhaps-taken" ? "Whether the mail was taken is not known" : "The mail was not sent";
        throw new MailFailed(`${what}: ${reasonOf(error)}.`, failure);
      } finally {
        transport.close();
      }
    },
    close: () => closed.abort(),
  };
}

/** Lines of up to 76 characters are sent as they are, without an encoding. `readAt`: the address where people read more. */
export const noticeText = (readAt: string, { tasks, news }: WaitingCounts) => ({
  subject: "Something is waiting for you in Candour",
  text: `You have ${[countInWords(tasks, "task", "tasks"), countInWords(news, "piece of unread news", "pieces of unread news")]
    .filter((words) => words !== undefined)
    .join(" and ")} in Candour.
Sign in to read more:

${readAt}

Candour, the hub through which councils and their sector share intelligence,
sends you this email because you get notices at this address. Change or
remove the address in Candour.

We do not put details in emails, to keep them confidential.
`,
});

/** The link stands on a line of its own. It opens nothing without a sign-in under the invited address. */
export const invitationText = ({ address, until }: InvitationNotice["invitation"]) => ({
  subject: "You are invited to Candour",
  text: `You are invited to join Candour, the hub through which councils and their
sector share intelligence. To join, open this link and sign in with your own
account at work. It must have this email address. You can use the link once,
until ${dateInWords(until)}:

${address}

If you did not expect this, you need do nothing. Do not pass the link on.

We do not put details in emails, to keep them confidential.
`,
});

const countInWords = ({ count, more }: WaitingCounts["tasks"], one: string, several: string): string | undefined =>
  count === 0 ? undefined : `${count}${more ? " or more" : ""} ${count === 1 && !more ? one : several}`;

const nothing = () => {};
const SILENT = { level: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing };

/** The server's answer decides the kind of failure. A failed sign-in is not a fault of the mail. */
function failureOf(error: unknown, isHandedOver: boolean): MailFailure {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const isOfTheMail = code === "EENVELOPE" || code === "EMESSAGE";
  if (typeof responseCode === "number") return isOfTheMail && responseCode >= 500 ? "refused" : "not-taken";
  return isHandedOver ? "perhaps-taken" : "not-taken";
}

/** Returns the library's code and the server's number, both from closed lists; other parts of the error may name people. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const word = typeof code === "string" && /^[A-Z]{1,20}$/.test(code) ? code : "UNKNOWN";
  return typeof responseCode === "number" ? `${word} ${responseCode}` : word;
}
