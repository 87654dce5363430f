// Live updates over HTTP: server-sent events that contain what each person may see, can be resumed, and give the reason when they end.
import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { subscribe as graphqlSubscribe, parse } from "graphql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildSchema } from "../../graphql/schema.ts";
import { decodeTask } from "../../services/claim/task-name.ts";
import {
  approach,
  awareness,
  CIB,
  concern,
  conversation,
  councilEvidence,
  offer,
  proposal,
  routineContact,
  signal,
  submission,
  TARROWSHIRE,
} from "../examples/api-inputs.ts";
import { opensAfterNotice } from "../examples/concern.ts";
import { done } from "../helpers/send-command.ts";
import { type Live, subscribe } from "../helpers/sse.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

type Message = {
  readonly __typename: string;
  readonly kind?: string;
  readonly position: string;
  readonly changes?: readonly { readonly what: string; readonly at: string }[];
  readonly concern?: { readonly id: string; readonly stage: string; readonly withheld: readonly string[] };
  readonly reason?: string;
  readonly message?: string;
  readonly code?: string;
  readonly field?: string;
  readonly ledger?: { readonly disclosures: { readonly nodes: readonly { readonly person: { readonly id: string } }[] } };
  readonly inbox?: { readonly nodes: readonly { readonly kind: string }[] };
  readonly unread?: number;
  readonly support?: { readonly strands: readonly { readonly offered: number; readonly agreed: number }[] };
};

const ENDINGS = "... on LiveEnded { reason message position } ... on Refused { code message field }";
const CONCERN = `subscription($id: ID!, $after: String) { concernChanged(concern: $id, after: $after) { __typename
  ... on ConcernUpdate { position kind changes { what at } concern { id stage withheld summary { replies { text } } } } ${ENDINGS} } }`;
const INBOX = `subscription($after: String) { inboxChanged(after: $after) { __typename
  ... on InboxUpdate { position kind inbox(first: 100) { nodes { kind } } } ${ENDINGS} } }`;
const NEWS = `subscription($after: String) { newsChanged(after: $after) { __typename
  ... on NewsUpdate { position kind unread moreUnread } ${ENDINGS} } }`;
const SUPPORT = `subscription($council: String!, $after: String) { supportChanged(council: $council, after: $after) { __typename
  ... on SupportUpdate { position kind support { strands { strand offered agreed } } } ${ENDINGS} } }`;
const ONE_SUPPORT = `subscription($id: ID!, $after: String) { oneSupportChanged(support: $id, after: $after) { __typename
  ... on OneSupportUpdate { position kind support { id } } ${ENDINGS} } }`;
const LEDGER = `subscription($council: String!, $after: String) { ledgerChanged(council: $council, after: $after) { __typename
  ... on LedgerUpdate { position kind ledger { disclosures { nodes { person { id } } } } } ${ENDINGS} } }`;

let hub: TestHub;
let open: Live<Message>[];
/** Set by a test after which the hub has another clock, policy or assignment than the others begin with. */
let isChanged = false;
beforeAll(async () => {
  hub = await startHub({ inThreads: true });
});
beforeEach(() => {
  open = [];
});
afterEach(async () => {
  for (const live of open) await live.leave();
  await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(0);
  if (isChanged) await renewHub();
});
afterAll(() => hub.close());
async function renewHub(): Promise<void> {
  await hub.close();
  hub = await startHub({ inThreads: true });
  isChanged = false;
}

async function following(person: string, query: string, variables: object, token?: string): Promise<Live<Message>> {
  const live = await subscribe<Message>(hub, person, query, variables, token);
  open.push(live);
  return live;
}
const followed = (person: string, id: string, after?: string) => following(person, CONCERN, { id, after });
const whats = (message: Message | undefined) => message?.changes?.map(({ what }) => what);

/** A concern that the council is aware of. */
async function aware(): Promise<string> {
  const id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
  return id;
}
async function shareOf(id: string): Promise<string> {
  const query = "query($id: ID!) { concern(id: $id) { sharingRecord { id } } }";
  const { body } = await hub.ask<{ concern: { sharingRecord: { id: string }[] } }>("adviser", query, { id });
  return body.data.concern.sharingRecord.at(-1)?.id ?? "";
}
/** The same, shared with the CIB leads. */
async function shared(): Promise<{ readonly id: string; readonly share: string }> {
  const id = await aware();
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: id });
  const share = await shareOf(id);
  await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
  await done(hub, "adviser", "makeShare", { concern: id, share });
  return { id, share };
}
const reply = (id: string, text = "Both teams have a manager.") =>
  done(hub, "chief-executive", "reply", { concern: id, reply: text });

