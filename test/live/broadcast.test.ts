// Which subscriber gets which message, and that nobody misses or repeats one: with random interleavings of events, joins and departures.
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { openAnswerLog } from "../../disclosure/answer-log.ts";
import type { Disclosure } from "../../disclosure/events.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import type { Stream } from "../../queries/live/broadcast.ts";
import type { TopicName } from "../../queries/live/live-topics.ts";
import { type ConcernEvent, type ConcernEventType, concernEvents, concernStream } from "../../services/concern/events.ts";
import { sharingPosition } from "../../services/concern/latest-position.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { plain } from "../../services/confidential.ts";
import { councilStream } from "../../services/council/events.ts";
import { personStream } from "../../services/people/events.ts";
import type { RoleName } from "../../services/people/roles.ts";
import { isRefusal } from "../../services/refusals.ts";
import {
  awarenessAnswered,
  BODY,
  COUNCIL,
  challengeAnswered,
  challenged,
  challengeFellDue,
  closed,
  conditionsAccepted,
  conversation,
  councilSupplied,
  dangerConfirmed,
  discarded,
  discardProposed,
  effectivenessReviewed,
  escalated,
  escalationConfirmed,
  escalationStoodDown,
  evidenceAdded,
  evidenceWithdrawn,
  expired,
  explained,
  letterRecorded,
  lightSupport,
  logged,
  MINISTRY,
  made,
  madeAsRequested,
  madeAware,
  madeAwareNow,
  notAccepted,
  notPersuaded,
  notReached,
  onConditions,
  outcomeOpened,
  outcomeRefused,
  overridden,
  ownerSet,
  PANEL,
  PEERS,
  packaged,
  proposed,
  REGION,
  reached,
  reassured,
  reopened,
  requestDeclined,
  requestWithdrawn,
  restricted,
  restrictionLifted,
  restrictionReviewed,
  reviewFellDue,
  shareRequested,
  stated,
  submissionCited,
  tellingExtended,
  timeTaken,
  underReview,
  untoldFellDue,
  withdrawn,
  wordsAnswered,
  wordsOpened,
} from "../examples/concern.ts";
import {
  agreed,
  approachPlanned,
  begun,
  clashSettled,
  declined,
  leadNamed,
  milestoneSet,
  offered,
  progressReviewed,
  regionViewSet,
  submitted,
} from "../examples/support.ts";
import { openTestBroadcast, type TestBroadcast } from "../helpers/live-broadcast.ts";
import { cases } from "../helpers/soak.ts";
import { appendOf } from "../helpers/stored-event.ts";

let worlds: TestBroadcast[] = [];
afterEach(async () => {
  for (const world of worlds) await world.close();
  worlds = [];
});
function opened(options: Parameters<typeof openTestBroadcast>[0] = {}): TestBroadcast {
  const world = openTestBroadcast(options);
  worlds.push(world);
  world.assign("adviser", "principal-adviser", { regions: [REGION], strands: ["corporate"] });
  world.assign("council", "chief-executive", { council: COUNCIL });
  world.assign("director", "director-of-adult-social-services", { council: COUNCIL, strands: ["adults"] });
  world.assign("region", "regional-improvement", { regions: [REGION] });
  world.assign("peer", "member-peer", { regions: [REGION] });
  world.assign("ministry", "department", { body: MINISTRY });
  world.assign("panel", "panel-member");
  return world;
}

const replied = (reply = "reply"): ConcernEvent => ({
  type: "CouncilReplied.v2",
  data: { reply, text: plain({ reply: "We are acting." }) },
});
const corrected: readonly ConcernEvent[] = [
  { type: "CorrectionRequested.v2", data: { correction: "correction", text: plain({ request: "It is three." }) } },
  {
    type: "CorrectionResolved.v2",
    data: { awaitsTelling: true, correction: "correction", outcome: "refused", text: plain({ reason: "It is four." }) },
  },
];
const CONCERN = "concern";
const happens = (world: TestBroadcast, ...events: readonly ConcernEvent[]) => world.append(concernStream(CONCERN), events);

async function followed(world: TestBroadcast, person: string, topic: TopicName = "concern", key = CONCERN, resume?: string) {
  const point = resume === undefined ? undefined : await world.broadcast.resumePoint(resume);
  const stream = await world.broadcast.follow(topic, key, person, point);
  if (isRefusal(stream)) throw new Error(stream.code);
  return stream;
}
/** The message for which a subscriber already waits. */
const awaited = new WeakMap<Stream, ReturnType<Stream["next"]>>();
/** The messages delivered so far: names of changes, `snapshot`, or the reason for the end. */
async function told(world: TestBroadcast, stream: Stream): Promise<readonly string[]> {
  await world.settled();
  const words: string[] = [];
  for (;;) {
    const coming = awaited.get(stream) ?? stream.next();
    awaited.set(stream, coming);
    const result = await Promise.race([coming, new Promise<undefined>((resolve) => setTimeout(resolve, 5))]);
    if (!result) return words;
    awaited.delete(stream);
    const { done, value } = result;
    if (done) return words;
    if (value.kind === "ended") words.push(value.reason);
    else if (value.snapshot) words.push("snapshot");
    else words.push(value.changes.map(({ what }) => what).join("+"));
  }
}

