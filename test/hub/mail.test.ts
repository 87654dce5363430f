// Mail through a real SMTP server in this process: its content, which has no details, and the outcome if the server refuses it.
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { openMailer } from "../../hub/mail/mail.ts";
import { type Mailer, MailFailed, type MailFailure } from "../../hub/mail/mailer.ts";
import { mailAddress } from "../../services/mail-address.ts";

const TO = "ines.tarn@wendlehaugh.example";
const ID = "0b5e2f3a-7c1d-8e4f-9a6b-3c2d1e0f5a4b";
const WAITING = { tasks: { count: 2, more: false }, news: { count: 1, more: false } };
const SECRET = "pa:ss/wörd";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

type Received = {
  readonly mail: string;
  readonly from: string;
  readonly to: string[];
  readonly secure: boolean;
  readonly user?: string;
};

/** A server that accepts every mail, unless options say otherwise. */
async function smtpServer(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: ({ username }, _, done) => done(null, { user: username }),
    disabledCommands: options.key ? [] : ["STARTTLS"],
    closeTimeout: 100,
    async onData(stream, { envelope, secure, user }, done) {
      const mail = await text(stream);
      const from = envelope.mailFrom ? envelope.mailFrom.address : "";
      received.push({ mail, from, to: envelope.rcptTo.map(({ address }) => address), secure, user });
      done();
    },
    ...options,
  });
  // Some tests make the client disconnect.
  server.on("error", () => {});
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  opened.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return { received, port: (listening.address() as AddressInfo).port };
}

/** A server that only runs the given handler for each connection. */
async function tcpServer(connected: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    connected(socket);
    opened.push(() => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

function mailerFor(smtpUrl: string, development = true, timeout = 600_000): Mailer {
  const mail = {
    smtpUrl,
    from: "candour@hub.example",
    publicUrl: "https://candour.example:8443/hub",
    readAt: "https://candour.example:8443/hub/news",
  };
  const mailer = openMailer(mail, development, timeout);
  opened.push(() => mailer.close());
  return mailer;
}

async function failure(sending: Promise<void>): Promise<MailFailed> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MailFailed);
  return error as MailFailed;
}

describe("Mail", () => {
  it("says how much waits, where, who sends it and why, and nothing else", async () => {
    const { port, received } = await smtpServer();
    await mailerFor(`smtp://127.0.0.1:${port}`).send({ to: TO, id: ID, waiting: WAITING });
    const [{ mail = "", from = "", to = [] } = {}] = received;
    expect([from, to, received.length]).toEqual(["candour@hub.example", [TO], 1]);
    const [head = "", body] = mail.split(/\r\n\r\n(.*)/s);
    const headers = new Map(head.split("\r\n").map((line) => [line.split(": ")[0], line.split(": ").slice(1).join(": ")]));
    expect(Object.fromEntries(headers)).toEqual({
      From: "candour@hub.example",
      To: TO,
      Subject: "Something is waiting for you in Candour",
      "Message-ID": `<${ID}@candour.example>`,
      "Auto-Submitted": "auto-generated",
      Date: expect.any(String),
      "MIME-Version": "1.0",
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Transfer-Encoding": "7bit",
    });
    expect(body?.replaceAll("\r\n", "\n")).toBe(
      "You have 2 tasks and 1 piece of unread news in Candour.\nSign in to read more:\n\nhttps://candour.example:8443/hub/news\n\nCandour, the hub through which councils and their sector share intelligence,\nsends you this email because you get notices at this address. Change or\nremove the address in Candour.\n\nWe do not put details in emails, to keep them confidential.\n",
    );
  });

  it("with an invitation has the link and its last day, and says nothing of the office or the name", async () => {
    const { port, received } = await smtpServer();
    const address = `https://candour.example/join/${"s".repeat(43)}`;
    await mailerFor(`smtp://127.0.0.1:${port}`).send({ to: TO, id: ID, invitation: { address, until: "2026-03-16" } });
    const [head = "", body = ""] = (received[0]?.mail ?? "").split(/\r\n\r\n(.*)/s);
    expect(head).toContain("Subject: You are invited to Candour");
    const lines = body.split("\r\n");
    expect(lines).toContain(address);
    expect(lines).toContain("until 16 March 2026:");
    for (const line of lines) expect(line.length).toBeLessThan(77);
  });

  it("has the same Message-ID if it is sent twice, and another for another notice", async () => {
    const { port, received } = await smtpServer();
    await mailerFor(`smtp://127.0.0.1:${port}`).send({ to: TO, id: ID, waiting: WAITING });
    const afterCrash = mailerFor(`smtp://127.0.0.1:${port}`);
    await afterCrash.send({ to: TO, id: ID, waiting: WAITING });
    await afterCrash.send({ to: TO, id: "another", waiting: WAITING });
    const ids = received.map(({ mail }) => /^Message-ID: (.*)\r$/m.exec(mail)?.[1]);
    expect(ids).toEqual([`<${ID}@candour.example>`, `<${ID}@candour.example>`, "<another@candour.example>"]);
  });

  it("is sent to several people at once", async () => {
    const { port, received } = await smtpServer();
    const mailer = mailerFor(`smtp://127.0.0.1:${port}`);
    const people = ["a@x.example", "b@x.example", "c@x.example"];
    await Promise.all(people.map((to, index) => mailer.send({ to, id: `notice-${index}`, waiting: WAITING })));
    expect(received.flatMap(({ to }) => to).toSorted()).toEqual(people);
  });

  it("is sent with the user and password of the setting", async () => {
    const given: unknown[] = [];
    const { port, received } = await smtpServer({
      onAuth({ username, password }, _, done) {
        given.push(username, password);
        done(null, { user: username });
      },
    });
    await mailerFor(`smtp://hub%40x:${encodeURIComponent(SECRET)}@127.0.0.1:${port}`).send({ to: TO, id: ID, waiting: WAITING });
    expect(given).toEqual(["hub@x", SECRET]);
    expect(received).toMatchObject([{ user: "hub@x" }]);
  });
});