describe("A concern", () => {
  it("is sent as a snapshot, and then as it changes, to each subscriber as far as they may see it", async () => {
    const { id } = await shared();
    const [adviser, lead] = [await followed("adviser", id), await followed("cib-lead", id)];
    expect(await adviser.next()).toMatchObject({ __typename: "ConcernUpdate", kind: "SNAPSHOT", changes: [], concern: { id } });
    expect(await lead.next()).toMatchObject({ kind: "SNAPSHOT", concern: { id, stage: "SHARED" } });

    await done(hub, "adviser", "recordConversation", { ...conversation, concern: id });
    expect(whats(await adviser.next())).toEqual(["CONVERSATION_RECORDED"]);
    expect(await lead.isQuiet()).toBe(true);

    await reply(id);
    for (const live of [adviser, lead])
      expect(await live.next()).toMatchObject({
        kind: "CHANGE",
        changes: [{ what: "COUNCIL_REPLIED" }],
        concern: { summary: { replies: [{ text: "Both teams have a manager." }] } },
      });
  });

  it("is resumed without loss and without repetition", async () => {
    const id = await aware();
    const first = await followed("adviser", id);
    const snapshot = await first.next();
    await reply(id, "One.");
    const told = await first.next();
    await first.leave();
    await reply(id, "Two.");
    await done(hub, "chief-executive", "supplyEvidence", { concern: id, evidence: councilEvidence });
    const again = await followed("adviser", id, told?.position);
    await reply(id, "Three.");
    expect([whats(await again.next()), whats(await again.next()), whats(await again.next())]).toEqual([
      ["COUNCIL_REPLIED"],
      ["EVIDENCE_ADDED"],
      ["COUNCIL_REPLIED"],
    ]);
    expect(await again.isQuiet()).toBe(true);
    const fromSnapshot = await followed("adviser", id, snapshot?.position);
    for (const expected of ["COUNCIL_REPLIED", "COUNCIL_REPLIED", "EVIDENCE_ADDED", "COUNCIL_REPLIED"])
      expect(whats(await fromSnapshot.next())).toEqual([expected]);
  });

  it("ends for a recipient with its share, with the reason, and continues for the others", async () => {
    const { id, share } = await shared();
    const [adviser, lead] = [await followed("adviser", id), await followed("cib-lead", id)];
    await adviser.next();
    await lead.next();
    await done(hub, "adviser", "withdrawShare", { concern: id, share, reason: "It was for one meeting." });
    expect(whats(await adviser.next())).toEqual(["SHARE_WITHDRAWN"]);
    expect(await lead.rest()).toEqual([
      {
        __typename: "LiveEnded",
        reason: "ACCESS_ENDED",
        message: expect.stringContaining("can no longer see this"),
        position: expect.any(String),
      },
    ]);
  });

  it("ends at once with the assignment that let its subscriber see it", async () => {
    isChanged = true;
    const id = await aware();
    const adviser = await followed("second-adviser", id);
    await adviser.next();
    const { body } = await hub.ask<{ viewer: { assignments: { id: string }[] } }>(
      "second-adviser",
      "{ viewer { assignments { id } } }",
    );
    const assignment = body.data.viewer.assignments[0]?.id;
    await done(hub, "governance-officer", "endAssignment", { person: "second-adviser", assignment, reason: "They left." });
    expect(await adviser.rest()).toMatchObject([{ reason: "ACCESS_ENDED" }]);
  });

  it("ends at once when another policy is published", async () => {
    isChanged = true;
    const { id } = await shared();
    const [adviser, lead] = [await followed("adviser", id), await followed("cib-lead", id)];
    await adviser.next();
    await lead.next();
    const { policy, services, asHub } = hub.hub;
    const files = Object.entries(policy.files).map(([name, text]) => ({
      name,
      // CIB leads read concerns about finance, and no others.
      text: text.replaceAll("principal.cibBodies)", 'principal.cibBodies) && resource.cause == "finance"'),
    }));
    const published = await services.policy.execute(
      "publishPolicy",
      { files, basedOn: policy.version, reason: "A trial." },
      asHub("another-policy"),
    );
    expect(published).toMatchObject({ kind: "done" });
    expect(await lead.rest()).toMatchObject([{ reason: "ACCESS_ENDED" }]);
    await reply(id);
    expect(whats(await adviser.next())).toEqual(["COUNCIL_REPLIED"]);
  });

  it("ends with the day on which the share ends", async () => {
    isChanged = true;
    const { id } = await shared();
    const exp = Date.parse("2027-01-01T00:00:00.000Z") / 1000;
    const lead = await following("cib-lead", CONCERN, { id }, await hub.token("cib-lead", { exp }));
    await lead.next();
    hub.clock.set("2026-06-30T22:59:00.000Z");
    hub.hub.broadcast.tick();
    expect(await lead.isQuiet()).toBe(true);
    hub.clock.set("2026-06-30T23:00:00.000Z");
    hub.hub.broadcast.tick();
    expect(await lead.rest()).toMatchObject([{ reason: "ACCESS_ENDED" }]);
  });

  it("ends for a recipient when a standing agreement is taken back, of which the others get a message", async () => {
    isChanged = true;
    const id = await aware();
    const given = { council: TARROWSHIRE, body: CIB, purpose: "ALIGN_SUPPORT", parts: ["SUMMARY"], strand: "CHILDRENS" };
    await done(hub, "chief-executive", "giveStandingAgreement", given);
    await done(hub, "adviser", "proposeShare", { ...proposal, concern: id });
    await done(hub, "adviser", "makeShare", { concern: id, share: await shareOf(id) });
    hub.clock.set(`${opensAfterNotice(hub.hub.today())}T12:00:00.000Z`);
    const [adviser, lead] = [await followed("adviser", id), await followed("cib-lead", id)];
    const [snapshot] = [await adviser.next(), await lead.next()];
    const query = `{ council(code: "${TARROWSHIRE}") { standingAgreements { id } } }`;
    const { body } = await hub.ask<{ council: { standingAgreements: { id: string }[] } }>("chief-executive", query);
    const agreement = body.data.council.standingAgreements.at(-1)?.id;
    await done(hub, "chief-executive", "takeBackStandingAgreement", { council: TARROWSHIRE, agreement });
    expect(whats(await adviser.next())).toEqual(["STANDING_AGREEMENT_TAKEN_BACK"]);
    expect(await lead.rest()).toMatchObject([{ reason: "ACCESS_ENDED" }]);
    const again = await followed("adviser", id, snapshot?.position);
    expect(whats(await again.next())).toEqual(["STANDING_AGREEMENT_TAKEN_BACK"]);
  });

  it("that a person may not see is refused like one that does not exist", async () => {
    const id = await aware();
    const refusals = [
      await followed("cib-lead", id),
      await followed("cib-lead", "no-such-concern"),
      await followed("nobody", id),
    ];
    for (const live of refusals) expect(await live.rest()).toMatchObject([{ __typename: "Refused", code: "NOT_FOUND" }]);
  });

  it("is not resumed from a malformed token, another person's, another concern's, or one beyond the log", async () => {
    const id = await aware();
    const other = await aware();
    const mine = (await (await followed("adviser", id)).next())?.position ?? "";
    const beyond = hub.hub.keys.encryptToken(
      randomUUID() + JSON.stringify(["headline", ["9999999999999999", "a proof"]]),
      JSON.stringify(["live", "concern", id, "adviser"]),
    );
    const refused = [
      followed("adviser", id, "nonsense"),
      followed("adviser", id, ""),
      followed("second-adviser", id, mine),
      followed("adviser", other, mine),
      followed("adviser", id, beyond),
    ];
    for (const live of refused)
      expect(await (await live).rest()).toMatchObject([
        { code: "RESUME_POINT_GONE", field: "after", message: expect.stringContaining("Start a new subscription") },
      ]);
  });
});