/** A life in which every event occurs, with each share agreed to and made. */
const shareTo = (share: string, body: string): readonly ConcernEvent[] => [
  proposed({ share, body }),
  stated("agrees", { share }),
  made(share),
];
const ALL = [BODY, PEERS, MINISTRY, PANEL];
const LIFE: readonly ConcernEvent[] = [
  logged(),
  evidenceAdded(),
  evidenceAdded({ evidence: "cited" }),
  submissionCited("cited"),
  ownerSet("adviser"),
  tellingExtended(),
  untoldFellDue(),
  wordsOpened(),
  discardProposed(),
  madeAware(ALL),
  awarenessAnswered("confirmed"),
  restricted({ named: [{ person: "council", offices: ["chief-executive"] }] }),
  restrictionReviewed(),
  restrictionLifted(),
  ...shareTo("region", BODY),
  ...shareTo("ministry", MINISTRY),
  shareRequested(),
  ...madeAsRequested({ share: "requested" }).slice(0, 1),
  made("requested", "request"),
  onConditions({ share: "requested" }),
  conditionsAccepted(1, "requested"),
  shareRequested({ request: "second" }),
  requestDeclined("second"),
  shareRequested({ request: "third" }),
  requestWithdrawn({ request: "third" }),
  replied(),
  ...corrected,
  councilSupplied(),
  evidenceAdded({ evidence: "untold" }),
  evidenceWithdrawn("cited"),
  conversation(),
  explained(),
  reopened(),
  underReview(),
  reviewFellDue(),
  reopened(),
  lightSupport(),
  reopened(),
  notAccepted(),
  reopened(),
  packaged(),
  ...shareTo("panel", PANEL),
  challenged(),
  challengeFellDue(),
  challengeAnswered(),
  wordsAnswered("open", ["challenge"]),
  effectivenessReviewed(),
  notPersuaded({ body: MINISTRY }),
  reassured("ministry"),
  ...escalated({ share: "escalated", body: MINISTRY }),
  escalationConfirmed(),
  escalationStoodDown(),
  proposed({ share: "peers", body: PEERS }),
  notReached("peers"),
  letterRecorded("2026-03-02", "peers"),
  reached("peers"),
  timeTaken("2026-03-23", "peers"),
  stated("objects", { share: "peers" }),
  overridden({ share: "peers" }),
  dangerConfirmed("2026-03-23", "peers"),
  made("peers"),
  expired("peers"),
  withdrawn("region"),
  closed(),
  outcomeOpened(),
  outcomeRefused(),
];

describe("An event of a concern", () => {
  it("occurs here in every type", () => {
    const types = new Set([...LIFE, discarded()].map(({ type }) => type));
    expect([...types].sort()).toEqual(Object.keys(concernEvents).sort());
  });

  it("is sent to nobody if it discards the concern: its advisers' streams end", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded(), discardProposed());
    const adviser = await followed(world, "adviser");
    expect(await told(world, adviser)).toEqual(["snapshot"]);
    await happens(world, discarded());
    expect(await told(world, adviser)).toEqual(["access-ended"]);
  });

  /** The messages to each subscriber about the events of the concern, from their first access on. */
  async function toldOfLife(person: string): Promise<ReadonlyMap<ConcernEventType, readonly string[]>> {
    const world = opened();
    const heard = new Map<ConcernEventType, readonly string[]>();
    let stream: Stream | undefined;
    for (const event of LIFE) {
      await happens(world, event);
      await world.settled();
      const words = stream ? await told(world, stream) : [];
      if (stream) heard.set(event.type, [...(heard.get(event.type) ?? []), ...words]);
      const joining = stream ? undefined : await world.broadcast.follow("concern", CONCERN, person);
      if (joining && !isRefusal(joining)) {
        stream = joining;
        await told(world, stream);
      }
    }
    return heard;
  }

  it("is sent to the adviser and to the council for every event", async () => {
    for (const person of ["adviser", "council"])
      for (const [type, words] of await toldOfLife(person))
        for (const word of words) expect(word.split("+")[0], `${person}: ${type}`).not.toMatch(/-changed|-ended/);
  });

  it.each([
    ["region", ["challenge", "conversation-recorded", "share-", "position-", "escalation-", "council-made-aware", "body-not"]],
    ["ministry", ["challenge", "conversation-recorded", "share-", "position-", "escalation-", "council-made-aware"]],
    ["panel", ["conversation-recorded", "share-", "position-", "escalation-", "council-made-aware", "body-not"]],
  ])("is sent to %s only for a part that is shared", async (person, never) => {
    const heard = [...(await toldOfLife(person)).values()].flat().flatMap((words) => words.split("+"));
    expect(heard.length).toBeGreaterThan(3);
    for (const word of heard) for (const kind of never) expect(word.startsWith(kind), word).toBe(false);
  });

  it("about evidence is sent only after the council was told of it", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded(), madeAware(ALL), ...shareTo("region", BODY));
    const [region, adviser] = [await followed(world, "region"), await followed(world, "adviser")];
    await happens(world, evidenceAdded({ evidence: "later" }));
    expect([await told(world, region), await told(world, adviser)]).toEqual([["snapshot"], ["snapshot", "evidence-added"]]);
    await happens(world, madeAware(ALL, "again"));
    expect([await told(world, region), await told(world, adviser)]).toEqual([["council-made-aware"], ["council-made-aware"]]);
    await happens(world, madeAware(ALL, "third"));
    expect([await told(world, region), await told(world, adviser)]).toEqual([[], ["council-made-aware"]]);
  });

  it("about an adviser's text is sent only after the council was told of it", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded(), madeAware(ALL), ...shareTo("region", BODY));
    const [region, adviser] = [await followed(world, "region"), await followed(world, "adviser")];
    await happens(world, ...corrected);
    expect(await told(world, region)).toEqual(["snapshot", "correction-requested"]);
    expect(await told(world, adviser)).toEqual(["snapshot", "correction-requested", "correction-resolved"]);
    await happens(world, madeAware([], "again"));
    expect([await told(world, region), await told(world, adviser)]).toEqual([["council-made-aware"], ["council-made-aware"]]);
  });

  it("is sent only as a new stage to a recipient of the headline", async () => {
    const world = opened();
    const headline = proposed({ share: "region", body: BODY, parts: ["headline"] });
    await happens(
      world,
      logged(),
      evidenceAdded(),
      madeAware(ALL),
      headline,
      stated("agrees", { share: "region" }),
      made("region"),
    );
    const region = await followed(world, "region");
    await happens(world, replied(), explained());
    expect(await told(world, region)).toEqual(["snapshot", "stage-changed"]);
  });

  it("is sent as changed terms to a recipient whose share the council narrows or who is reassured, and to no other recipient", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded(), madeAware(ALL), ...shareTo("region", BODY), ...shareTo("ministry", MINISTRY));
    const [region, ministry] = [await followed(world, "region"), await followed(world, "ministry")];
    await happens(world, reassured("ministry"));
    expect(await told(world, ministry)).toEqual(["snapshot"]);
    await happens(world, madeAware([], "again"));
    await happens(world, stated("agrees-with-conditions", { share: "ministry", until: "2026-05-31" }));
    await happens(world, stated("agrees-with-conditions", { share: "ministry", parts: ["headline"], until: "2026-05-31" }));
    expect(await told(world, ministry)).toEqual(["terms-changed", "terms-changed", "terms-changed+rights-changed"]);
    expect(await told(world, region)).toEqual(["snapshot"]);
  });

  it("is sent as the end of the stream to a person who loses access, instead of queued messages", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded(), madeAware(ALL), ...shareTo("region", BODY));
    const region = await followed(world, "region");
    await happens(world, replied(), withdrawn("region"), replied("second"));
    expect(await told(world, region)).toEqual(["access-ended"]);
  });
});

