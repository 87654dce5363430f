// Mailed notices of tasks and news: one a day and one more for an override, only for something new, only to the people concerned, and without details.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startByDate } from "../../hub/clock/scheduled-jobs.ts";
import { openMailer } from "../../hub/mail/mail.ts";
import { type Mailer, MailFailed, type Notice } from "../../hub/mail/mailer.ts";
import { noticeSender } from "../../hub/mail/notices.ts";
import { londonDate } from "../../services/dates.ts";
import type { NoticeCommandName } from "../../services/notice/service.ts";
import { type CommandContext, RecordedNotShown } from "../../services/pipeline/execute-command.ts";
import { CIB, concern, proposal } from "../examples/api-inputs.ts";
import { PANEL, type Story, startStory } from "../helpers/story-hub.ts";

const GROUP_OFFICE = "group-office-labour";
const ADDRESS = {
  adviser: "rowan.ashdown@adviser.example",
  "cib-lead": "leonie.marsh@cib.example",
  "chief-executive": "maren.tolliver@tarrowshire.example",
};
type Person = keyof typeof ADDRESS;

let story: Story;
let sent: Notice[];
let fails: boolean;
beforeEach(async () => {
  story = await startStory();
  sent = [];
  fails = false;
  notices = sender(mailer);
});
afterEach(() => story.close());

const mailer: Mailer = {
  async send(notice) {
    if (!("waiting" in notice)) throw new Error("This is no notice.");
    if (fails) throw new MailFailed("The mail was not sent: ECONNECTION.");
    sent.push({ ...notice });
  },
  close() {},
};
/** The notice sender of one hub; pauses have their average length. */
const sender = (through: Mailer) => noticeSender(story.hub, through, story.test.logger, { random: () => 0.5, steady });
/** A monotonic clock, because no clock of the tests goes back. */
const steady = () => story.test.clock.now().getTime();
let notices: () => Promise<number>;
const gives = (person: Person, address: string | null = ADDRESS[person]) =>
  story.does(person, "setMailAddress", { person, address });
const at = (instant: string) => story.test.clock.set(instant);
async function readsNews(person: Person): Promise<void> {
  const { news } = await story.asks<{ news: { nodes: { mark: string }[] } }>(person, "{ news(first: 1) { nodes { mark } } }");
  await story.does(person, "markNewsRead", { person, upTo: news.nodes[0]?.mark });
}
/** The numbers of tasks and of news in the mails since the last call. */
const counted = () => sent.splice(0).map(({ waiting: { tasks, news } }) => [tasks.count, news.count]);
/** Proposes a share to which the council objects. */
async function objectsTo(id: string, body: string): Promise<{ readonly concern: string; readonly share: string }> {
  await story.does("adviser", "proposeShare", { concern: id, ...proposal, body });
  const share = await story.lastShare(id);
  await story.does("chief-executive", "statePosition", { concern: id, share, position: "OBJECTS" });
  return { concern: id, share };
}
const overrides = (share: object) =>
  story.does("second-adviser", "overrideObjection", { ...share, reason: "Two reviews clash." });
/** Returns the recipients of mail since the last call. */
const sentTo = () => sent.splice(0).map(({ to }) => Object.entries(ADDRESS).find(([, address]) => address === to)?.[0] ?? to);
const noticeEvents = async () =>
  (await story.hub.log.readAll("", 10_000)).filter(({ stream }) => stream.startsWith("notice-")).map(({ type }) => type);

