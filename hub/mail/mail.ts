// Mail leaves the hub's keeping, so it says only that something waits: no council, concern, name or number stands in it.
import { createTransport } from "nodemailer";
import { mailAddress } from "../../services/mail-address.ts";
import { type Config, LOOPBACK } from "../config.ts";

/**
 * What a failure says of the mail. `not-taken`: the server has not got it, and may take it later. `refused`: it will not take it. `perhaps-taken`:
 * it had all of it and never said; sent again, the mail would arrive twice.
 */
export type Failure = "not-taken" | "refused" | "perhaps-taken";

/** A mail was not sent, as far as is known. The message holds neither the address nor what the server said: it may be logged. */
export class MailFailed extends Error {
  override name = "MailFailed";
  readonly failure: Failure;

  constructor(message: string, failure: Failure = "not-taken") {
    super(message);
    this.failure = failure;
  }
}

export type Mailer = {
  /** Rejects with MailFailed. A notice sent twice is one mail's worth: both carry the same Message-ID. */
  send(notice: { readonly to: string; readonly id: string }): Promise<void>;
  /** Gives up what is under way; nothing is sent after. */
  close(): void;
};

/** What a Message-ID can hold as it is. */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

/** Nothing is sent yet. `timeout` bounds each wait for the server, in milliseconds; a whole sending takes at most three times as long. */
export function openMailer(mail: NonNullable<Config["mail"]>, development: boolean, timeout = 10_000): Mailer {
  const server = new URL(mail.smtpUrl);
  const host = server.hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  const plain = development && LOOPBACK.includes(host);
  const closed = new AbortController();
  /** For one mail. `handedOver` is called when all of it has gone to the server. */
  const transportFor = (handedOver: () => void) =>
    createTransport({
      host,
      port: server.port ? Number(server.port) : undefined,
      secure: server.protocol === "smtps:",
      requireTLS: !plain,
      // What listens on a developer's own machine has no certificate that anybody trusts.
      ignoreTLS: plain,
      auth: server.username
        ? { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) }
        : undefined,
      dnsTimeout: timeout,
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      // The hub does not stay up for a server that will not hang up.
      socketCloseTimeout: 1_000,
      disableFileAccess: true,
      disableUrlAccess: true,
      // The library tells of the end of a message in its log alone. Nothing else of that is looked at: it holds addresses.
      logger: { ...SILENT, info: ({ tnx }: { tnx?: unknown }) => tnx === "message" && handedOver() },
    });

  return {
    async send({ to, id }) {
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
          ...noticeText(mail.publicUrl),
          messageId: `<${id}@${new URL(mail.publicUrl).hostname}>`,
          headers: { "Auto-Submitted": "auto-generated" },
          // The transport's own bounds are on silence; a server that trickles is cut off by this one.
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

export const noticeText = (publicUrl: string) => ({
  subject: "You have something to do in Candour",
  text: `You have something to do in Candour. Sign in to see it:

${publicUrl}

We do not put details in emails, to keep them confidential.
`,
});

const nothing = () => {};
const SILENT = { level: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing };

/** A server that answers says what it does. What goes wrong with the hub's own sign-in is no fault of the mail. */
function failureOf(error: unknown, isHandedOver: boolean): Failure {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const isOfTheMail = code === "EENVELOPE" || code === "EMESSAGE";
  if (typeof responseCode === "number") return isOfTheMail && responseCode >= 500 ? "refused" : "not-taken";
  return isHandedOver ? "perhaps-taken" : "not-taken";
}

/** The library's word for what went wrong and the server's number, as both are from closed lists; the rest may name people. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const word = typeof code === "string" && /^[A-Z]{1,20}$/.test(code) ? code : "UNKNOWN";
  return typeof responseCode === "number" ? `${word} ${responseCode}` : word;
}