describe("A person's inbox, a council's support and its ledger", () => {
  it("are sent when they change, to the people they concern", async () => {
    const inbox = await following("chief-executive", INBOX, {});
    const others = await following("cib-lead-london", INBOX, {});
    const support = await following("cib-lead", SUPPORT, { council: TARROWSHIRE });
    const notNamed = await following("adass-lead", SUPPORT, { council: TARROWSHIRE });
    const before = await inbox.next();
    await others.next();
    const picture = await support.next();
    const pictureOfOthers = await notNamed.next();
    expect(before?.kind).toBe("SNAPSHOT");
    const id = await done(hub, "adviser", "offerSupport", { ...offer, shownTo: [CIB] });
    const kinds = (message: Message | undefined) => message?.inbox?.nodes.map(({ kind }) => kind) ?? [];
    expect(kinds(await inbox.next()).length).toBe(kinds(before).length + 2);
    const offered = (message: Message | undefined) => message?.support?.strands.reduce((sum, strand) => sum + strand.offered, 0);
    expect(offered(await support.next())).toBe((offered(picture) ?? 0) + 1);
    await done(hub, "chief-executive", "answerSupport", { support: id, answer: "AGREED" });
    expect(kinds(await inbox.next())).toEqual(kinds(before));
    // Nothing of the offer came to leads whom the council was not told of: their next message is of the agreement.
    const agreed = (message: Message | undefined) => message?.support?.strands.reduce((sum, strand) => sum + strand.agreed, 0);
    expect(agreed(await notNamed.next())).toBe((agreed(pictureOfOthers) ?? 0) + 1);
    expect(await others.isQuiet()).toBe(true);
  });

  it("are sent when a colleague claims a task, whatever it is about, and to no others", async () => {
    await done(hub, "department", "submitInformation", submission);
    await done(hub, "chief-executive", "requestSupport", signal);
    await done(hub, "adviser", "logConcern", concern);
    const offered = await done(hub, "adviser", "offerSupport", { ...offer, shownTo: [CIB] });
    await done(hub, "chief-executive", "answerSupport", { support: offered, answer: "AGREED" });
    await done(hub, "adviser", "recordContact", routineContact);
    const others = await following("adviser-london", INBOX, {});
    await others.next();
    const claims = async (person: string, colleague: string) => {
      const live = await following(colleague, INBOX, {});
      await live.next();
      type Tasks = { readonly inbox: { readonly nodes: readonly { readonly id: string | null }[] } };
      const { body } = await hub.ask<Tasks>(person, "{ inbox(first: 100) { nodes { id } } }");
      const tasks = body.data.inbox.nodes.flatMap(({ id }) => id ?? []);
      const types = new Map(tasks.map((task) => [decodeTask(task)?.type, task]));
      for (const task of types.values()) {
        await done(hub, person, "claimTask", { task });
        expect(await live.next()).toMatchObject({ kind: "CHANGE" });
      }
      return [...types.keys()].sort();
    };
    expect(await claims("second-adviser", "adviser")).toEqual(["concern", "council", "signal", "submission", "support"]);
    expect(await claims("leader", "chief-executive")).not.toEqual([]);
    expect(await others.isQuiet()).toBe(true);
  });

  it("are opened by a hundred and forty at once, each of whom has a snapshot, and then only those whose tasks a command changed get a message", async () => {
    const people = ["adviser", "second-adviser", "adviser-london", "chief-executive", "cib-lead", "department", "panel-member"];
    const tokens = await Promise.all(people.map((person) => hub.token(person)));
    const followers = await Promise.all(
      Array.from({ length: 20 * people.length }, async (_, n) => {
        const person = people[n % people.length] ?? "";
        return { person, live: await following(person, INBOX, {}, tokens[n % people.length]) };
      }),
    );
    const first = await Promise.all(followers.map(({ live }) => live.next()));
    expect(first.map((message) => message?.kind)).toEqual(followers.map(() => "SNAPSHOT"));
    await done(hub, "adviser", "logConcern", concern);
    const isTold = ({ person }: { readonly person: string }) => ["adviser", "second-adviser"].includes(person);
    const told = await Promise.all(followers.filter(isTold).map(({ live }) => live.next()));
    expect(told.map((message) => message?.kind)).toEqual(told.map(() => "CHANGE"));
    expect(await Promise.all(followers.map(({ live }) => live.isQuiet()))).toEqual(followers.map(() => true));
  });

  it.each([INBOX, NEWS])("begin with a snapshot when they are resumed: %#", async (subscription) => {
    const first = await following("chief-executive", subscription, {});
    const position = (await first.next())?.position;
    await first.leave();
    expect(await (await following("chief-executive", subscription, { after: position })).next()).toMatchObject({
      kind: "SNAPSHOT",
    });
  });

  it("have a person's number of unread news beside them: when news comes, is marked as read elsewhere, or ends with the right", async () => {
    const [lead, others] = [await following("cib-lead", NEWS, {}), await following("cib-lead-london", NEWS, {})];
    const before = (await lead.next())?.unread ?? 0;
    await others.next();
    const { id, share } = await shared();
    expect(await lead.next()).toMatchObject({ __typename: "NewsUpdate", kind: "CHANGE", unread: before + 1, moreUnread: false });
    const { body } = await hub.ask<{ news: { nodes: { mark: string }[] } }>("cib-lead", "{ news(first: 1) { nodes { mark } } }");
    await done(hub, "cib-lead", "markNewsRead", { person: "cib-lead", upTo: body.data.news.nodes[0]?.mark });
    expect(await lead.next()).toMatchObject({ unread: 0 });
    await reply(id);
    expect(await lead.next()).toMatchObject({ unread: 1 });
    // A change of the concern that is no news for its recipients.
    await done(hub, "adviser", "recordConversation", { ...conversation, concern: id });
    expect(await lead.isQuiet()).toBe(true);
    await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "OBJECTS" });
    expect(await lead.next()).toMatchObject({ unread: 0 });
    expect(await others.isQuiet()).toBe(true);
  });

  it("show a council the disclosures of concerns of which it is aware, and no others", async () => {
    // Where nothing was disclosed to the council before.
    await renewHub();
    const ledger = await following("chief-executive", LEDGER, { council: TARROWSHIRE });
    const before = (await ledger.next())?.ledger?.disclosures.nodes.length ?? 0;
    expect(await ledger.isQuiet(500)).toBe(true);
    const id = await done(hub, "adviser", "logConcern", concern);
    await hub.ask("adviser", "query($id: ID!) { concern(id: $id) { summary { text } } }", { id });
    expect(await ledger.isQuiet(500)).toBe(true);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    expect((await ledger.next())?.ledger?.disclosures.nodes.length).toBeGreaterThan(before);
  });

  it("are refused to those who may not see them", async () => {
    const refused = [
      await following("cib-lead", LEDGER, { council: TARROWSHIRE }),
      await following("cib-lead-london", SUPPORT, { council: TARROWSHIRE }),
      await following("cib-lead", SUPPORT, { council: "X-no-council" }),
    ];
    for (const live of refused) expect(await live.rest()).toMatchObject([{ code: "NOT_FOUND" }]);
  });
});

