// News is for exactly those who may read what it tells, never longer than they may, and as much of it is unread as the list of unread news has.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demonstrationPeople } from "../../demonstration/people.ts";
import { openingRecorder } from "../../hub/clock/openings.ts";
import { READ_ACTIONS } from "../../policies/engine/facts.ts";
import { readOne } from "../../queries/concerns/read-one.ts";
import { may } from "../../queries/deps.ts";
import { countUnread, type NewsItem, readNews } from "../../queries/news/read-news.ts";
import { sightOf } from "../../queries/support/levels.ts";
import type { Part } from "../../reference/concern-parts.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { newsOfConcern } from "../../services/concern/news.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { occurrence } from "../../services/stored-events.ts";
import { EXTRA_PEOPLE, playHistory } from "../helpers/play-history.ts";
import { policyFiles, shipped } from "../helpers/policy-files.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const EVERYBODY = [...demonstrationPeople.map(({ id }) => id), ...EXTRA_PEOPLE];

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
  await playHistory(hub);
  await openConcerns();
});
afterAll(() => hub.close());

/** People of bodies open each concern that they see, and the hub records it for the councils. */
async function openConcerns(): Promise<void> {
  for (const person of EVERYBODY.filter((one) => viewerOf(one).facts.bodies.length > 0)) {
    const { body } = await hub.ask<{ concerns: { nodes: { id: string }[] } }>(person, "{ concerns { nodes { id } } }");
    for (const { id } of body.data.concerns.nodes) await hub.ask(person, "query($id: ID!) { concern(id: $id) { id } }", { id });
  }
  await hub.hub.disclosed.reached(await hub.hub.disclosures.head(), 30_000);
  expect(await openingRecorder(hub.hub)()).toBeGreaterThan(2);
}

const viewerOf = (person: string) => hub.hub.people.queries().viewer(person) ?? expect.fail(person);

/** All news of a person, page by page. */
function newsOf(person: string): readonly NewsItem[] {
  const items: NewsItem[] = [];
  let end: Parameters<typeof readNews>[3];
  for (;;) {
    const page = readNews(hub.hub, viewerOf(person), {}, end, 7);
    items.push(...page.items);
    if (!page.more) return items;
    end = page.end;
  }
}

/** What the events of concerns, and the openings of concerns by bodies, tell councils and advisers, by who acts for them and may read the part today: found without rows, audiences or pages. */
async function expectedOf(person: string): Promise<readonly string[]> {
  const { facts } = viewerOf(person);
  const states = new Map<string, ConcernState>();
  const expected: string[] = [];
  for (const stored of await hub.hub.log.readAll("", 100_000)) {
    if (stored.type === "ConcernOpenedByBody.v1") {
      const concern = hub.hub.register.queries().findUnchecked(String(stored.data.concern)) ?? expect.fail(stored.id);
      const parts = readOne(hub.hub, facts, concern.id)?.parts;
      if (facts.councils.includes(stored.streamId) && parts?.has("sharingRecord")) expected.push(`${stored.id} opened`);
    }
    if (stored.category !== CONCERN_CATEGORY) continue;
    const event = readConcernEvent(stored);
    const [id, before] = [stored.streamId, states.get(stored.streamId)];
    const after = evolve(id, before, event, occurrence(stored));
    states.set(id, after);
    const concern = hub.hub.register.queries().findUnchecked(id);
    for (const { kind, audience, tells } of newsOfConcern({ before, event, after, at: stored.at })) {
      if (audience.startsWith("body:") || !concern) continue;
      const isOf =
        audience === `council:${after.council}`
          ? facts.councils.includes(after.council)
          : facts.adviserScopes.includes(concern.facts.scope);
      const reads = (part: Part) => may(hub.hub, facts, READ_ACTIONS[part], { type: "Concern", id: "c", facts: concern.facts });
      if (isOf && stored.metadata.actor !== person && reads("headline") && reads(tells as Part))
        expected.push(`${stored.id} ${kind}`);
    }
  }
  return expected.toSorted();
}
const isOfRecipient = ({ kind, tells }: NewsItem) =>
  tells.includes("shareTerms") || tells.includes("shareEnding") || kind === "evidence-opened";

/** Holds for everybody: nothing is news that the person may not read now, and unread news is counted right. */
function holdsNow(): number {
  let found = 0;
  for (const person of EVERYBODY) {
    const viewer = viewerOf(person);
    for (const { subject, type, tells } of newsOf(person)) {
      found += 1;
      if (type === "support")
        expect(sightOf(hub.hub, viewer.facts, hub.hub.support.queries().factsOf(subject) ?? expect.fail())).toBeDefined();
      if (type !== "concern" || tells.includes("shareEnding")) continue;
      const parts = readOne(hub.hub, viewer.facts, subject)?.parts;
      for (const part of tells)
        if (part !== "shareTerms") expect([person, part, parts?.has(part as Part)]).toEqual([person, part, true]);
    }
    const unread = readNews(hub.hub, viewer, { unread: true }, undefined, 100);
    expect(countUnread(hub.hub, viewer)).toEqual({ count: unread.items.length, more: unread.more });
    const marked = newsOf(person).filter((item) => item.unread);
    if (!unread.more)
      expect(unread.items.map(({ event, kind }) => [event, kind])).toEqual(marked.map(({ event, kind }) => [event, kind]));
  }
  return found;
}

describe("News", () => {
  it("is, of what councils and advisers are told, for exactly its readers", async () => {
    let told = 0;
    for (const person of EVERYBODY) {
      const expected = await expectedOf(person);
      told += expected.length;
      const ofConcerns = newsOf(person).filter(({ type }) => type === "concern");
      const found = ofConcerns.map((item) => `${item.event} ${item.kind}`);
      expect(found).toEqual(expect.arrayContaining([...expected]));
      const { bodies } = viewerOf(person).facts;
      if (bodies.length === 0) expect([person, found.toSorted()]).toEqual([person, expected]);
    }
    expect(told).toBeGreaterThan(50);
    expect(EVERYBODY.flatMap((person) => newsOf(person)).filter(({ kind }) => kind === "opened").length).toBeGreaterThan(2);
    const received = EVERYBODY.flatMap((person) => newsOf(person).filter(isOfRecipient));
    expect(received.length).toBeGreaterThan(3);
    expect(holdsNow()).toBeGreaterThan(told);
  });

  it("ends with an assignment", async () => {
    const { assignments } = viewerOf("cib-lead");
    expect(newsOf("cib-lead").length).toBeGreaterThan(0);
    for (const { assignment, current } of assignments)
      if (current)
        await done(hub, "governance-officer", "endAssignment", { person: "cib-lead", assignment, reason: "They have left." });
    expect(newsOf("cib-lead")).toEqual([]);
    expect(countUnread(hub.hub, viewerOf("cib-lead"))).toEqual({ count: 0, more: false });
    holdsNow();
  });

  it("ends with a permission of the policy", async () => {
    const ofShares = (person: string) => newsOf(person).filter(({ kind }) => kind !== "share-over");
    expect(ofShares("department").length).toBeGreaterThan(0);
    const without = (text: string) => text.replace(/@id\("department-reads-(headline|summary|evidence)"\)[^;]*;\n/g, "");
    await done(hub, "governance-officer", "publishPolicy", {
      ...{ files: policyFiles({ "4-recipients.cedar": without }), basedOn: shipped.version, reason: "It is tried." },
    });
    expect(ofShares("department")).toEqual([]);
    expect(newsOf("adviser").length).toBeGreaterThan(0);
    holdsNow();
  });
});
