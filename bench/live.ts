// An event of a concern that a thousand people follow, in twelve classes, against one that twelve follow, one of each class: processor time
// for folding the event, asking policy who may be told and going through those who are. What is behind each one's queue (reading the
// concern, writing to a connection) is left out. A ratio of 1 is flat: the cost grows with the kinds of people, not with how many there are.

import type { EventLog, StoredEvent } from "../event-log/port.ts";
import { streamParts } from "../event-log/stream-name.ts";
import type { PersonFacts } from "../policies/engine/facts.ts";
import { loadPolicy } from "../policies/engine/policy.ts";
import { rightsUnder } from "../policies/engine/rights.ts";
import { accessText } from "../queries/live/access.ts";
import { openConcernChanges } from "../queries/live/concern-changes.ts";
import { accessAfter, publishChange } from "../queries/live/concern-topic.ts";
import { openLiveAuthorisation } from "../queries/live/live-authorisation.ts";
import { openTopic, type Subscriber } from "../queries/live/topic.ts";
import { createCouncils } from "../reference/councils.ts";
import { concernStream } from "../services/concern/events.ts";
import { personFacts } from "../services/people/assignments.ts";
import type { RoleName } from "../services/people/roles.ts";
import type { Assignment } from "../services/people/state.ts";
import { compare, type Result } from "./harness.ts";

const FOLLOWERS = 1_000;
const EVENTS = 1_000;
const TODAY = "2026-11-22";
const AT = "2026-11-20T12:00:00.000Z";
const LONDON = "E12000007";
const COUNCIL = "E09000033";
const ID = "concern";
const BODIES = ["regional-improvement-london", "member-peers-london", "mhclg", "dfe", "performance-support-panel"];

const adviser = (...more: string[]) => ({ regions: [LONDON, ...more], strands: ["corporate" as const] });
const CLASSES: readonly (readonly [RoleName, Partial<Assignment>])[] = [
  ["principal-adviser", adviser()],
  ["principal-adviser", adviser("E12000001")],
  ["principal-adviser", adviser("E12000002")],
  ["principal-adviser", adviser("E12000003")],
  ["principal-adviser", adviser("E12000004")],
  ["chief-executive", { council: COUNCIL }],
  ["regional-improvement", { regions: [LONDON] }],
  ["regional-improvement", { regions: [LONDON, "E12000002"] }],
  ["member-peer", { regions: [LONDON] }],
  ["department", { body: "mhclg" }],
  ["department", { body: "dfe" }],
  ["panel-member", {}],
];

export async function live(): Promise<readonly Result[]> {
  const events = historyOf();
  const following = (followers: number) => {
    const { send } = broadcastTo(followers, events);
    return () => processorTime(EVENTS, send);
  };
  const turns = { ours: following(FOLLOWERS), theirs: following(CLASSES.length) };
  const work = `an event for ${FOLLOWERS.toLocaleString("en-GB")} followers in ${CLASSES.length} classes, for ${CLASSES.length} followers`;
  return [await compare({ name: "live", work, unit: "µs an event", rounds: 15, warmUps: 2, reach: { atMost: 1.5 }, ...turns })];
}

/** Microseconds of processor time for each of `count` units. */
async function processorTime(count: number, work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / count;
}