describe("A notice", () => {
  it("goes to people for whom something new waits, at most once a day, and again only for something newer", async () => {
    await gives("adviser");
    await gives("chief-executive");
    expect(await notices()).toBe(0);

    const id = await story.does("adviser", "logConcern", concern);
    expect(await notices()).toBe(1);
    expect(sentTo()).toEqual(["adviser"]);

    // New matters of the same day are mailed on the next day.
    at("2026-03-02T13:00:00.000Z");
    await story.does("adviser", "logConcern", concern);
    expect(await notices()).toBe(0);
    at("2026-03-03T09:00:00.000Z");
    expect(await notices()).toBe(1);
    expect(sentTo()).toEqual(["adviser"]);

    // Matters that still wait are not mailed again.
    for (const day of ["04", "05", "06"]) {
      at(`2026-03-${day}T09:00:00.000Z`);
      expect(await notices()).toBe(0);
    }
    await story.does("adviser", "recordAwareness", {
      ...{ concern: id, toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "IN_PERSON" },
      ...{ toldOn: "2026-03-06", about: "Late assessments.", bodies: [CIB] },
    });
    expect(await notices()).toBe(1);
    expect(sentTo()).toEqual(["chief-executive"]);
  });

  it("goes for unread news as well, once, and counts the tasks and the news there are", async () => {
    await gives("cib-lead");
    const id = await story.awareConcern([CIB]);
    await story.share(id, CIB);
    expect(await notices()).toBe(1);
    expect(counted()).toEqual([[0, 1]]);
    // News that is still unread on the next day is not mailed again.
    at("2026-03-03T09:00:00.000Z");
    expect(await notices()).toBe(0);
    await story.does("chief-executive", "reply", { concern: id, reply: "The figures were late." });
    expect(await notices()).toBe(1);
    expect(counted()).toEqual([[0, 2]]);
    // What was read, and what may no longer be read, is not mailed.
    at("2026-03-04T09:00:00.000Z");
    await story.does("chief-executive", "reply", { concern: id, reply: "They came." });
    await readsNews("cib-lead");
    expect(await notices()).toBe(0);
    await story.does("chief-executive", "reply", { concern: id, reply: "And more." });
    await story.does("chief-executive", "statePosition", { concern: id, share: await story.lastShare(id), position: "OBJECTS" });
    expect(await notices()).toBe(0);
  });

  it("of which everything is done or read before it is sent waits until there is something again", async () => {
    await gives("cib-lead");
    const id = await story.awareConcern([CIB]);
    await story.share(id, CIB);
    fails = true;
    await notices();
    fails = false;
    await readsNews("cib-lead");
    at("2026-03-02T15:00:00.000Z");
    expect(await notices()).toBe(0);
    await story.does("chief-executive", "reply", { concern: id, reply: "The figures were late." });
    expect(await notices()).toBe(1);
    expect(counted()).toEqual([[0, 1]]);
    expect(await noticeEvents()).toEqual(["NoticeDecided.v2", "NoticeSent.v1"]);
  });

  describe("of an overridden objection", () => {
    let shares: { readonly concern: string; readonly share: string }[];
    /** The council has had the day's notice, and objects to three shares. */
    beforeEach(async () => {
      await gives("chief-executive");
      const id = await story.awareConcern([CIB, GROUP_OFFICE, PANEL]);
      shares = [];
      for (const body of [CIB, GROUP_OFFICE, PANEL]) shares.push(await objectsTo(id, body));
    });
    const daily = async () => {
      expect(await notices()).toBe(1);
      at("2026-03-02T13:00:00.000Z");
    };

    it("goes on the same day although the day's notice was sent; at most one more, and the next day for what came after", async () => {
      await daily();
      await overrides(shares[0] ?? {});
      expect(await notices()).toBe(1);
      at("2026-03-02T14:00:00.000Z");
      await overrides(shares[1] ?? {});
      expect(await notices()).toBe(0);
      at("2026-03-03T09:00:00.000Z");
      expect(await notices()).toBe(1);
      expect(sentTo()).toEqual(["chief-executive", "chief-executive", "chief-executive"]);
      expect(await noticeEvents()).toEqual(Array.from({ length: 3 }, () => ["NoticeDecided.v2", "NoticeSent.v1"]).flat());
      // The first of a day is the day's notice, whatever it is for.
      at("2026-03-03T10:00:00.000Z");
      await overrides(shares[2] ?? {});
      expect(await notices()).toBe(1);
    });

    it("does not go for other news of the same day, nor for one that was read, nor beside a day's notice that counts it", async () => {
      await overrides(shares[0] ?? {});
      expect(await notices()).toBe(1);
      at("2026-03-02T14:00:00.000Z");
      await story.does("adviser", "withdrawShare", { ...shares[0], reason: "It is over." });
      await overrides(shares[1] ?? {});
      await readsNews("chief-executive");
      expect(await notices()).toBe(0);
    });

    it("goes with the day's notice while that is not sent", async () => {
      fails = true;
      await notices();
      at("2026-03-02T13:00:00.000Z");
      await overrides(shares[0] ?? {});
      fails = false;
      expect(await notices()).toBe(1);
      expect(await notices()).toBe(0);
      expect(await noticeEvents()).toEqual(["NoticeDecided.v2", "NoticeSent.v1"]);
    });

    /** A hub that stops at a point of its work for ever, as a crash does. */
    const POINTS = ["decided", "mailed", "recorded"] as const;
    type Point = (typeof POINTS)[number];
    async function crashes(point: Point, when: "before" | "after"): Promise<void> {
      let isDead = false;
      async function dieAt<Result>(here: Point, work: () => Promise<Result>): Promise<Result> {
        const die = () => {
          isDead = true;
          return new Promise<never>(() => {});
        };
        if (here === point && when === "before") return die();
        const result = await work();
        return here === point ? die() : result;
      }
      const { notice } = story.hub.services;
      const execute: typeof notice.execute = (name, ...rest) =>
        dieAt(name === "decideNotice" ? "decided" : "recorded", () => notice.execute(name, ...rest));
      const hub = { ...story.hub, services: { ...story.hub.services, notice: { execute } } };
      const dying: Mailer = { ...mailer, send: (one) => dieAt("mailed", () => mailer.send(one)) };
      void noticeSender(hub, dying, story.test.logger, { random: () => 0.5, steady })();
      await expect.poll(() => isDead).toBe(true);
    }

    it.each(POINTS.flatMap((point) => (["before", "after"] as const).map((when) => [when, point] as const)))(
      "and that of the day are decided once and sent once across crashes %s they are %s",
      async (when, point) => {
        // A mail that was handed over and not recorded goes out again, under the same id.
        const times = (point === "mailed" && when === "after") || (point === "recorded" && when === "before") ? 2 : 1;
        await crashes(point, when);
        await notices();
        at("2026-03-02T13:00:00.000Z");
        await overrides(shares[0] ?? {});
        await crashes(point, when);
        await notices();
        at("2026-03-02T18:00:00.000Z");
        expect(await notices()).toBe(0);
        expect(await noticeEvents()).toEqual(["NoticeDecided.v2", "NoticeSent.v1", "NoticeDecided.v2", "NoticeSent.v1"]);
        const ids = Map.groupBy(sent, ({ id }) => id);
        expect([...ids.values()].map((mails) => mails.length)).toEqual([times, times]);
      },
    );
  });

  describe("of several hubs that share a log", () => {
    const address = { hosts: [], discover: false, tls: false, caFile: undefined, credentials: undefined };
    /** A hub whose system clock is wrong by some minutes. */
    const node = (name: string, minutesOff = 0, hub = story.hub) => {
      const config = { ...hub.config, node: name, eventLog: { kind: "kurrentdb" as const, address } };
      const now = () => new Date(hub.now().getTime() + minutesOff * 60_000);
      const today = () => londonDate(now());
      return noticeSender({ ...hub, config, now, today }, mailer, story.test.logger, { random: () => 0.5, steady });
    };

    it("is sent by the hub that decided it; another takes over if that hub does not send it", async () => {
      const [one, two, three] = [node("one"), node("two"), node("three")];
      await gives("adviser");
      await story.does("adviser", "logConcern", concern);
      fails = true;
      expect([await one(), await two(), await three()]).toEqual([0, 0, 0]);
      fails = false;
      expect([await two(), await three()]).toEqual([0, 0]);
      at("2026-03-02T12:09:00.000Z");
      expect([await two(), await three()]).toEqual([0, 0]);
      // Their turns come between the tenth and the twentieth minute.
      at("2026-03-02T12:20:00.000Z");
      expect([await two(), await three(), await one()]).toEqual([1, 0, 0]);
      expect(sentTo()).toEqual(["adviser"]);
      expect(await noticeEvents()).toEqual(["NoticeDecided.v2", "NoticeSent.v1"]);
    });

    it("for an override is decided by one of them, and sent once", async () => {
      const nodes = [node("one"), node("two"), node("three")];
      const runs = async () => (await Promise.all(nodes.map((run) => run()))).reduce((all, count) => all + count, 0);
      await gives("chief-executive");
      const share = await objectsTo(await story.awareConcern([CIB]), CIB);
      expect(await runs()).toBe(1);
      at("2026-03-02T13:00:00.000Z");
      await overrides(share);
      expect(await runs()).toBe(1);
      at("2026-03-02T14:00:00.000Z");
      expect(await runs()).toBe(0);
      expect(sentTo()).toEqual(["chief-executive", "chief-executive"]);
      expect(await noticeEvents()).toEqual(["NoticeDecided.v2", "NoticeSent.v1", "NoticeDecided.v2", "NoticeSent.v1"]);
    });

    it("is sent by the hub that decided it although its read models failed to hold it, and only by that hub", async () => {
      const { notice } = story.hub.services;
      /** A hub whose read models do not follow when a notice is decided. */
      const failing = {
        ...story.hub,
        services: {
          ...story.hub.services,
          notice: {
            async execute(name: NoticeCommandName, ...rest: [unknown, CommandContext]) {
              const outcome = await notice.execute(name, ...rest);
              if (name === "decideNotice" && outcome.kind === "done") throw new RecordedNotShown(outcome.recorded);
              return outcome;
            },
          },
        },
      };
      const [one, two] = [node("one", 0, failing), node("two", 0, failing)];
      await gives("adviser");
      await story.does("adviser", "logConcern", concern);
      // Both try to decide it; the log takes the decision of one of them.
      expect(await Promise.all([one(), two()])).toEqual([0, 0]);
      expect(story.test.logged.join("")).toContain("NOTICE_FAILED");
      const [first, second] = [await one(), await two()];
      expect(first + second).toBe(1);
      expect(sentTo()).toEqual(["adviser"]);
      expect(await noticeEvents()).toEqual(["NoticeDecided.v2", "NoticeSent.v1"]);
    });

    it("is not sent by a hub whose clock is ahead before that hub may take over", async () => {
      const [one, ahead] = [node("one"), node("two", 30)];
      await gives("adviser");
      await story.does("adviser", "logConcern", concern);
      fails = true;
      await one();
      fails = false;
      expect(await ahead()).toBe(0);
      at("2026-03-02T12:09:00.000Z");
      expect(await ahead()).toBe(0);
      at("2026-03-02T12:20:00.000Z");
      expect(await ahead()).toBe(1);
      expect(await one()).toBe(0);
    });

    it("is decided once for a day that has begun according to the clock of only one hub", async () => {
      at("2026-03-03T00:05:00.000Z");
      const [one, behind] = [node("one"), node("two", -15)];
      await gives("adviser");
      await story.does("adviser", "logConcern", concern);
      expect(await one()).toBe(1);
      at("2026-03-03T00:07:00.000Z");
      await story.does("adviser", "logConcern", concern);
      expect(await behind()).toBe(0);
      at("2026-03-03T00:25:00.000Z");
      expect([await behind(), await one()]).toEqual([0, 0]);
      expect(await noticeEvents()).toEqual(["NoticeDecided.v2", "NoticeSent.v1"]);
    });
  });

  it("about a matter that is already done is not sent", async () => {
    await gives("adviser");
    const signal = await story.does("chief-executive", "requestSupport", {
      council: "X00000004",
      strand: "ADULTS",
      wanted: "A peer.",
    });
    await story.does("second-adviser", "answerSignal", { signal, answer: "Gladly." });
    expect(await notices()).toBe(0);
  });

  it("is only about matters that the person may see on that day", async () => {
    await gives("cib-lead");
    const id = await story.awareConcern([CIB]);
    await story.share(id, CIB);
    await readsNews("cib-lead");
    expect(await notices()).toBe(0);
    // Two weeks before its end, an unread share causes a notice to its recipient, unless the council has withdrawn its agreement by then.
    story.on("2026-06-15");
    expect(await notices()).toBe(0);
    await story.does("chief-executive", "statePosition", { concern: id, share: await story.lastShare(id), position: "OBJECTS" });
    story.on("2026-06-16");
    expect(await notices()).toBe(0);
    await story.does("chief-executive", "statePosition", { concern: id, share: await story.lastShare(id), position: "AGREES" });
    expect(await notices()).toBe(1);
    expect(sentTo()).toEqual(["cib-lead"]);
  });

  it("about a matter that waits from a date on is sent once, in summer time too", async () => {
    await gives("cib-lead");
    const id = await story.awareConcern([CIB]);
    await story.share(id, CIB);
    await readsNews("cib-lead");
    // The hub checks every minute, and in summer the day begins in England an hour before it begins in UTC.
    for (const instant of [
      "2026-06-15T22:59:00.000Z",
      "2026-06-15T23:00:00.000Z",
      "2026-06-16T23:00:00.000Z",
      "2026-06-17T23:00:00.000Z",
    ]) {
      at(instant);
      await notices();
    }
    expect(sentTo()).toEqual(["cib-lead"]);
  });

  it("is not sent without an address, or after the address was withdrawn", async () => {
    await story.does("adviser", "logConcern", concern);
    expect(await notices()).toBe(0);
    await gives("adviser");
    await gives("adviser", null);
    expect(await notices()).toBe(0);
    expect(await noticeEvents()).toEqual([]);
    await expect(
      story.does("governance-officer", "setMailAddress", { person: "adviser", address: "x@y.example" }),
    ).rejects.toThrow("NOT_PERMITTED");
  });

  it("that was decided and not sent before a crash is sent afterwards under the same id, and once", async () => {
    await gives("adviser");
    await story.does("adviser", "logConcern", concern);
    // After a crash while the mail is under way it is not known whether the server accepted the mail.
    let underWay = "";
    const crashing: Mailer = {
      ...mailer,
      send: ({ id }) => {
        underWay = id;
        return new Promise(() => {});
      },
    };
    void sender(crashing)();
    await expect.poll(() => underWay).not.toBe("");
    expect(await noticeEvents()).toEqual(["NoticeDecided.v2"]);

    at("2026-03-02T15:00:00.000Z");
    expect(await notices()).toBe(1);
    expect(sent).toMatchObject([{ to: ADDRESS.adviser, id: underWay }]);
    expect(await notices()).toBe(0);
    expect(await noticeEvents()).toEqual(["NoticeDecided.v2", "NoticeSent.v1"]);
  });

  it("that the server does not accept is retried the same day under the same id, and dropped the next day", async () => {
    await gives("adviser");
    await story.does("adviser", "logConcern", concern);
    fails = true;
    for (const hour of ["12", "13", "14"]) {
      at(`2026-03-02T${hour}:30:00.000Z`);
      expect(await notices()).toBe(0);
    }
    expect(await noticeEvents()).toEqual(["NoticeDecided.v2"]);
    fails = false;
    at("2026-03-03T09:00:00.000Z");
    expect(await notices()).toBe(0);
    expect(sent).toEqual([]);

    // Another day has another notice, and one that failed at first is sent when the server is back.
    await story.does("adviser", "logConcern", concern);
    fails = true;
    await notices();
    fails = false;
    at("2026-03-03T16:00:00.000Z");
    expect(await notices()).toBe(1);
    expect(await noticeEvents()).toEqual(["NoticeDecided.v2", "NoticeDecided.v2", "NoticeSent.v1"]);
  });

  it("that is not accepted is retried after pauses that double, at most ten times", async () => {
    at("2026-03-03T00:00:00.000Z");
    await gives("adviser");
    await story.does("adviser", "logConcern", concern);
    const attempts: number[] = [];
    let minute = 0;
    const look = sender({
      ...mailer,
      async send() {
        attempts.push(minute);
        throw new MailFailed("No.");
      },
    });
    for (; minute < 24 * 60; minute += 1) {
      at(new Date(Date.parse("2026-03-03T00:00:00.000Z") + minute * 60_000).toISOString());
      expect(await look()).toBe(0);
    }
    expect(attempts).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511]);
  });

  it.each([
    [
      "had all of it and never said whether it takes it",
      "perhaps-taken",
      "NoticeDeliveryUncertain.v1",
      /it is not known whether the server accepted it/,
    ],
    ["refuses it permanently", "refused", "NoticeRefused.v1", /was refused permanently/],
  ] as const)("of which the server %s goes out no more, and that is on record", async (_, failure, type, logged) => {
    await gives("adviser");
    await story.does("adviser", "logConcern", concern);
    let asked = 0;
    const look = sender({
      ...mailer,
      async send() {
        asked += 1;
        throw new MailFailed("No.", failure);
      },
    });
    expect(await look()).toBe(0);
    expect(await noticeEvents()).toEqual(["NoticeDecided.v2", type]);
    // Neither this hub nor a restarted one sends it again.
    at("2026-03-02T18:00:00.000Z");
    expect([await look(), await notices(), asked, sent]).toEqual([0, 0, 1, []]);
    expect(story.test.logged.join("")).toMatch(logged);
    // Another day has another notice.
    at("2026-03-03T09:00:00.000Z");
    await story.does("adviser", "logConcern", concern);
    expect(await notices()).toBe(1);
  });

  it("is recorded as perhaps sent, and not sent again, if a real server gets the mail and disconnects", async () => {
    let taken = 0;
    const server = new SMTPServer({
      ...{ logger: false, authOptional: true, disabledCommands: ["STARTTLS"] },
      async onData(stream, session) {
        await text(stream);
        taken += 1;
        for (const connection of server.connections) if (connection.session.id === session.id) connection._socket.destroy();
      },
    }) as SMTPServer & { connections: Set<{ session: { id: string }; _socket: { destroy(): void } }> };
    server.on("error", () => {});
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.server.address() as AddressInfo;
    const real = openMailer(
      {
        smtpUrl: `smtp://127.0.0.1:${port}`,
        from: "a@hub.example",
        publicUrl: "https://hub.example",
        readAt: "https://hub.example/news",
      },
      true,
    );
    await gives("adviser");
    await story.does("adviser", "logConcern", concern);
    const look = sender(real);
    for (const minute of ["00", "01", "05", "30"]) {
      at(`2026-03-02T14:${minute}:00.000Z`);
      expect(await look()).toBe(0);
    }
    expect([taken, await noticeEvents()]).toEqual([1, ["NoticeDecided.v2", "NoticeDeliveryUncertain.v1"]]);
    real.close();
    await new Promise<void>((closed) => server.close(() => closed()));
  });

  it("that fails for one person still goes to the others", async () => {
    await gives("adviser");
    await gives("chief-executive");
    await story.awareConcern([]);
    await story.does("adviser", "logConcern", concern);
    const picky: Mailer = {
      ...mailer,
      send: (notice) => (notice.to === ADDRESS.adviser ? Promise.reject(new MailFailed("No.")) : mailer.send(notice)),
    };
    expect(await sender(picky)()).toBe(1);
    expect(sentTo()).toEqual(["chief-executive"]);
  });

  it("is not sent because of a rebuild, and not while read models are not ready", async () => {
    await gives("adviser");
    await story.does("adviser", "logConcern", concern);
    await notices();
    const events = await noticeEvents();
    let over = false;
    const rebuilt = story.hub.rebuild().finally(() => {
      over = true;
    });
    while (!over) {
      expect(await notices()).toBe(0);
      await new Promise(setImmediate);
    }
    await rebuilt;
    story.on("2026-03-03");
    expect(await notices()).toBe(0);
    expect(await noticeEvents()).toEqual(events);

    await story.does("adviser", "logConcern", concern);
    const building = { ...story.hub, readiness: () => ({ ...story.hub.readiness(), ready: false }) };
    startByDate(building, story.test.logger, mailer).stop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([sentTo(), await noticeEvents()]).toEqual([["adviser"], events]);
  });

  it("leaves no address, name or council in the hub's log lines, whatever its outcome", async () => {
    await gives("adviser");
    await story.does("adviser", "logConcern", concern);
    fails = true;
    await notices();
    const broken: Mailer = { ...mailer, send: ({ to }) => Promise.reject(new Error(`550 no such user ${to}`)) };
    await sender(broken)();
    fails = false;
    const byDate = startByDate(story.hub, story.test.logger, mailer);
    await expect.poll(() => sent.length).toBe(1);
    await expect.poll(() => story.test.logged.join("")).toContain("notices sent");
    byDate.stop();
    const logged = story.test.logged.join("");
    expect(logged).toContain("could not be sent");
    expect(logged).not.toMatch(/rowan|ashdown|example|adviser|Tarrowshire|X00000004|\b550\b/i);
  });

  it("says only how much waits: a real server receives nothing else", async () => {
    const received: { mail: string; to: string[] }[] = [];
    const server = new SMTPServer({
      ...{ logger: false, authOptional: true, disabledCommands: ["STARTTLS"] },
      async onData(stream, { envelope }, done) {
        received.push({ mail: await text(stream), to: envelope.rcptTo.map(({ address }) => address) });
        done();
      },
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.server.address() as AddressInfo;
    const settings = {
      smtpUrl: `smtp://127.0.0.1:${port}`,
      from: "candour@hub.example",
      publicUrl: "https://candour.example",
      readAt: "https://candour.example/news",
    };
    const real = openMailer(settings, true, 600_000);
    try {
      await gives("adviser");
      const id = await story.does("adviser", "logConcern", concern);
      const look = sender(real);
      expect(await look()).toBe(1);
      expect(await look()).toBe(0);
      expect(received.map(({ to }) => to)).toEqual([[ADDRESS.adviser]]);
      const mail = received[0]?.mail ?? "";
      expect(mail).toContain("You have 1 task in Candour.");
      for (const told of [id, "Tarrowshire", "X00000004", "concern", "childrens", "Ashdown", concern.summary])
        expect(mail.replaceAll(ADDRESS.adviser, "")).not.toContain(told);
    } finally {
      real.close();
      await new Promise<void>((closed) => server.close(closed));
    }
  });
});