describe("An address", () => {
  it.each([TO, "sean.o'neill@council.gov.uk", "a+b@x.example", `${"a".repeat(64)}@x.example`])("is accepted: %s", (address) => {
    expect(mailAddress.safeParse(address).success).toBe(true);
  });

  it.each([
    "",
    "ines",
    "ines@",
    "ines@localhost",
    " ines@x.example",
    "ines@x.example\n",
    "ines@x.example\r\nBcc: other@x.example",
    "ines@x.example\0",
    "ines@x.example,other@x.example",
    "ines@x.example; other@x.example",
    "Ines <ines@x.example>",
    "<ines@x.example>",
    '"ines x"@x.example',
    "ines@x.example> SIZE=1",
    "group: ines@x.example;",
    "ines@x.example (comment)",
    "inés@x.example",
    "ines@[127.0.0.1]",
    `${"a".repeat(65)}@x.example`,
    `ines@${"x".repeat(60)}.${"x".repeat(60)}.${"x".repeat(60)}.${"x".repeat(60)}.${"x".repeat(10)}.example`,
  ])("that is not one plain address is refused, and nothing is sent: %j", async (to) => {
    const connections: Socket[] = [];
    const port = await tcpServer((socket) => connections.push(socket));
    expect(mailAddress.safeParse(to).success).toBe(false);
    const { message } = await failure(mailerFor(`smtp://127.0.0.1:${port}`).send({ to, id: ID, waiting: WAITING }));
    expect(message).toBe("The mail was not sent: its address is not one plain address.");
    expect(connections).toEqual([]);
  });

  it.each(["", "a b", "a\r\nBcc: other@x.example", "a>", "a@b", "é", "a".repeat(129)])(
    "is not sent to for a notice whose id does not fit into a header: %j",
    async (id) => {
      const { message } = await failure(mailerFor("smtp://127.0.0.1:1").send({ to: TO, id, waiting: WAITING }));
      expect(message).toBe("The mail was not sent: its notice's id does not fit into a Message-ID.");
    },
  );
});