describe("One support", () => {
  const followed = (person: string, id: string, after?: string) => following(person, ONE_SUPPORT, { id, after });
  const offered = (kind = "PACKAGE") => done(hub, "adviser", "offerSupport", { ...offer, kind, shownTo: [CIB] });
  const setMilestone = (support: string) => done(hub, "adviser", "setMilestone", { support, kind: "OTHER", due: "2026-12-01" });

  it("is sent as a snapshot, and when what its reader may see of it changes, and at no other", async () => {
    const [id, other] = [await offered(), await offered()];
    const [adviser, lead] = [await followed("adviser", id), await followed("cib-lead", id)];
    for (const live of [adviser, lead]) expect(await live.next()).toMatchObject({ kind: "SNAPSHOT", support: { id } });
    // The lead sees that there is support, and neither what it is for nor its milestones.
    await setMilestone(id);
    expect(await adviser.next()).toMatchObject({ kind: "CHANGE", support: { id } });
    await done(hub, "chief-executive", "answerSupport", { support: other, answer: "AGREED", regionSees: "PURPOSE" });
    await done(hub, "cib-lead", "planApproach", { ...approach, body: CIB, leadConsulted: true });
    for (const live of [adviser, lead]) expect(await live.isQuiet()).toBe(true);
    await done(hub, "chief-executive", "answerSupport", { support: id, answer: "AGREED", regionSees: "PURPOSE" });
    for (const live of [adviser, lead]) expect(await live.next()).toMatchObject({ kind: "CHANGE" });
    await setMilestone(id);
    for (const live of [adviser, lead]) expect(await live.next()).toMatchObject({ kind: "CHANGE" });
  });

  it("begins with a change for a subscriber who missed one that they may see, and with a snapshot for others", async () => {
    const id = await offered();
    const positions = await Promise.all(
      ["adviser", "cib-lead"].map(async (person) => {
        const live = await followed(person, id);
        const message = await live.next();
        await live.leave();
        return message?.position;
      }),
    );
    const kinds = async () => {
      const again = [await followed("adviser", id, positions[0]), await followed("cib-lead", id, positions[1])];
      return Promise.all(again.map(async (live) => (await live.next())?.kind));
    };
    expect(await kinds()).toEqual(["SNAPSHOT", "SNAPSHOT"]);
    await setMilestone(id);
    expect(await kinds()).toEqual(["CHANGE", "SNAPSHOT"]);
    await done(hub, "chief-executive", "answerSupport", { support: id, answer: "AGREED" });
    expect(await kinds()).toEqual(["CHANGE", "CHANGE"]);
  });

  const ANSWER = `query($id: ID!) { support(id: $id) { lead status offeredOn answerBy from until begunOn endedOn progress kind causes
    purposeWithheld detailWithheld milestones { kind due metOn fellDueAt about } reviews { from to cancelled reviewedOn progress finding }
    judgements { by judgement why } presence { from to cancelled place } detail { version } } }`;
  const READERS = ["adviser", "chief-executive", "cib-lead", "adass-lead", "adviser-london"];

  it("is told of as changed to exactly those who read something else of it than before, all its life", async () => {
    const [id, whole] = [await offered("MENTORING"), await offered()];
    const state = () => hub.hub.support.queries().findUnchecked(id);
    const answers = () =>
      Promise.all(READERS.map(async (person) => JSON.stringify((await hub.ask(person, ANSWER, { id })).body.data)));
    const positions = new Map<string, string>();
    /** The first message of each reader, from the last one's position. */
    const first = () =>
      Promise.all(
        READERS.map(async (person) => {
          const live = await followed(person, id, positions.get(person));
          const message = await live.next();
          await live.leave();
          if (message?.position) positions.set(person, message.position);
          return message?.code ?? message?.kind;
        }),
      );
    const days = { from: "2026-04-08", to: "2026-04-09" };
    const moved = { from: "2026-03-17", until: "2027-01-31", presence: [], reason: "An inspection that week." };
    const life: readonly (readonly [person: string, command: string, input?: () => object])[] = [
      ["adviser", "changeSupportLead", () => ({ lead: "Noor (invented)" })],
      ["adviser", "setMilestone", () => ({ kind: "OTHER", due: "2026-12-01", about: "Both mentors named." })],
      ["chief-executive", "answerSupport", () => ({ answer: "AGREED", regionSees: "DATES" })],
      ["adviser", "meetMilestone", () => ({ milestone: state()?.milestones.at(-1)?.milestone, metOn: "2026-03-02" })],
      ["adviser", "setPackage", () => ({ package: whole })],
      ["adviser", "planPresence", () => ({ ...days, place: "The town hall" })],
      ["chief-executive", "setRegionView", () => ({ regionSees: "PURPOSE" })],
      ["adviser", "planReview", () => days],
      ["adviser", "cancelReview", () => ({ review: state()?.reviews.at(-1)?.review })],
      ["adviser", "cancelPresence", () => ({ presence: state()?.presences.at(-1)?.presence })],
      ["adviser", "moveSupport", () => ({ by: "PROVIDER", ...moved })],
      ["chief-executive", "answerMove", () => ({ by: "COUNCIL", move: state()?.moves.at(-1)?.move, answer: "AGREED" })],
      ["adviser", "beginSupport", () => ({ begunOn: "2026-03-02" })],
      ["chief-executive", "setRegionView", () => ({ regionSees: "NOTHING" })],
      ["adviser", "endSupport", () => ({ how: "COMPLETED", endedOn: "2026-03-02", reason: "It is done." })],
      ["chief-executive", "judgeOutcome", () => ({ by: "COUNCIL", judgement: "EFFECTIVE", why: "Weekly in both teams." })],
    ];
    await first();
    let before = await answers();
    const met = new Set<string | undefined>();
    for (const [person, command, input] of life) {
      await done(hub, person, command, { support: id, ...input?.() });
      const after = await answers();
      const hasPosition = READERS.map((reader) => positions.has(reader));
      const told = await first();
      const expected = after.map((answer, n) => {
        if (answer === '{"support":null}') return "NOT_FOUND";
        return answer === before[n] || !hasPosition[n] ? "SNAPSHOT" : "CHANGE";
      });
      expect([command, told]).toEqual([command, expected]);
      for (const [n, kind] of told.entries()) met.add(`${READERS[n]} ${kind}`);
      before = after;
    }
    for (const kind of ["SNAPSHOT", "CHANGE"]) expect([...met]).toContain(`cib-lead ${kind}`);
    expect([...met]).toContain("adass-lead NOT_FOUND");
  });

  it("is refused to those who may not see it like one that does not exist, and its position to others", async () => {
    const id = await offered();
    const position = (await (await followed("adviser", id)).next())?.position;
    for (const live of [await followed("adass-lead", id), await followed("adviser", "no-such-support")])
      expect(await live.rest()).toMatchObject([{ __typename: "Refused", code: "NOT_FOUND" }]);
    for (const live of [await followed("second-adviser", id, position), await followed("adviser", await offered(), position)])
      expect(await live.rest()).toMatchObject([{ code: "RESUME_POINT_GONE" }]);
  });

  it("ends when its reader may no longer see it", async () => {
    const id = await offered();
    await done(hub, "chief-executive", "answerSupport", { support: id, answer: "AGREED", regionSees: "DATES" });
    const [lead, adviser] = [await followed("adass-lead", id), await followed("adviser", id)];
    for (const live of [lead, adviser]) expect(await live.next()).toMatchObject({ kind: "SNAPSHOT" });
    await done(hub, "chief-executive", "setRegionView", { support: id, regionSees: "NOTHING" });
    expect(await lead.rest()).toMatchObject([{ reason: "ACCESS_ENDED" }]);
    expect(await adviser.next()).toMatchObject({ kind: "CHANGE" });
  });
});

