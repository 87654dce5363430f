// A hub whose clock is wrong: at the start or while it runs, ahead or behind. The hub does nothing irreversible, nothing that has ended starts again,
// and waiting work is done after the clock is corrected or confirmed. Each hub starts on the folder of the previous one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { confirmClock } from "../../hub/clock/confirm-clock.ts";
import { recordDeadlines, removeDisclosures, startByDate } from "../../hub/clock/scheduled-jobs.ts";
import { readConfig } from "../../hub/config.ts";
import { noticeSender } from "../../hub/mail/notices.ts";
import { developmentIssuer } from "../../hub/sign-in/development-issuer.ts";
import { appointFirstGovernanceOfficer } from "../../hub/sign-in/first-officer.ts";
import { tokenVerifier } from "../../hub/sign-in/tokens.ts";
import { readHubEvent } from "../../services/hub-record/stream.ts";
import { concern } from "../examples/api-inputs.ts";
import { appendOf } from "../helpers/stored-event.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const NOW = "2026-03-02T12:00:00.000Z";
const env = { CANDOUR_DISCLOSURES_KEPT_MONTHS: "1" };
const REGISTER =
  "mutation($input: SetMailAddressInput!) { setMailAddress(input: $input) { __typename ... on Refused { code } } }";

let dir: string;
let test: TestHub;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-clock-"));
  test = await startHub({ dir, env });
  // In March, disclosures of January are past their retention.
  const disclosed = { surface: "read", to: [{ person: "adviser", assignments: [], request: "r" }], views: [] };
  const events = [{ type: "ConcernsDisclosed.v1", data: disclosed }];
  await test.hub.disclosures.append(appendOf("disclosures-X00000004-2026-01", events, { at: "2026-01-15T12:00:00.000Z" }));
});
afterEach(async () => {
  await test.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Stops the hub, and starts one on its folder with the given time. */
async function restarts(at: string): Promise<void> {
  await test.close();
  test = await startHub({ dir, env, at, seed: false, inThreads: true });
}
/** Stops the hub, confirms the clock, and starts the hub again. */
async function confirmed(at: string): Promise<void> {
  await test.close();
  await confirmClock(readConfig({ CANDOUR_DATA_DIR: dir, ...env }), "The server stood still.", new Date(at), test.logger);
  test = await startHub({ dir, env, at, seed: false, inThreads: true });
}

/** The streams of the record of disclosures, of any release. */
const months = async () => {
  const streams = await Promise.all(["answers", "disclosures"].map((kind) => test.hub.disclosures.streams(kind)));
  return streams
    .flat()
    .map((stream) => stream.slice(-7))
    .sort();
};
const head = () => test.hub.log.head();
/** Runs every scheduled job, and returns the results. */
async function byDate() {
  const before = await head();
  const sent: string[] = [];
  const mailer = { send: async ({ to }: { to: string }) => void sent.push(to), close() {} };
  const deadlines = await recordDeadlines(test.hub);
  const notices = await noticeSender(test.hub, mailer, test.logger)();
  const { noted, removed } = await removeDisclosures(test.hub);
  return { deadlines, notices, noted, removed, recorded: (await head()) !== before };
}
const NOTHING = { deadlines: 0, notices: 0, noted: 0, removed: 0, recorded: false };

const leadSees = async () =>
  (await test.ask<{ concerns: { totalCount: number } }>("cib-lead", "{ concerns { totalCount } }")).body.data.concerns.totalCount;
let addresses = 0;
/** Runs a command on an existing stream. Returns the code of the error, or `done`. */
async function command(): Promise<string> {
  addresses += 1;
  const input = { idempotencyKey: `address-${addresses}`, person: "adviser", address: `adviser-${addresses}@candour.test` };
  const { body } = await test.ask<{ setMailAddress: { __typename: string } }>("adviser", REGISTER, { input });
  return body.errors?.[0]?.extensions?.code ?? body.data.setMailAddress.__typename;
}
const DONE = "PersonChanged";

describe("A clock that is three years ahead at start", () => {
  const AHEAD = "2029-03-02T12:00:00.000Z";

  it("makes the hub remove, record and send nothing, however often it starts and whatever was recorded meanwhile", async () => {
    expect(await command()).toBe(DONE);
    const held = await months();
    for (let start = 0; start < 3; start += 1) {
      await restarts(AHEAD);
      expect(await byDate()).toEqual(NOTHING);
      // Commands and reads get the clock's dates, and do not make it believed at the next start.
      expect(await command()).toBe(DONE);
      await test.ask("chief-executive", "{ concerns { nodes { summary { text } } } }");
      expect((await test.hub.log.latest())?.slice(0, 4)).toBe("2029");
      await test.hub.stores.heartbeat();
      expect(test.hub.clock.isBelieved()).toBe(false);
    }
    expect((await months()).filter((month) => month < "2029")).toEqual(held);
    expect(test.hub.readiness()).toMatchObject({
      ready: false,
      problems: [
        {
          ...{ condition: "clock", code: "CLOCK_AHEAD" },
          detail: { clock: expect.stringMatching(/^2029-03-02T12/), lastBelieved: expect.stringMatching(/^2026-03-02T12/) },
        },
      ],
    });
    // Work that depends on no date continues.
    let asked = 0;
    const counting = { ...test.hub, positionsRecorded: async () => (asked += 1) };
    startByDate(counting, test.logger).stop();
    await expect.poll(() => asked).toBe(1);
    await restarts("2026-03-02T13:00:00.000Z");
    expect(test.hub.readiness()).toMatchObject({ ready: true, problems: [] });
  });

  it("ends access nevertheless, and access returns when the clock is corrected", async () => {
    expect(await leadSees()).toBe(1);
    await restarts(AHEAD);
    expect(await leadSees()).toBe(0);
    await restarts("2026-03-02T13:00:00.000Z");
    expect(await leadSees()).toBe(1);
  });

  it("appoints no first governance officer and closes no quarter", async () => {
    await restarts(AHEAD);
    const { clock, overview } = test.hub;
    expect([clock.today(), clock.certainToday()]).toEqual(["2029-03-02", "2026-03-02"]);
    expect(overview.queries().quarters()).toEqual([]);
    const empty = { ...test.hub, people: { ...test.hub.people, queries: () => ({ isEmpty: () => true }) } };
    expect(await appointFirstGovernanceOfficer(empty as never, "first")).toBe(false);
  });

  it("starts no assignment until it is confirmed", async () => {
    const asHub = test.hub.asHub;
    const { people } = test.hub.services;
    await people.execute("registerPerson", { person: "later", name: "Later (invented)" }, asHub("register-later"));
    const assignment = { person: "later", role: "senior-adviser", regions: ["E12000004"], strands: ["childrens"] };
    const days = { from: "2028-01-01", until: "2030-12-31" };
    const started = await people.execute("startAssignment", { ...assignment, ...days }, asHub("assign-later"));
    expect(started.kind).toBe("done");
    const sees = async () =>
      (await test.ask<{ concerns: { totalCount: number } }>("later", "{ concerns { totalCount } }")).body.data.concerns
        .totalCount;
    await restarts(AHEAD);
    expect(await sees()).toBe(0);
    await confirmed(AHEAD);
    expect(await sees()).toBeGreaterThan(0);
  });

  it("once confirmed lets due work run: deadlines at once, and removals a day later", async () => {
    await restarts(AHEAD);
    await confirmed(AHEAD);
    expect(await byDate()).toMatchObject({ deadlines: 6, removed: 0, noted: 1 });
    const due = (await test.hub.log.readAll("", 10_000)).filter(({ at }) => at >= AHEAD).map(({ type }) => type);
    const milestones = ["a", "b", "c"].map(() => "MilestoneFellDue.v1");
    const untold = ["SubmissionFellDue.v1", "UntoldFellDue.v1"];
    expect(due.toSorted()).toEqual(["ClockConfirmed.v1", ...milestones, "ShareExpired.v1", ...untold]);
    expect(await months()).toContain("2026-01");
    test.clock.set("2029-03-03T12:00:00.000Z");
    expect(await byDate()).toMatchObject({ deadlines: 0, noted: 0, removed: 1 });
    expect(await months()).not.toContain("2026-01");
  });

  it("has to be confirmed again after another leap", async () => {
    await confirmed(AHEAD);
    await restarts("2029-03-20T12:00:00.000Z");
    expect(await byDate()).toEqual(NOTHING);
  });

  it("leaves events with future dates, after which commands append in order when it is corrected", async () => {
    await restarts(AHEAD);
    expect(await command()).toBe(DONE);
    await restarts("2026-03-02T13:00:00.000Z");
    expect(test.hub.clock.isBelieved()).toBe(true);
    expect(await command()).toBe(DONE);
    const dates = (await test.hub.log.readStream("person-adviser")).map(({ at }) => at);
    expect(dates).toEqual(dates.toSorted());
    expect(dates.at(-1)).toBe(dates.at(-2));
  });
});

describe("A clock that is three years behind at start", () => {
  const BEHIND = "2023-03-02T12:00:00.000Z";

  it("lets the hub accept no command, not even on a new stream, and run no scheduled job, while reads continue", async () => {
    test.clock.set("2026-10-01T12:00:00.000Z");
    expect(await leadSees()).toBe(0);
    await restarts(BEHIND);
    const before = await head();
    expect(await byDate()).toEqual(NOTHING);
    expect(await command()).toBe("UNAVAILABLE");
    const logged = { idempotencyKey: "k", ...concern };
    const mutation = "mutation($input: LogConcernInput!) { logConcern(input: $input) { __typename } }";
    expect((await test.ask("adviser", mutation, { input: logged })).body.errors?.[0]?.extensions?.code).toBe("UNAVAILABLE");
    expect(await head()).toBe(before);
    // A share that ended in October stays ended, and reads are recorded under the earliest possible month.
    expect(await leadSees()).toBe(0);
    await test.ask("chief-executive", "{ concerns { nodes { summary { text } } } }");
    expect((await months()).at(-1)).toBe("2026-10");
    expect(test.logged.join("")).toContain("CLOCK_BEHIND");
  });

  it("lets a repeated command return its first outcome", async () => {
    const input = { idempotencyKey: "once", person: "adviser", address: "once@candour.test" };
    await test.ask("adviser", REGISTER, { input });
    await restarts(BEHIND);
    expect((await test.ask("adviser", REGISTER, { input })).body.data).toMatchObject({ setMailAddress: { __typename: DONE } });
  });

  it("once confirmed lets the hub accept commands: on a stream with a future date they get that date", async () => {
    await confirmed(BEHIND);
    expect(await command()).toBe(DONE);
    const dates = (await test.hub.log.readStream("person-adviser")).map(({ at }) => at);
    expect(dates).toEqual(dates.toSorted());
    expect(dates.at(-1)).toBe(NOW);
    const { body } = await test.ask(
      "adviser",
      "mutation($input: LogConcernInput!) { logConcern(input: $input) { __typename } }",
      {
        input: { idempotencyKey: "k", ...concern, period: { from: "2022-04-01", to: "2022-09-30" } },
      },
    );
    expect(body.errors).toBeUndefined();
    expect(await test.hub.log.verify()).toEqual([]);
  });

  it("needs no confirmation after it is corrected", async () => {
    await restarts(BEHIND);
    test.clock.leap("2026-03-02T12:10:00.000Z");
    expect(await command()).toBe(DONE);
    expect((await test.hub.log.latest())?.slice(0, 16)).toBe("2026-03-02T12:10");
  });
});

describe("A clock that jumps while the hub runs", () => {
  it("ahead stops scheduled jobs and ends access; both return when it is corrected", async () => {
    expect(await leadSees()).toBe(1);
    test.clock.leap("2029-03-02T12:00:00.000Z");
    expect(await byDate()).toEqual(NOTHING);
    expect(await leadSees()).toBe(0);
    test.clock.leap("2026-03-02T12:01:00.000Z");
    expect(test.hub.clock.isBelieved()).toBe(true);
    await expect.poll(leadSees).toBe(1);
    expect(await byDate()).toMatchObject({ noted: 1, removed: 0 });
  });

  it("ahead in small steps is not believed either", async () => {
    for (const day of ["06", "10", "14"]) {
      test.clock.leap(`2026-03-${day}T12:00:00.000Z`);
      await test.hub.stores.heartbeat();
    }
    expect(test.hub.clock.isBelieved()).toBe(false);
  });

  it("back by four minutes lets commands continue with dates that do not go back, and back by six stops them until it is corrected", async () => {
    expect(await command()).toBe(DONE);
    test.clock.leap("2026-03-02T11:56:00.000Z");
    expect(await command()).toBe(DONE);
    test.clock.leap("2026-03-02T11:54:00.000Z");
    expect(await command()).toBe("UNAVAILABLE");
    expect(await byDate()).toEqual(NOTHING);
    test.clock.leap("2026-03-02T12:02:00.000Z");
    expect(await command()).toBe(DONE);
    const dates = (await test.hub.log.readStream("person-adviser")).map(({ at }) => at);
    expect(dates).toEqual(dates.toSorted());
    expect(dates.slice(-3, -1)).toEqual([NOW, NOW]);
  });

  it("back does not make an ended token or share valid again", async () => {
    test.clock.set("2026-09-30T22:30:00.000Z");
    const issuer = await developmentIssuer(test.hub.config, test.hub.folder.issuerKeyFile);
    const verify = tokenVerifier({ issuers: [issuer], audience: "candour", now: test.hub.now, logger: test.logger });
    const token = await test.token("adviser");
    expect(await verify(token)).toMatchObject({ person: "adviser" });
    test.clock.set("2026-10-01T08:30:00.000Z");
    await expect(verify(token)).rejects.toThrow();
    expect(await leadSees()).toBe(0);
    test.clock.leap("2026-09-30T23:00:00.000Z");
    await expect(verify(token)).rejects.toThrow();
    expect(await leadSees()).toBe(0);
    expect(test.hub.today()).toBe("2026-10-01");
  });
});

describe("Confirming the clock", () => {
  it("is recorded with both instants, and its reason is sealed", async () => {
    await confirmed("2026-05-02T12:00:00.000Z");
    const [event] = await test.hub.log.readStream("hub");
    if (!event) throw new Error("Nothing was recorded.");
    expect(readHubEvent(event)).toMatchObject({
      type: "ClockConfirmed.v1",
      data: { confirmed: "2026-05-02T12:00:00.000Z", lastBelieved: expect.stringMatching(/^2026-03-02T12:00/) },
    });
    expect(JSON.stringify(event)).not.toContain("stood still");
  });

  it("does nothing if the clock is believed, and is refused without a reason, on a running hub and without a hub", async () => {
    const config = readConfig({ CANDOUR_DATA_DIR: dir });
    await expect(confirmClock(config, "Because.", new Date("2029-01-01"), test.logger)).rejects.toThrow(
      "another hub is using this data folder",
    );
    await test.close();
    expect(await confirmClock(config, "Because.", new Date("2026-03-03"), test.logger)).toBeUndefined();
    await expect(confirmClock(config, " ", new Date("2029-01-01"), test.logger)).rejects.toThrow("--reason");
    await expect(
      confirmClock(readConfig({ CANDOUR_DATA_DIR: join(dir, "none") }), "Because.", new Date(), test.logger),
    ).rejects.toThrow("there is no event log");
    test = await startHub({ dir, env, seed: false });
    expect(await test.hub.log.readStream("hub")).toEqual([]);
  });
});

describe("A folder of a release that wrote no heartbeat", () => {
  it("lets the clock be believed by its last events, and not by events that a clock that is not believed dates after them", async () => {
    const { openDatabase } = await import("../../event-log/stores/database.ts");
    await test.close();
    for (const file of ["log/events", "log/disclosures", "keys/keys"]) {
      const db = openDatabase(join(dir, `${file}.sqlite`), "durable");
      db.exec("UPDATE identity SET heartbeat = ''");
      db.close();
    }
    test = await startHub({ dir, env, seed: false, at: "2029-03-02T12:00:00.000Z" });
    expect(await byDate()).toEqual(NOTHING);
    expect(await command()).toBe(DONE);
    await restarts("2029-03-02T13:00:00.000Z");
    expect(await byDate()).toEqual(NOTHING);
  });
});