describe("A failure is a MailFailed without names", () => {
  const refusal = (code: number) => Object.assign(new Error(`no ${TO} here, ask postmaster`), { responseCode: code });

  it.each<[string, SMTPServerOptions, RegExp, MailFailure]>([
    ["the sender", { onMailFrom: (_, __, done) => done(refusal(550)) }, /EENVELOPE 550\.$/, "refused"],
    ["the recipient", { onRcptTo: (_, __, done) => done(refusal(550)) }, /EENVELOPE 550\.$/, "refused"],
    ["the recipient for now", { onRcptTo: (_, __, done) => done(refusal(451)) }, /EENVELOPE 451\.$/, "not-taken"],
    ["the message", { onData: (stream, _, done) => text(stream).then(() => done(refusal(554))) }, /EMESSAGE 554\.$/, "refused"],
    [
      "the message for now",
      { onData: (stream, _, done) => text(stream).then(() => done(refusal(451))) },
      /EMESSAGE 451\.$/,
      "not-taken",
    ],
    ["everybody", { onConnect: (_, done) => done(refusal(554)) }, /EPROTOCOL 554\.$/, "not-taken"],
    ["the password", { onAuth: (_, __, done) => done(refusal(535)) }, /EAUTH 535\.$/, "not-taken"],
  ])("when the server refuses %s", async (_, options, sentence, kind) => {
    const { port } = await smtpServer(options);
    const url = `smtp://hub:${encodeURIComponent(SECRET)}@127.0.0.1:${port}`;
    const error = await failure(mailerFor(url).send({ to: TO, id: ID, waiting: WAITING }));
    expect([error.message, error.failure]).toEqual([expect.stringMatching(sentence), kind]);
    expect(error.cause).toBeUndefined();
    expect(JSON.stringify([error.message, error.stack, { ...error }])).not.toMatch(
      /tarn|wendlehaugh|postmaster|wörd|w%C3|ss\/w/i,
    );
  });

  it("when no server listens", async () => {
    const { message, failure: kind } = await failure(mailerFor("smtp://127.0.0.1:1").send({ to: TO, id: ID, waiting: WAITING }));
    expect([message, kind]).toEqual(["The mail was not sent: ESOCKET.", "not-taken"]);
  });

  it.each<[string, (socket: Socket) => void]>([
    ["never speaks", () => {}],
    ["greets and falls silent", (socket) => socket.write("220 x\r\n")],
    ["greets a letter at a time", (socket) => trickle(socket, "2")],
    [
      "answers a line at a time without end",
      (socket) => {
        socket.write("220 x\r\n");
        socket.once("data", () => trickle(socket, "250-x\r\n"));
      },
    ],
  ])("when the server %s, within the timeout", async (_, connected) => {
    const mailer = mailerFor(`smtp://127.0.0.1:${await tcpServer(connected)}`, true, 200);
    // The last two never stop sending: only a limit on the whole time ends them.
    const { message } = await failure(mailer.send({ to: TO, id: ID, waiting: WAITING }));
    expect(message).toMatch(/: (ETIMEDOUT|EABORT)\.$/);
  });

  it("when the server has the message and never answers whether it accepts it", async () => {
    const { port } = await smtpServer({ onData: (stream) => void stream.resume() });
    const { message, failure: kind } = await failure(
      mailerFor(`smtp://127.0.0.1:${port}`, true, 200).send({ to: TO, id: ID, waiting: WAITING }),
    );
    expect([message, kind]).toEqual(["Whether the mail was taken is not known: ETIMEDOUT.", "perhaps-taken"]);
  });

  it("when the mailer is closed, at once and from then on", async () => {
    const mailer = mailerFor(`smtp://127.0.0.1:${await tcpServer(() => {})}`, true, 30_000);
    const sending = failure(mailer.send({ to: TO, id: ID, waiting: WAITING }));
    mailer.close();
    expect((await sending).message).toBe("The mail was not sent: EABORT.");
    expect((await failure(mailer.send({ to: TO, id: ID, waiting: WAITING }))).message).toBe("The mail was not sent: EABORT.");
  });

  const trickle = (socket: Socket, what: string): void => {
    const timer = setInterval(() => socket.write(what), 50);
    socket.on("close", () => clearInterval(timer));
  };
});