describe("Rights that change without an event of the concern", () => {
  it("end a stream when the assignment ends, only for that person", async () => {
    const world = opened();
    world.assign("other", "senior-adviser", { regions: [REGION], strands: ["corporate"] });
    await happens(world, logged(), evidenceAdded());
    const [gone, stays] = [await followed(world, "other"), await followed(world, "adviser")];
    await told(world, gone);
    world.assign("other");
    await world.append(personStream("other"), [{ type: "AssignmentEnded.v1", data: { assignment: "a" } }]);
    expect(await told(world, gone)).toEqual(["access-ended"]);
    expect(await told(world, stays)).toEqual(["snapshot"]);
  });

  it("are sent when a person sees more or less than before", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded(), madeAware(ALL), ...shareTo("region", BODY));
    const region = await followed(world, "region");
    world.assign("region", "principal-adviser", { regions: [REGION], strands: ["corporate"] });
    await world.append(personStream("region"), [{ type: "AssignmentEnded.v1", data: { assignment: "a" } }]);
    expect(await told(world, region)).toEqual(["snapshot", "rights-changed"]);
  });

  it("end a stream when the day on which the share ends has passed", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded(), madeAware(ALL), ...shareTo("region", BODY));
    const region = await followed(world, "region");
    world.set("2026-06-30T22:59:00.000Z");
    world.broadcast.tick();
    expect(await told(world, region)).toEqual(["snapshot"]);
    world.set("2026-06-30T23:00:00.000Z");
    world.broadcast.tick();
    expect(await told(world, region)).toEqual(["access-ended"]);
  });
});

describe("Words that open by date", () => {
  const DAY_OF_OPENING = "2026-03-17T00:00:00.000Z";
  const everybody = ["adviser", "council", "region", "peer", "ministry"];
  /** Shares the evidence with two bodies and the summary with a third; then the council is told of more evidence, which opens on 17 March. */
  async function withLaterWords(): Promise<TestBroadcast> {
    const world = opened();
    await happens(world, logged(), evidenceAdded(), madeAware(ALL), ...shareTo("region", BODY), ...shareTo("ministry", MINISTRY));
    await happens(world, proposed({ share: "peers", body: PEERS, parts: ["headline", "summary"] }));
    await happens(world, stated("agrees", { share: "peers" }), made("peers"));
    await happens(world, evidenceAdded({ evidence: "later" }), madeAwareNow([], "second", "2026-03-10", "2026-03-17"));
    await world.settled();
    return world;
  }
  const toldTo = async (world: TestBroadcast, streams: Readonly<Record<string, Stream>>) =>
    Object.fromEntries(
      await Promise.all(Object.entries(streams).map(async ([person, stream]) => [person, await told(world, stream)] as const)),
    );

  it("are told at the turn of the day as other rights, to those who read them from then on and to nobody else", async () => {
    const world = await withLaterWords();
    const streams = Object.fromEntries(
      await Promise.all(everybody.map(async (person) => [person, await followed(world, person)] as const)),
    );
    await toldTo(world, streams);
    world.set("2026-03-16T23:59:00.000Z");
    world.broadcast.tick();
    expect(await toldTo(world, streams)).toEqual(Object.fromEntries(everybody.map((person) => [person, []])));
    world.set(DAY_OF_OPENING);
    world.broadcast.tick();
    // Evidence opens to a department only by the council's yes, and the peers have no evidence.
    expect(await toldTo(world, streams)).toEqual({
      ...{ adviser: [], council: [], peer: [], ministry: [] },
      region: ["rights-changed"],
    });
    world.broadcast.tick();
    expect(await told(world, streams.region ?? expect.fail())).toEqual([]);
  });

  it("are told with the next event of the concern, if that comes first", async () => {
    const world = await withLaterWords();
    const [region, peer] = [await followed(world, "region"), await followed(world, "peer")];
    await toldTo(world, { region, peer });
    world.set(DAY_OF_OPENING);
    await happens(world, conversation());
    expect(await toldTo(world, { region, peer })).toEqual({ region: ["rights-changed"], peer: [] });
    world.broadcast.tick();
    expect(await toldTo(world, { region, peer })).toEqual({ region: [], peer: [] });
  });

  it("are told once as news if the council lets them open", async () => {
    const world = await withLaterWords();
    const [region, peer] = [await followed(world, "region"), await followed(world, "peer")];
    await toldTo(world, { region, peer });
    await happens(world, wordsAnswered("open", ["later"]));
    expect(await toldTo(world, { region, peer })).toEqual({ region: ["words-answered"], peer: [] });
    world.set(DAY_OF_OPENING);
    world.broadcast.tick();
    expect(await toldTo(world, { region, peer })).toEqual({ region: [], peer: [] });
  });

  it("are told to a subscriber who was away at the turn of the day, and only to one who reads them", async () => {
    const world = await withLaterWords();
    const resumes = new Map<string, string>();
    for (const person of everybody) {
      const stream = await followed(world, person);
      resumes.set(person, (await stream.next()).value.resume);
      await stream.return?.();
    }
    const returns = async () => {
      const streams = everybody.map(
        async (person) => [person, await followed(world, person, "concern", CONCERN, resumes.get(person))] as const,
      );
      return toldTo(world, Object.fromEntries(await Promise.all(streams)));
    };
    expect(await returns()).toEqual(Object.fromEntries(everybody.map((person) => [person, []])));
    world.set(DAY_OF_OPENING);
    expect(await returns()).toEqual({
      ...{ adviser: [], council: [], peer: [], ministry: [] },
      region: ["rights-changed"],
    });
  });
});