describe("A stream", () => {
  it("ends with its reader's token", async () => {
    isChanged = true;
    const id = await aware();
    const exp = Math.floor(hub.clock.now().getTime() / 1000) + 1;
    const live = await following("adviser", CONCERN, { id }, await hub.token("adviser", { exp }));
    await live.next();
    hub.clock.set("2026-03-02T12:00:02.000Z");
    expect(await live.rest()).toMatchObject([{ __typename: "LiveEnded", reason: "TOKEN_ENDED" }]);
  });

  it("sends nothing after the token has expired, however the clock reached that time", async () => {
    isChanged = true;
    const id = await aware();
    const live = await followed("adviser", id);
    await live.next();
    hub.clock.set("2026-03-03T12:00:00.000Z");
    await reply(id);
    expect(await live.rest()).toMatchObject([{ reason: "TOKEN_ENDED" }]);
  });

  it("ends when the hub stops, and does not delay that", async () => {
    const id = await aware();
    const live = await followed("adviser", id);
    await live.next();
    const stopping = hub.close();
    expect(await live.rest()).toMatchObject([{ reason: "HUB_STOPPING", position: expect.any(String) }]);
    await stopping;
    hub = await startHub();
  });

  it("is refused to a person who is not signed in", async () => {
    const document = parse("subscription { inboxChanged { __typename } }");
    const nobody = await graphqlSubscribe({ schema: buildSchema(), document, contextValue: {} });
    expect(nobody).toMatchObject({ errors: [{ message: "Sign in first." }] });
    const headers = { "content-type": "application/json", accept: "text/event-stream" };
    expect((await hub.send(JSON.stringify({ query: INBOX }), headers)).status).toBe(401);
  });

  it("is read with the rights at the time of each message: a person without any assignment is sent nothing new", async () => {
    isChanged = true;
    const live = await following("adviser", INBOX, {});
    expect((await live.next())?.inbox?.nodes.length).toBeGreaterThan(0);
    const assignment = hub.hub.people
      .queries()
      .viewer("adviser")
      ?.assignments.find(({ current }) => current)?.assignment;
    await done(hub, "governance-officer", "endAssignment", { person: "adviser", assignment });
    expect(await live.next()).toMatchObject({ kind: "CHANGE", inbox: { nodes: [] } });
    await done(hub, "second-adviser", "logConcern", concern);
    expect(await live.isQuiet()).toBe(true);
  });

  it("that its client has left is closed", async () => {
    const id = await aware();
    const live = await followed("adviser", id);
    await live.next();
    expect(hub.hub.broadcast.meter().streams).toBe(1);
    await live.leave();
    await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(0);
  });

  it("is one of at most twenty of one person", async () => {
    const id = await aware();
    for (let n = 0; n < 20; n += 1) await (await followed("adviser", id)).next();
    expect(await (await followed("adviser", id)).rest()).toMatchObject([{ code: "TOO_MANY_STREAMS" }]);
    expect(await (await followed("second-adviser", id)).next()).toMatchObject({ kind: "SNAPSHOT" });
    await open[0]?.leave();
    await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(20);
    expect(await (await followed("adviser", id)).next()).toMatchObject({ kind: "SNAPSHOT" });
  });

  it("has the limits of every query, and must be requested as a stream", async () => {
    const id = await aware();
    const deep = `${"{ council { concerns { nodes ".repeat(4)}{ id }${" } } }".repeat(4)}`;
    const query = `subscription { concernChanged(concern: "${id}") { ... on ConcernUpdate { concern ${deep} } } }`;
    const { body } = await hub.ask("adviser", query);
    expect(body.errors?.[0]?.extensions?.code).toBe("TOO_LARGE");
    const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.token("adviser")}` };
    const asJson = { ...headers, accept: "application/json" };
    expect((await hub.send(JSON.stringify({ query: CONCERN, variables: { id } }), asJson)).status).toBe(406);
    expect(hub.hub.broadcast.meter().streams).toBe(0);
  });

  it("is dropped when its client does not read, with little kept for it, and can be resumed from what it did read", async () => {
    const id = await done(hub, "adviser", "logConcern", { ...concern, observed: "o".repeat(9_000) });
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    const texts = Array.from({ length: 200 }, (_, n) => `t${n}: text observed${n}: observed`).join(" ");
    const query = CONCERN.replace("replies { text }", texts.replaceAll(/t(\d+): text/g, "t$1: text"));
    const slow = await stalled("adviser", query, { id });
    await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(1);
    // Until the hub drops it: how much is kept for it on the way is the operating system's.
    const isDropped = () => hub.hub.broadcast.meter().streams === 0;
    for (let n = 0; n < 150 && !isDropped(); n += 1) await reply(id, `Reply ${n}.`);
    for (let n = 0; n < 100 && !isDropped(); n += 1)
      await done(hub, "adviser", "recordConversation", { ...conversation, concern: id });
    await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(0);
    const last = await slow.readOn();
    expect(last).toContain('"reason":"TOO_SLOW"');
    const position = /"reason":"TOO_SLOW".*?"position":"([^"]+)"/.exec(last)?.[1];
    const again = await followed("adviser", id, position);
    expect(await again.next()).toMatchObject({ kind: "CHANGE" });
  });
});

/** A client that sends a request and then reads nothing until the test says so; it then reads to the end and returns the last part. */
async function stalled(person: string, query: string, variables: object): Promise<{ readOn(): Promise<string> }> {
  const { port, hostname } = new URL(hub.url);
  const body = JSON.stringify({ query, variables });
  const lines = [
    "POST /graphql HTTP/1.1",
    `Host: ${hostname}:${port}`,
    "Content-Type: application/json",
    "Accept: text/event-stream",
    `Authorization: Bearer ${await hub.token(person)}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  const socket = connect(Number(port), hostname);
  socket.pause();
  socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
  return {
    readOn: () =>
      new Promise((resolve, reject) => {
        let tail = "";
        socket.on("data", (chunk) => {
          tail = (tail + chunk).slice(-2_000);
          if (!tail.includes("event: complete")) return;
          socket.destroy();
          resolve(tail);
        });
        socket.on("error", reject);
        socket.resume();
      }),
  };
}
