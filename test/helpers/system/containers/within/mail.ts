// Stands in for Mailpit in the test of the containers: accepts mail with the same settings, and lists it in Mailpit's format.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { hasHash } from "./crypt.ts";

const fileOf = (name: string): string => readFileSync(process.env[name] ?? "", "utf8");
const [user = "", hash = ""] = fileOf("MP_SMTP_AUTH_FILE").trim().split(":");
const messages: { readonly To: readonly { readonly Address: string }[]; readonly Text: string }[] = [];

// Without TLS the server offers no authentication.
new SMTPServer({
  key: fileOf("MP_SMTP_TLS_KEY"),
  cert: fileOf("MP_SMTP_TLS_CERT"),
  onAuth: ({ username, password }, _, done) =>
    username === user && hasHash(password ?? "", hash) ? done(null, { user }) : done(new Error("Not known.")),
  async onData(stream, { envelope }, done) {
    messages.push({ To: envelope.rcptTo.map(({ address }) => ({ Address: address })), Text: await text(stream) });
    done();
  },
}).listen(1025);

createServer((request, response) => {
  if (request.url === "/readyz") response.end("ok");
  else response.setHeader("content-type", "application/json").end(JSON.stringify({ messages }));
}).listen(8025);
process.once("SIGTERM", () => process.exit(0));