describe("A subscriber that resumes", () => {
  it("gets the missed messages that it may still read, and that its access has shrunk", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded(), madeAware(ALL), ...shareTo("region", BODY));
    const region = await followed(world, "region");
    const { resume } = (await region.next()).value;
    await region.return?.();
    await happens(world, councilSupplied(), replied());
    await happens(
      world,
      stated("agrees-with-conditions", { share: "region", parts: ["headline", "summary"], until: "2026-06-30" }),
    );
    expect(await told(world, await followed(world, "region", "concern", CONCERN, resume))).toEqual([
      "rights-changed",
      "council-replied",
      "terms-changed",
    ]);
  });

  it("gets a message that it sees less, even if nothing happened meanwhile", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded(), madeAware(ALL), ...shareTo("region", BODY));
    world.assign("both", "principal-adviser", { regions: [REGION], strands: ["corporate"] });
    const both = await followed(world, "both");
    const { resume } = (await both.next()).value;
    await both.return?.();
    world.assign("both", "regional-improvement", { regions: [REGION] });
    expect(await told(world, await followed(world, "both", "concern", CONCERN, resume))).toEqual(["rights-changed"]);
  });

  it("is notified of its news by a hub that has not come as far as the one it was with before", async () => {
    let delay = 0;
    const world = opened({ delay: () => delay });
    await happens(world, logged(), evidenceAdded());
    // Somebody for whom the event is prepared, which takes a while.
    await followed(world, "adviser");
    await world.settled();
    delay = 30;
    await happens(world, madeAware());
    const [head, disclosed] = [await world.log.head(), await world.disclosures.head()];
    expect(world.broadcast.meter().published < head).toBe(true);
    const council = await followed(world, "council", "news", "", JSON.stringify([head, "all", disclosed]));
    delay = 0;
    await world.settled();
    await world.settled();
    expect(await told(world, council)).toEqual(["snapshot", ""]);
  });

  it("is refused when the position is malformed or beyond the log", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded());
    for (const place of ["", "nonsense", "[]", "[1,2]", '["9999999999999999","headline"]'])
      expect(await world.broadcast.follow("concern", CONCERN, "adviser", place)).toMatchObject({ code: "RESUME_POINT_GONE" });
    const inbox = '["","all","9999999999999999"]';
    expect(await world.broadcast.follow("inbox", "", "adviser", inbox)).toMatchObject({ code: "RESUME_POINT_GONE" });
  });
});

describe("A failure to follow the logs", () => {
  it("ends streams with a resume token and is retried automatically, and a resumed stream misses nothing", async () => {
    let error: Error | undefined;
    const world = opened({ failing: () => error });
    await happens(world, logged(), evidenceAdded(), madeAware(ALL));
    const stream = await followed(world, "adviser", "concern", CONCERN);
    await stream.next();
    error = new Error("The disk cannot be read.");
    await happens(world, replied());
    await world.settled();
    const ending = await stream.next();
    expect(ending.value).toMatchObject({ kind: "ended", reason: "hub-stopping" });
    await expect(world.broadcast.follow("concern", CONCERN, "adviser")).rejects.toThrow(NotReady);
    expect(world.lost.length).toBeGreaterThan(1);
    error = undefined;
    await world.settled();
    const back = await followed(world, "adviser", "concern", CONCERN, ending.value?.resume);
    await happens(world, conversation());
    expect((await told(world, back)).length).toBe(2);
  });
});

describe("No event is lost and none is sent twice,", () => {
  // What happens (of a part that recipients read, or not), and what a client does.
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("reply" as const, "converse" as const, "burst" as const) },
    { weight: 3, arbitrary: fc.constant("read" as const) },
    { weight: 2, arbitrary: fc.constantFrom("leave" as const, "wait" as const) },
  );

  it.each(["adviser", "region"])("with any interleaving of appends, departures and returns, for %s", async (person) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.infiniteStream(fc.nat(6)), async (steps, delays) => {
        const world = opened({ delay: () => delays.next().value ?? 0 });
        await happens(world, logged(), evidenceAdded(), madeAware(ALL), ...shareTo("region", BODY));
        const sees = (type: string) => person === "adviser" || type === "CouncilReplied.v2";
        const heard: string[] = [];
        const working: Promise<unknown>[] = [];
        let reading: Promise<void> | undefined;
        let place: string | undefined;
        let from: string | undefined;
        let stream: Promise<Stream> | undefined;
        const leave = async () => {
          await (await stream)?.return?.();
          await reading;
          [stream, reading] = [undefined, undefined];
        };
        const joined = () => {
          stream ??= followed(world, person, "concern", CONCERN, place);
          return stream;
        };
        const read = async () => {
          const result = await (await joined()).next();
          if (result.done || result.value.kind === "ended") return;
          place = result.value.resume;
          if (result.value.snapshot) from = JSON.parse(place)[0];
          else heard.push(JSON.parse(place)[0]);
        };
        for (const what of steps) {
          if (what === "reply") working.push(happens(world, replied(`r${working.length}`)));
          else if (what === "converse") working.push(happens(world, conversation({ conversation: `c${working.length}` })));
          else if (what === "burst")
            working.push(happens(world, replied(), conversation(), replied(), replied(), conversation()));
          else if (what === "wait") await Promise.all(working);
          else if (what === "read") {
            joined();
            reading = (reading ?? Promise.resolve()).then(read);
          } else await leave();
        }
        await Promise.all(working);
        await leave();
        // Back once more, to the end.
        const last = world.events().findLast(({ type }) => sees(type))?.position ?? "";
        while (from === undefined || (last > from && heard.at(-1) !== last)) await read();
        expect(await told(world, await joined())).toEqual([]);
        await leave();
        const begun = from;
        const expected = world.events().filter(({ position, type }) => position > begun && sees(type));
        expect(heard).toEqual(expected.map(({ position }) => position));
        await world.close();
        worlds = worlds.filter((other) => other !== world);
      }),
      { numRuns: cases(40, 1_000) },
    );
  });
});

