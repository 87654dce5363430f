// The mail with the link of an invitation: sent soon, tried again, and what became of it is shown to who invites.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LogUnavailable } from "../../event-log/port.ts";
import { invitationSender } from "../../hub/mail/invitations.ts";
import { type InvitationNotice, type Mailer, MailFailed } from "../../hub/mail/mailer.ts";
import { command, done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const OFFICER = "governance-officer";
const ADDRESS = "ottilie.vane@candour.test";
const input = {
  ...{ name: "Ottilie Vane (invented)", address: ADDRESS, role: "PANEL_MEMBER" },
  ...{ from: "2026-03-02", until: "2026-12-31" },
};

let test: TestHub;
let sent: InvitationNotice[];
let fails: MailFailed | undefined;
let mailSoon: () => Promise<number>;
beforeEach(async () => {
  test = await startHub({
    seed: "people",
    env: {
      ...{ CANDOUR_SMTP_URL: "smtp://127.0.0.1:1", CANDOUR_MAIL_FROM: "candour@hub.example" },
      CANDOUR_PUBLIC_URL: "https://hub.example",
    },
  });
  sent = [];
  fails = undefined;
  mailSoon = invitationSender(test.hub, mailer, test.logger);
});
afterEach(() => test.close());

const mailer: Mailer = {
  async send(notice) {
    if (!("invitation" in notice)) throw new Error("This is no invitation.");
    if (fails) throw fails;
    sent.push(notice);
  },
  close() {},
};
async function shown(): Promise<unknown> {
  const { body } = await test.ask<{ invitations: { nodes: unknown[] } }>(OFFICER, "{ invitations { nodes { mail } } }");
  return body.data?.invitations.nodes;
}

describe("The mail with an invitation", () => {
  it("goes to the invited address with the link, which the officer does not see, and is shown as sent", async () => {
    const outcome = await command(test, OFFICER, "invitePerson", input);
    expect(outcome).toMatchObject({ link: null, recorded: true });
    expect(await shown()).toEqual([{ mail: null }]);
    expect(await mailSoon()).toBe(1);
    expect(sent).toEqual([
      {
        ...{ to: ADDRESS, id: `${outcome.id}-1` },
        invitation: { address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/join\/[\w-]{43}$/), until: "2026-03-16" },
      },
    ]);
    expect(await shown()).toEqual([{ mail: "SENT" }]);
    expect(await mailSoon()).toBe(0);
    const secret = sent[0]?.invitation.address.split("/").at(-1) ?? "none";
    for (const word of [ADDRESS, secret]) expect(test.logged.join("")).not.toContain(word);
  });

  it("is not sent again if the mail server refuses it, and the officer sees that", async () => {
    await done(test, OFFICER, "invitePerson", input);
    fails = new MailFailed("The mail was not sent: EENVELOPE 550.", "refused");
    expect([await mailSoon(), await mailSoon()]).toEqual([0, 0]);
    expect(await shown()).toEqual([{ mail: "REFUSED" }]);
    expect(test.logged.filter((line) => line.includes("INVITATION_NOT_MAILED"))).toHaveLength(1);
  });

  it("is tried again while the server does not take it, and after ten attempts shown as not taken", async () => {
    await done(test, OFFICER, "invitePerson", input);
    fails = new MailFailed("The mail was not sent: ECONNECTION.");
    for (let attempt = 1; attempt < 10; attempt += 1) await mailSoon();
    expect(await shown()).toEqual([{ mail: null }]);
    await mailSoon();
    expect(await shown()).toEqual([{ mail: "NOT_TAKEN" }]);
    fails = undefined;
    expect(await mailSoon()).toBe(0);
  });

  it("reaches everybody once, even if the hub for a time cannot read one invitation or record one outcome", async () => {
    const addresses = ["one", "two", "three"].map((name) => `${name}@candour.test`);
    for (const address of addresses) await done(test, OFFICER, "invitePerson", { ...input, address });
    const [{ readStream }, { execute }] = [test.hub.log, test.hub.services.invitation];
    let reads = 0;
    Object.assign(test.hub.log, {
      readStream: (stream: string) => {
        reads += 1;
        return reads === 1 ? Promise.reject(new LogUnavailable("The disk is full.")) : readStream(stream);
      },
    });
    let records = 0;
    Object.assign(test.hub.services.invitation, {
      execute: (...given: Parameters<typeof execute>) => {
        records += 1;
        return records === 1 ? Promise.reject(new LogUnavailable("The disk is full.")) : execute(...given);
      },
    });
    try {
      await expect(mailSoon()).rejects.toThrow(LogUnavailable);
      expect(sent.map(({ to }) => to)).toEqual(addresses.slice(1));
      await mailSoon();
    } finally {
      Object.assign(test.hub.log, { readStream });
      Object.assign(test.hub.services.invitation, { execute });
    }
    expect(sent.map(({ to }) => to).sort()).toEqual(addresses.toSorted());
    expect(await shown()).toEqual([{ mail: "SENT" }, { mail: "SENT" }, { mail: "SENT" }]);
  });

  it("is not sent for a link that was withdrawn or replaced meanwhile", async () => {
    const id = await done(test, OFFICER, "invitePerson", input);
    await done(test, OFFICER, "sendInvitationAgain", { invitation: id });
    expect(await mailSoon()).toBe(1);
    expect(sent.map((one) => one.id)).toEqual([`${id}-2`]);
    await done(test, OFFICER, "sendInvitationAgain", { invitation: id });
    await done(test, OFFICER, "withdrawInvitation", { invitation: id });
    expect(await mailSoon()).toBe(0);
  });
});

describe("An invitation that is over", () => {
  it("is erased again after its key came back with a backup of the keyring, and an open one is not", async () => {
    const id = await done(test, OFFICER, "invitePerson", input);
    expect(await test.hub.endedInvitationsErased()).toBe(0);
    const { invitation } = test.hub.services;
    const facts = test.hub.people.queries().viewer(OFFICER)?.facts ?? expect.fail("There is no officer.");
    const destroy = test.hub.keys.destroy;
    // A crash between the event and the destruction.
    Object.assign(test.hub.keys, { destroy: async () => false });
    const context = { principal: { type: "Person", facts } as const, idempotencyKey: "withdraw", correlation: "test" };
    await invitation.execute("withdrawInvitation", { invitation: id }, context);
    Object.assign(test.hub.keys, { destroy });
    expect([await test.hub.endedInvitationsErased(), await test.hub.endedInvitationsErased()]).toEqual([1, 0]);
  });
});