/** Publishes every later event of one concern to its followers, including the read of the event. */
function broadcastTo(followers: number, events: readonly StoredEvent[]) {
  const policy = loadPolicy();
  // As in the hub, no concern names one of these people.
  const named: ReadonlySet<string> = new Set();
  const rights = rightsUnder(policy, () => named);
  const people = new Map<string, PersonFacts>();
  const changes = openConcernChanges(
    {
      readStream: async (stream: string) => events.filter((event) => event.stream === stream),
    } as unknown as EventLog,
    { today: () => TODAY, certainToday: () => TODAY },
  );
  const none = undefined as never;
  const authorisation = openLiveAuthorisation({
    policy,
    rights,
    councils: createCouncils(),
    today: () => TODAY,
    certainToday: () => TODAY,
    people: none,
    register: none,
    support: none,
  });
  const topic = openTopic({
    viewerOf: (person) => people.get(person) ?? personFacts(person, [], TODAY),
    classOf: authorisation.classOn("readShareTerms"),
    access: () => undefined,
    changed: () => {},
  });
  const told = events.slice(-EVENTS);
  let delivered = 0;
  const queue = {
    offer: () => {
      delivered += 1;
    },
  } as unknown as Subscriber["queue"];

  return {
    async send(): Promise<void> {
      if (people.size === 0) await join();
      delivered = 0;
      for (const event of told) publishChange(authorisation, await changes.of(event), topic.groups(ID));
      if (delivered !== followers * EVENTS) throw new Error(`${delivered} messages were delivered, not ${followers * EVENTS}.`);
    },
  };

  async function join(): Promise<void> {
    const first = told[0] && (await changes.of(told[0]));
    for (let n = 0; n < followers; n += 1) {
      const [role, more] = CLASSES[n % CLASSES.length] ?? ["panel-member", {}];
      const lasting = { assignment: "a", regions: [], strands: [], from: "2026-01-01", until: "2026-12-31" };
      const facts = personFacts(`p${n}`, [{ ...lasting, role, started: { actor: "hub", at: AT }, ...more }], TODAY);
      people.set(`p${n}`, facts);
      const parts = first ? authorisation.parts(facts, first.after.facts) : [];
      const seen = first ? accessText(accessAfter(authorisation, first)(facts, parts)) : "";
      topic.join(ID, { person: `p${n}`, queue, after: "", seen });
    }
  }
}

/** A concern that is shared with all bodies, and then replies of the council, of which all recipients get a message. */
function historyOf(): readonly StoredEvent[] {
  const text = { plain: { reply: "r", explanation: "e", about: "a", toldName: "t", account: "a", summary: "s", observed: "o" } };
  const period = { from: "2026-01-01", to: "2026-03-31" };
  const grading = { source: "1", content: "A" };
  const evidence = { evidence: "e", suppliedBy: "adviser", kind: "audit-report", period, grading, handling: "P" };
  const aware = { awareness: "a", toldOffice: "leader", channel: "email", toldOn: "2026-04-01", bodies: BODIES, text };
  const terms = { parts: ["headline", "summary"], purpose: "align-support", until: "2027-03-31", answerBy: "2026-05-01" };
  const council = { council: COUNCIL, region: LONDON, strand: "corporate", cause: "finance", period };
  const made: { readonly type: string; readonly data: object }[] = [
    { type: "ConcernLogged.v1", data: { ...council, narrative: text } },
    { type: "EvidenceAdded.v1", data: { ...evidence, protectedSource: false, text } },
    { type: "CouncilMadeAware.v2", data: aware },
    ...BODIES.flatMap((body) => [
      { type: "ShareProposed.v2", data: { share: body, body, ...terms, silence: "may-go-ahead", text } },
      { type: "ShareMade.v2", data: { share: body, basis: "agreed" } },
    ]),
    // As many events as a concern can have, so that folding costs no more than in reality; they are published repeatedly.
    ...Array.from({ length: EVENTS }, (_, n) => ({ type: "CouncilReplied.v2", data: { reply: `r${n}`, text } })),
  ];
  const metadata = { actor: "adviser", commandId: "c", correlation: "c", causation: "c", policyVersion: "p", permittedBy: [] };
  return made.map(({ type, data }, index) => ({
    ...{
      type,
      data: data as StoredEvent["data"],
      stream: concernStream(ID),
      ...streamParts(concernStream(ID)),
      version: index + 1,
      id: `e${index}`,
      metadata,
    },
    ...{ at: AT, previousHash: "", position: String(index + 1).padStart(16, "0") },
  }));
}