describe("A thousand subscribers", () => {
  const CLASSES: readonly (readonly [RoleName, object])[] = [
    ["principal-adviser", { regions: [REGION], strands: ["corporate"] }],
    ["principal-adviser", { regions: [REGION], strands: ["corporate", "adults"] }],
    ["principal-adviser", { regions: [REGION, "E12000002"], strands: ["corporate"] }],
    ["principal-adviser", { regions: [REGION, "E12000003"], strands: ["corporate"] }],
    ["principal-adviser", { regions: [REGION, "E12000004"], strands: ["corporate"] }],
    ["chief-executive", { council: COUNCIL }],
    ["regional-improvement", { regions: [REGION] }],
    ["regional-improvement", { regions: [REGION, "E12000002"] }],
    ["member-peer", { regions: [REGION] }],
    ["department", { body: MINISTRY }],
    ["department", { body: "dfe" }],
    ["panel-member", {}],
  ];

  async function askedFor(count: number): Promise<{ asked: number; streams: readonly Stream[]; world: TestBroadcast }> {
    const world = opened({ bounds: { waiting: 20, ofPerson: 20, ofNode: 5_000 } });
    const shares = [...ALL, "dfe"].flatMap((body) => shareTo(body, body));
    await happens(world, logged(), evidenceAdded(), madeAware([...ALL, "dfe"]), ...shares);
    const streams: Stream[] = [];
    for (let n = 0; n < count; n += 1) {
      const [role, more] = CLASSES[n % CLASSES.length] ?? ["panel-member", {}];
      world.assign(`person-${n}`, role, more);
    }
    for (let n = 0; n < count; n += 1) streams.push(await followed(world, `person-${n}`));
    await world.settled();
    const before = world.broadcast.meter().asked;
    for (let n = 0; n < 10; n += 1) await happens(world, replied(`reply-${n}`));
    await world.settled();
    return { asked: world.broadcast.meter().asked - before, streams, world };
  }

  it("in twelve classes cost as many policy decisions as twelve subscribers, and each gets every message", async () => {
    const [many, few] = [await askedFor(1_000), await askedFor(12)];
    expect(few.asked).toBe(120);
    expect(many.asked).toBe(few.asked);
    for (const stream of many.streams.slice(0, 24))
      expect(await told(many.world, stream)).toEqual(["snapshot", ...Array.from({ length: 10 }, () => "council-replied")]);
  });

  it("of their inboxes cost a comparison for each who belongs to an audience of the tasks that changed, and nothing for the others", async () => {
    const comparedFor = async (others: number) => {
      const world = opened();
      await happens(world, logged(), evidenceAdded());
      const streams: Stream[] = [];
      for (let n = 0; n < others; n += 1) {
        world.assign(`elsewhere-${n}`, "principal-adviser", { regions: [`E1200000${2 + (n % 3)}`], strands: ["corporate"] });
        await followed(world, `elsewhere-${n}`, "inbox");
      }
      for (const person of ["adviser", "council", "director", "region", "ministry", "panel"])
        streams.push(await followed(world, person, "inbox"));
      await world.settled();
      const before = world.broadcast.meter().compared;
      await happens(world, madeAware());
      for (let n = 0; n < 10; n += 1) await happens(world, conversation());
      await world.settled();
      const messages: (readonly string[])[] = [];
      for (const stream of streams) messages.push(await told(world, stream));
      return { compared: world.broadcast.meter().compared - before, messages };
    };
    const alone = await comparedFor(0);
    expect(alone.messages.slice(0, 3)).toEqual([["snapshot", ""], ["snapshot", ""], ["snapshot"]]);
    expect(alone.compared).toBeLessThanOrEqual(4);
    expect(await comparedFor(1_000)).toEqual(alone);
  });

  it("who do not read are dropped, and nothing is kept for them", async () => {
    const { world, streams } = await askedFor(100);
    expect(world.broadcast.meter().streams).toBe(100);
    for (let n = 0; n < 25; n += 1) await happens(world, replied(`more-${n}`));
    await world.settled();
    expect(world.broadcast.meter().streams).toBe(0);
    const [stream] = streams;
    expect(stream && (await told(world, stream))).toEqual(["too-slow"]);
  });

  it("are limited in number, for one person and for all", async () => {
    const world = opened({ bounds: { waiting: 5, ofPerson: 2, ofNode: 3 } });
    await happens(world, logged(), evidenceAdded());
    const [first] = [await followed(world, "adviser"), await followed(world, "adviser")];
    expect(await world.broadcast.follow("concern", CONCERN, "adviser")).toMatchObject({ code: "TOO_MANY_STREAMS" });
    await followed(world, "council", "inbox");
    expect(await world.broadcast.follow("inbox", "", "peer")).toMatchObject({ code: "TOO_MANY_STREAMS" });
    await first?.return?.();
    await followed(world, "peer", "inbox");
  });
});