describe("The connection to the server", () => {
  const { key, cert } = certificate("127.0.0.1");
  const trusted = () => {
    const before = getCACertificates("default");
    setDefaultCACertificates([...before, cert]);
    opened.push(() => setDefaultCACertificates(before));
  };
  /** Returns what a client that has a password and a mail sent to a server in plain text. */
  const overheard = async (host: string, development: boolean) => {
    let said = "";
    const port = await tcpServer((socket) => {
      socket.write("220 x\r\n");
      socket.on("data", (data) => {
        said += data;
        socket.write(String(data).startsWith("EHLO") ? "250-x\r\n250 AUTH PLAIN\r\n" : "502 no\r\n");
      });
    });
    const { message } = await failure(
      mailerFor(`smtp://hub:secret@${host}:${port}`, development).send({ to: TO, id: ID, waiting: WAITING }),
    );
    return { said: said.split("\r\n").map((line) => line.split(" ")[0]), message };
  };

  it("sends neither password nor mail without TLS in production, to this machine or another", async () => {
    const { said, message } = await overheard("127.0.0.1", false);
    expect(said).toEqual(["EHLO", "STARTTLS", ""]);
    expect(message).toBe("The mail was not sent: ETLS 502.");
  });

  it("sends neither without TLS in development, except to this machine", async () => {
    expect((await overheard("0.0.0.0", true)).said).toEqual(["EHLO", "STARTTLS", ""]);
    expect((await overheard("127.0.0.1", true)).said).toEqual(["EHLO", "AUTH", ""]);
  });

  it("accepts an untrusted certificate of this machine's server in development", async () => {
    const { port, received } = await smtpServer({ key, cert });
    await mailerFor(`smtp://127.0.0.1:${port}`).send({ to: TO, id: ID, waiting: WAITING });
    expect(received).toMatchObject([{ secure: false, to: [TO] }]);
  });

  it.each([
    ["smtp", false],
    ["smtps", true],
  ])("ends if the certificate is not trusted: %s", async (protocol, secure) => {
    const { port, received } = await smtpServer({ key, cert, secure });
    const { message } = await failure(
      mailerFor(`${protocol}://127.0.0.1:${port}`, false).send({ to: TO, id: ID, waiting: WAITING }),
    );
    expect(message).toMatch(/: (ETLS|ESOCKET)\.$/);
    expect(received).toEqual([]);
  });

  it.each([
    ["smtp", false],
    ["smtps", true],
  ])("uses TLS in production: %s", async (protocol, secure) => {
    trusted();
    const { port, received } = await smtpServer({ key, cert, secure });
    await mailerFor(`${protocol}://hub:secret@127.0.0.1:${port}`, false).send({ to: TO, id: ID, waiting: WAITING });
    expect(received).toMatchObject([{ secure: true, user: "hub", to: [TO] }]);
  });

  it("ends if the trusted certificate is for another machine", async () => {
    trusted();
    const { port, received } = await smtpServer({ key, cert, secure: true });
    await failure(mailerFor(`smtps://localhost:${port}`, false).send({ to: TO, id: ID, waiting: WAITING }));
    expect(received).toEqual([]);
  });
});

const hex = (digits: string): Buffer => Buffer.from(digits, "hex");

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** Creates a self-signed certificate for an address, so that the repository contains no key. X.509 is a few nested lengths. */
function certificate(ip: string): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
  const oid = (digits: string) => der(0x06, hex(digits));
  const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));
  const name = sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from("Candour test")))));
  const years = sequence(...["200101000000Z", "491231235959Z"].map((time) => der(0x17, Buffer.from(time))));
  const address = sequence(oid("551d11"), der(0x04, sequence(der(0x87, Buffer.from(ip.split(".").map(Number))))));
  const [third, serialNumber] = [der(0xa0, hex("020102")), hex("020101")];
  const holder = publicKey.export({ type: "spki", format: "der" });
  const body = sequence(third, serialNumber, ecdsaWithSha256, name, years, name, holder, der(0xa3, sequence(address)));
  const whole = sequence(body, ecdsaWithSha256, der(0x03, hex("00"), sign("sha256", body, privateKey)));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole.toString("base64")}\n-----END CERTIFICATE-----\n`,
  };
}