describe("A resource that is read as a whole", () => {
  it("notifies the inboxes that changed", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded());
    const [adviser, council, peer] = [
      await followed(world, "adviser", "inbox"),
      await followed(world, "council", "inbox"),
      await followed(world, "peer", "inbox"),
    ];
    for (const stream of [adviser, council, peer]) await told(world, stream);
    await happens(world, madeAware());
    expect([await told(world, adviser), await told(world, council), await told(world, peer)]).toEqual([[""], [""], []]);
    await happens(world, conversation());
    expect([await told(world, council), await told(world, peer)]).toEqual([[], []]);
  });

  it("notifies those whose news may have changed: of its audiences, of a concern that they read no more, and who marked it as read", async () => {
    const world = opened();
    world.assign("secretary", "nominated-officer", { council: COUNCIL, strands: ["corporate"] });
    await happens(world, logged(), evidenceAdded());
    const names = ["adviser", "council", "secretary", "region", "ministry", "panel"];
    const streams = new Map<string, Stream>();
    for (const name of names) streams.set(name, await followed(world, name, "news"));
    /** Who was notified since the last call. */
    const notified = async () => {
      const found: string[] = [];
      for (const [name, stream] of streams) {
        const words = await told(world, stream);
        if (words.length > 0 && words.join() !== "snapshot") found.push(name);
      }
      return found;
    };
    expect(await notified()).toEqual([]);
    await happens(world, evidenceAdded({ evidence: "second" }));
    expect(await notified()).toEqual([]);
    await happens(world, madeAware());
    expect(await notified()).toEqual(["council", "secretary"]);
    // The adviser acted: what somebody did themselves is no news to them.
    await happens(world, ...shareTo("region", BODY));
    expect(await notified()).toEqual(["council", "secretary", "region"]);
    // The council objects to the share that it agreed to.
    await happens(world, stated("objects", { share: "region" }));
    expect(await notified()).toContain("region");
    await world.append("news-council", [{ type: "NewsRead.v1", data: { upTo: "event", day: "2026-03-10" } }], "council");
    expect(await notified()).toEqual(["council"]);
    await world.append(councilStream(COUNCIL), [leadNamed("adviser")]);
    expect(await notified()).toEqual([]);
    const opening = { type: "ConcernOpenedByBody.v1", data: { concern: CONCERN, body: BODY } } as const;
    await world.append(councilStream(COUNCIL), [opening]);
    expect(await notified()).toEqual(["council", "secretary"]);
    world.assign("panel", "regional-improvement", { regions: [REGION] });
    await world.append(personStream("panel"), [{ type: "AssignmentStarted.v2", data: {} }]);
    expect(await notified()).toEqual(["panel"]);
    world.set("2026-03-11T12:00:00.000Z");
    world.broadcast.tick();
    expect(await notified()).toEqual(names);
  });

  it("notifies a ledger of records that its council is aware of, and a picture of support of its changes", async () => {
    const world = opened();
    await happens(world, logged(), evidenceAdded());
    const ledger = await followed(world, "council", "ledger", COUNCIL);
    const ofAdults = await followed(world, "director", "ledger", COUNCIL);
    const support = await followed(world, "region", "support", COUNCIL);
    await happens(world, evidenceAdded({ evidence: "second" }));
    expect([await told(world, ledger), await told(world, support)]).toEqual([["snapshot"], ["snapshot"]]);
    await happens(world, madeAware());
    expect(await told(world, ledger)).toEqual([""]);
    await world.append(councilStream(COUNCIL), [leadNamed("adviser")]);
    await world.append("support-one", [offered({ shownTo: [BODY] })]);
    await happens(world, replied());
    expect(await told(world, ledger)).toEqual(["", ""]);
    // The concern is corporate; who leads the conversation is for the whole council.
    expect(await told(world, ofAdults)).toEqual(["snapshot", ""]);
    expect(await told(world, support)).toEqual(["", ""]);
  });

  it.each([
    ["notifies an officer who reads only its strand", "adults", [""]],
    ["does not notify an officer who reads neither its strand nor the concern's", "corporate", []],
  ] as const)("%s when the council comes to know of a submission that a concern cites", async (_, strand, messages) => {
    const world = opened();
    await world.append("submission-submission", [submitted({ strand })]);
    await happens(world, logged(), evidenceAdded(), submissionCited());
    const ofAdults = await followed(world, "director", "ledger", COUNCIL);
    expect(await told(world, ofAdults)).toEqual(["snapshot"]);
    await happens(world, madeAware());
    expect(await told(world, ofAdults)).toEqual(messages);
    await happens(world, replied());
    expect(await told(world, ofAdults)).toEqual([]);
  });

  it("notifies officers of every strand when the council comes to know of a cited submission that cannot be read", async () => {
    const world = opened();
    await world.append("submission-submission", [{ type: "InformationSubmitted.v99", data: {} } as never]);
    await happens(world, logged(), evidenceAdded(), submissionCited());
    const ofAdults = await followed(world, "director", "ledger", COUNCIL);
    expect(await told(world, ofAdults)).toEqual(["snapshot"]);
    await happens(world, madeAware());
    expect(await told(world, ofAdults)).toEqual([""]);
  });

  it("notifies of a concern that is restricted inside the council only the people whom it names, apart from that it is restricted and no longer so", async () => {
    const world = opened();
    world.assign("leader", "leader", { council: COUNCIL });
    // Of one class with the named chief executive until the concern names that person.
    world.assign("acting", "chief-executive", { council: COUNCIL, acting: true });
    world.assign("officer", "nominated-officer", { council: COUNCIL, strands: ["corporate"], speaks: true });
    await happens(world, logged({ cause: "leadership" }), evidenceAdded(), madeAware());
    const topics = async (person: string) => [
      await followed(world, person, "concern"),
      await followed(world, person, "ledger", COUNCIL),
      await followed(world, person, "inbox"),
    ];
    const [named, unnamed] = [[...(await topics("council")), ...(await topics("leader"))], await topics("officer")];
    const acting = await followed(world, "acting", "concern");
    const heard = async (streams: readonly Stream[]) => {
      const words: (readonly string[])[] = [];
      for (const stream of streams) words.push(await told(world, stream));
      return words;
    };
    await heard([...named, ...unnamed, acting]);
    const people = ["council", "leader"].map((person) => ({ person, offices: ["chief-executive" as const] }));
    await happens(world, restricted({ named: people }));
    expect(await heard(unnamed)).toEqual([["access-ended"], [""], [""]]);
    expect(await told(world, acting)).toEqual(["access-ended"]);
    await heard(named);
    await happens(world, proposed(), stated("objects"), replied());
    const [concern, ledger, inbox] = await heard(named);
    expect(concern).toEqual(["share-proposed", "position-stated", "council-replied"]);
    for (const words of [ledger, inbox]) expect(words).toContain("");
    expect(await heard(unnamed.slice(1))).toEqual([[], []]);
    const { shares } = world.find(CONCERN)?.state() ?? expect.fail("There is no concern.");
    const [share = expect.fail("There is no share.")] = shares;
    const recorded = () =>
      world.append(councilStream(COUNCIL), [sharingPosition(world.find(CONCERN)?.state() as ConcernState, share, [])]);
    await recorded();
    expect(await heard(unnamed.slice(1))).toEqual([[], []]);
    expect((await heard(named))[1]).toEqual([""]);
    await happens(world, restrictionLifted());
    // Nothing waits for the council.
    expect(await heard(unnamed.slice(1))).toEqual([[""], []]);
    await recorded();
    expect(await heard(unnamed.slice(1))).toEqual([[""], []]);
  });

  it("notifies of a share that is limited only those whom it names, of one class with the others of the body until then", async () => {
    const world = opened();
    for (const person of ["ada", "ben"]) world.assign(person, "regional-improvement", { regions: [REGION] });
    const ofBody = { body: BODY };
    await happens(world, logged(), evidenceAdded(), madeAware([ofBody.body]));
    await happens(world, proposed(ofBody), stated("agrees"), made());
    await world.settled();
    const [ada, ben] = [await followed(world, "ada", "concern"), await followed(world, "ben", "concern")];
    for (const stream of [ada, ben]) await told(world, stream);
    const limited = { ...ofBody, share: "limited", limitedTo: { people: ["ada"], seats: [] } };
    await happens(world, proposed(limited), stated("agrees", { share: "limited" }), made("limited"));
    expect(await told(world, ada)).toEqual(["terms-changed"]);
    expect(await told(world, ben)).toEqual([]);
    await happens(world, withdrawn());
    expect(await told(world, ben)).toEqual(["access-ended"]);
    await told(world, ada);
    await happens(world, replied());
    expect(await told(world, ada)).toEqual(["council-replied"]);
    await happens(world, withdrawn("limited"));
    expect(await told(world, ada)).toEqual(["access-ended"]);
  });

  it("notifies of a share that is limited anew only those whom it names, though others joined while nobody was named", async () => {
    const world = opened();
    for (const person of ["ada", "ben"]) world.assign(person, "regional-improvement", { regions: [REGION] });
    const limitedToAda = async (share: string) => {
      const limited = { body: BODY, share, limitedTo: { people: ["ada"], seats: [] } };
      await happens(world, proposed(limited), stated("agrees", { share }), made(share));
    };
    await happens(world, logged(), evidenceAdded(), madeAware([BODY]), proposed({ body: BODY }), stated("agrees"), made());
    const adviser = await followed(world, "adviser", "concern");
    await limitedToAda("first");
    await happens(world, withdrawn("first"));
    await told(world, adviser);
    const [ada, ben] = [await followed(world, "ada", "concern"), await followed(world, "ben", "concern")];
    for (const stream of [ada, ben]) await told(world, stream);
    await limitedToAda("second");
    expect(await told(world, ada)).toEqual(["terms-changed"]);
    expect(await told(world, ben)).toEqual([]);
  });

  it("notifies only whom it named of a limited share that has ended before its events are published", async () => {
    const world = opened();
    for (const person of ["ada", "ben"]) world.assign(person, "regional-improvement", { regions: [REGION] });
    await happens(world, logged(), evidenceAdded(), madeAware([BODY]), proposed({ body: BODY }), stated("agrees"), made());
    const [ada, ben] = [await followed(world, "ada", "concern"), await followed(world, "ben", "concern")];
    for (const stream of [ada, ben]) await told(world, stream);
    const limited = { body: BODY, share: "limited", limitedTo: { people: ["ada"], seats: [] } };
    await happens(world, proposed(limited), stated("agrees", { share: "limited" }), made("limited"), withdrawn("limited"));
    expect(await told(world, ben)).toEqual([]);
    expect(await told(world, ada)).toEqual(["terms-changed", "terms-changed"]);
  });

  it("notifies only whom it named of the end of a limited share, though no concern names them any more", async () => {
    const world = opened();
    for (const person of ["ada", "ben"]) world.assign(person, "regional-improvement", { regions: [REGION] });
    const limited = { body: BODY, share: "limited", limitedTo: { people: ["ada"], seats: [] } };
    await happens(world, logged(), evidenceAdded(), madeAware([BODY]), proposed({ body: BODY }), stated("agrees"), made());
    await happens(world, proposed(limited), stated("agrees", { share: "limited" }), made("limited"));
    const [ada, ben] = [await followed(world, "ada", "concern"), await followed(world, "ben", "concern")];
    for (const stream of [ada, ben]) await told(world, stream);
    await happens(world, withdrawn("limited"));
    expect(await told(world, ada)).toEqual(["terms-changed"]);
    expect(await told(world, ben)).toEqual([]);
  });

  it("notifies the ledgers of those whom a restricted concern named until now, and of those whom it names instead", async () => {
    const world = opened();
    world.assign("acting", "chief-executive", { council: COUNCIL, acting: true });
    world.assign("another", "chief-executive", { council: COUNCIL, acting: true });
    const naming = (person: string) => restricted({ named: [{ person, offices: ["chief-executive"] }] });
    await happens(world, logged({ cause: "leadership" }), evidenceAdded(), madeAware(), naming("council"));
    const people = ["council", "acting", "another"];
    const streams: Stream[] = [];
    for (const person of people) streams.push(await followed(world, person, "ledger", COUNCIL));
    for (const stream of streams) await told(world, stream);
    await happens(world, naming("acting"));
    const heard: (readonly string[])[] = [];
    for (const stream of streams) heard.push(await told(world, stream));
    expect(heard).toEqual([[""], [""], []]);
  });

  it("notifies leads of a council's support only if what they see of it has changed", async () => {
    const world = opened();
    await happens(world, logged());
    const [region, council] = [
      await followed(world, "region", "support", COUNCIL),
      await followed(world, "council", "support", COUNCIL),
    ];
    for (const stream of [region, council]) await told(world, stream);
    /** How many messages the region and the council get. */
    const after = async (...events: Parameters<typeof world.append>[1]) => {
      await world.append("support-one", events);
      await happens(world, replied());
      return [(await told(world, region)).length, (await told(world, council)).length];
    };
    const [THE_COUNCIL, BOTH] = [
      [0, 1],
      [1, 1],
    ];
    expect(await after(offered())).toEqual(THE_COUNCIL);
    expect(await after(declined())).toEqual(THE_COUNCIL);
    expect(await after(agreed(undefined, "nothing"))).toEqual(THE_COUNCIL);
    // The dates: that it began, and nothing of how it goes.
    expect(await after(regionViewSet("dates"))).toEqual(BOTH);
    expect(await after(begun())).toEqual(BOTH);
    expect(await after(milestoneSet())).toEqual(THE_COUNCIL);
    expect(await after(progressReviewed())).toEqual(THE_COUNCIL);
    // The purpose: how it goes, and nothing of what was said.
    expect(await after(regionViewSet("purpose"))).toEqual(BOTH);
    expect(await after(progressReviewed({ review: "another", progress: "not-working" }))).toEqual(BOTH);
    expect(await after(agreed("As before.", "purpose"))).toEqual(THE_COUNCIL);
    // It leaves the region's picture when the council takes its agreement back.
    expect(await after(declined())).toEqual(BOTH);
    expect(await after(declined("We mean it."))).toEqual(THE_COUNCIL);
  });

  it("notifies those who see both sides of a clash that it is settled, and nobody else", async () => {
    const world = opened();
    await world.append("support-support", [offered()]);
    await world.append(councilStream(COUNCIL), [approachPlanned()]);
    const [region, council, ledger] = [
      await followed(world, "region", "support", COUNCIL),
      await followed(world, "council", "support", COUNCIL),
      await followed(world, "council", "ledger", COUNCIL),
    ];
    for (const stream of [region, council, ledger]) await told(world, stream);
    const afterSettling = async (sides?: Parameters<typeof clashSettled>[2]) => {
      await world.append(councilStream(COUNCIL), [clashSettled("both-run", "A note.", sides)]);
      return [(await told(world, region)).length, (await told(world, council)).length, (await told(world, ledger)).length];
    };
    expect(await afterSettling()).toEqual([0, 1, 0]);
    await world.append("support-support", [agreed(undefined, "dates")]);
    for (const stream of [region, council]) await told(world, stream);
    expect(await afterSettling()).toEqual([1, 1, 0]);
    // That both are for one cause is part of the purpose.
    const ofPurpose = { kind: "support", id: "support", support: "support" } as const;
    expect(await afterSettling([ofPurpose, ofPurpose])).toEqual([0, 1, 0]);
  });

  it("notifies everybody who reads a council's ledger of a noted date, and no picture of support", async () => {
    const world = opened();
    const ledger = await followed(world, "council", "ledger", COUNCIL);
    const ofAdults = await followed(world, "director", "ledger", COUNCIL);
    const region = await followed(world, "region", "support", COUNCIL);
    for (const stream of [ledger, ofAdults, region]) await told(world, stream);
    const noted = { notedDate: "noted-date", kind: "budget", from: "2026-06-15", to: "2026-06-15" } as const;
    for (const event of [
      { type: "DateNoted.v1", data: noted },
      { type: "NotedDateCancelled.v1", data: { notedDate: "noted-date" } },
    ] as const) {
      await world.append(councilStream(COUNCIL), [event]);
      expect([await told(world, ledger), await told(world, ofAdults), await told(world, region)]).toEqual([[""], [""], []]);
    }
  });

  it("notifies a ledger once of answers about records that its council is aware of, and of unreadable answers, which may be about it", async () => {
    const world = opened();
    await happens(world, logged(), madeAware());
    const ledger = await followed(world, "council", "ledger", COUNCIL);
    const ofAdults = await followed(world, "director", "ledger", COUNCIL);
    for (const stream of [ledger, ofAdults]) await told(world, stream);
    let commands = 0;
    const newId = () => {
      commands += 1;
      return `answers-${commands}`;
    };
    const { append } = openAnswerLog({
      ...{ log: world.disclosures, node: "1", known: () => undefined, now: () => new Date("2026-03-10T12:00:00.000Z"), newId },
      random: (bytes) => Buffer.alloc(bytes, 7),
    });
    const about = (concern: string, more: Partial<Disclosure> = {}): Disclosure => ({
      ...{ council: COUNCIL, series: "", surface: "read", person: "adviser", assignments: [], request: "r", policyVersion: "p" },
      views: [{ kind: "concern", records: [{ id: concern, version: 1 }], parts: { headline: ["q"] } }],
      ...more,
    });
    await append([about("of-another-council", { council: "X00000009" }), about("unknown-to-the-council", { series: "unknown" })]);
    expect(await told(world, ledger)).toEqual([]);
    await append([about(CONCERN), about("unknown-to-the-council", { series: "unknown" }), about(CONCERN, { surface: "list" })]);
    expect(await told(world, ledger)).toEqual([""]);
    await append([about(CONCERN, { views: [] })]);
    expect(await told(world, ledger)).toEqual([]);
    // The concern is corporate.
    expect(await told(world, ofAdults)).toEqual([]);
    await world.disclosures.append(appendOf("answers-2-2026-03", [{ type: "AnswersDisclosed.v99", data: {} }]));
    expect([await told(world, ledger), await told(world, ofAdults)]).toEqual([[""], [""]]);
  });
});
