// No answer about support tells more than the council let its reader see. A reader is given the same answers on a log from which everything is taken
// that the rule keeps from them, and the rule is written here a second time, over the events.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { openStore } from "../../projections/runtime/store.ts";
import type { SupportQueries } from "../../projections/support/queries.ts";
import { supportModel } from "../../projections/support/support.ts";
import type { ReadDeps } from "../../queries/deps.ts";
import { hasNew, readFirstTasks, readInbox } from "../../queries/inbox/read-inbox.ts";
import { openLiveAuthorisation } from "../../queries/live/live-authorisation.ts";
import { readAlignedSupport, readRegionalSupport } from "../../queries/support/aligned-support.ts";
import { presentSupport } from "../../queries/support/present.ts";
import { listSupports, readSupport, type SeenSupport, seenSupport } from "../../queries/support/read-support.ts";
import { REGION_VIEWS, type RegionView } from "../../reference/support-kinds.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { USUAL_CLASH_DAYS } from "../../services/support/clashes.ts";
import { supportStream } from "../../services/support/events.ts";
import { SUPPORT_STATUSES, type SupportState, statusOfSupport } from "../../services/support/state.ts";
import { foldSupport, readSupportEvent } from "../../services/support/stream.ts";
import { assignments, declared } from "../helpers/random-histories.ts";
import { COUNCILS, historyOf, LAST_DAY, logWriter, stateOf, supportActions } from "../helpers/random-supports.ts";
import { cases } from "../helpers/soak.ts";
import { councils, noKeys } from "../helpers/specification.ts";
import { assignmentOf, viewerOf } from "../helpers/viewer.ts";

const policy = loadPolicy();
const rights = rightsUnder(policy);
const [MIDLANDS, LONDON] = ["E12000004", "E12000007"];
const here = { regions: [MIDLANDS] };

/** One of each kind of reader, and a lead who is an officer of another council. Generated ones come beside them. */
const READERS: readonly Viewer[] = [
  ...(["cib-lead", "adass-lead", "regional-improvement", "member-peer", "panel-member"] as const).map((role) =>
    viewerOf(role, [assignmentOf(role, here)], LAST_DAY),
  ),
  viewerOf("adviser", [assignmentOf("principal-adviser", { ...here, strands: ["corporate", "childrens", "adults"] })], LAST_DAY),
  viewerOf("other-strand", [assignmentOf("senior-adviser", { ...here, strands: ["adults"] })], LAST_DAY),
  viewerOf("chief", [assignmentOf("chief-executive", { council: "X00000004" })], LAST_DAY),
  viewerOf(
    "two-hats",
    [assignmentOf("cib-lead", here), assignmentOf("leader", { assignment: "leader", council: "X00000009" })],
    LAST_DAY,
  ),
  viewerOf("lead-of-home", [assignmentOf("cib-lead", here)], LAST_DAY, ["X00000004"]),
  viewerOf(
    "officer-and-lead",
    [assignmentOf("adass-lead", here), assignmentOf("chief-executive", { assignment: "chief", council: "X00000004" })],
    LAST_DAY,
  ),
  viewerOf("london", [assignmentOf("adass-lead", { regions: [LONDON] })], LAST_DAY),
  viewerOf("department", [assignmentOf("department", { body: "dfe" })], LAST_DAY),
  viewerOf("nobody", [], LAST_DAY),
];
const GENERATED = 4;

type Rule = { readonly engagement: boolean; readonly purpose: boolean; readonly detail: boolean };
const NOTHING: Rule = { engagement: false, purpose: false, detail: false };

/** The rule of docs/policy.md for one reader of one support, over its events. */
function ruleFor(person: PersonFacts, events: readonly StoredEvent[]): Rule {
  let rule = NOTHING;
  const answers = new Map<string, boolean>();
  const views = new Map<string, RegionView>();
  let withdrawn = false;
  let isAnswered = false;
  /** The records that the council was told: whom each names, and of whom the council disputes that. */
  const told: { readonly shownTo: readonly string[]; disputed?: readonly string[] | "all" }[] = [];
  const decide = { scope: "", region: "", council: "", strand: "", provider: "" };
  for (const { type, data } of events.map(readSupportEvent)) {
    if (type === "SupportOffered.v2") {
      told.push({ shownTo: data.shownTo });
      Object.assign(decide, { ...data, scope: `${data.region}/${data.strand}` });
    }
    if (type === "OfferToldAgain.v1") told.push({ shownTo: data.shownTo });
    const last = told.at(-1);
    if (type === "OfferTellingAnswered.v1" && last) {
      if (data.answer === "confirmed") delete last.disputed;
      if (data.suspends) last.disputed = data.answer === "not-told" || data.bodies.length === 0 ? "all" : data.bodies;
    }
    // Each head of the council answers for itself: both have to agree, and the region sees what both allow.
    if (type === "SupportAgreed.v2" || type === "RegionViewSet.v1") views.set(data.office ?? "", data.regionSees);
    if (type === "SupportAgreed.v2" || type === "SupportDeclined.v2") {
      answers.set(data.office ?? "", type === "SupportAgreed.v2");
      isAnswered = true;
    }
    if (type === "SupportEnded.v1") {
      isAnswered = true;
      if (data.how === "offer-withdrawn") withdrawn = true;
    }
    const named = isAnswered
      ? []
      : told.flatMap(({ shownTo, disputed = [] }) =>
          disputed === "all" ? [] : shownTo.filter((body) => !disputed.includes(body)),
        );
    // Nothing is shown while the council disputes that it was told at all, until it is told again.
    const isDisputed = told.length === 1 && told[0]?.disputed === "all";
    const agreed = !withdrawn && !isDisputed && answers.size > 0 && [...answers.values()].every((one) => one);
    const view = REGION_VIEWS.find((one) => [...views.values()].includes(one)) ?? "nothing";
    const advises = person.adviserScopes.includes(decide.scope);
    const ofCouncil = person.councils.includes(decide.council);
    const readsStrand = person.councilStrands.includes(`${decide.council}/${decide.strand}`);
    // Through a body nobody sees anything about a council of their own.
    const ownCouncil = !ofCouncil && person.interests.includes(decide.council);
    const own = ofCouncil ? readsStrand || advises : advises || (person.bodies.includes(decide.provider) && !ownCouncil);
    // An officer of the council sees nothing of another strand, whatever else they are.
    if ((ofCouncil || ownCouncil) && !own) {
      rule = NOTHING;
      continue;
    }
    const ofRegion = person.adviserRegions.includes(decide.region) || person.leadRegions.includes(decide.region);
    rule = {
      engagement: own || named.some((body) => person.bodies.includes(body)) || (ofRegion && agreed && view !== "nothing"),
      purpose: own || (ofRegion && agreed && view === "purpose"),
      detail: own,
    };
  }
  return rule;
}

const OF_PURPOSE = /^(Milestone|Review|Progress|Outcome)/;

/** The log without what the rule keeps from the reader: hidden supports are not there, others have another purpose and no course. */
function asAllowed(events: readonly StoredEvent[], ruleOf: (id: string) => Rule): readonly StoredEvent[] {
  const writer = logWriter();
  for (const { stream, streamId, at, type, data, metadata } of events) {
    const { engagement, purpose } = ruleOf(streamId);
    if (!engagement || (!purpose && OF_PURPOSE.test(type))) continue;
    const other = !purpose && type.startsWith("SupportOffered") ? { ...data, kind: "package", causes: ["disengagement"] } : data;
    writer.append(stream, at, [{ type, data: other }], metadata.actor);
  }
  return writer.events;
}

const nothingElse = {
  queries: () => ({
    findUnchecked: () => undefined,
    submissionFactsOf: () => undefined,
    signalFactsOf: () => undefined,
    tasks: { waiting: () => [], firstByCouncil: () => new Map(), since: () => [] },
  }),
};
const depsOn = (queries: SupportQueries) =>
  ({
    ...{
      policy,
      rights,
      councils,
      keys: noKeys,
      today: () => LAST_DAY,
      clashDays: USUAL_CLASH_DAYS,
      support: { queries: () => queries },
    },
    ...{ register: nothingElse, intake: nothingElse, council: nothingElse },
  }) as unknown as ReadDeps;

function withModel<T>(events: readonly StoredEvent[], use: (queries: SupportQueries) => T): T {
  const store = openStore(supportModel, ":memory:", { keys: noKeys, today: () => LAST_DAY });
  store.applyPage(events);
  const result = use(store.queries);
  store.close();
  return result;
}

const ALL_COUNCILS = COUNCILS.flatMap((code) => councils.find(code) ?? []);
const shown = (seen: SeenSupport | null | undefined) => (seen ? presentSupport(noKeys, seen) : null);

/** The picture of a council's support as its page and its live messages have it. */
function pictureOf(deps: ReadDeps, { facts }: Viewer) {
  return readAlignedSupport(deps, facts, ALL_COUNCILS).map(({ council, strands, clashes }) => ({
    ...{ strands, council: council.code },
    clashes: clashes().map((clash) => ({ ...clash, settlements: clash.settlements() })),
  }));
}

const listOf = (deps: ReadDeps, { facts }: Viewer, council: string, status?: SupportState["id"]) =>
  (listSupports(deps, facts, { council, status: status as never }, undefined, 1_000) ?? []).map((state) =>
    shown(seenSupport(deps, facts, state)),
  );

/** Everything that a reader can ask of support. */
function answersFor(deps: ReadDeps, viewer: Viewer, ids: readonly string[]) {
  return {
    byId: ids.map((id) => shown(readSupport(deps, viewer.facts, id))),
    lists: COUNCILS.flatMap((council) => [undefined, ...SUPPORT_STATUSES].map((status) => listOf(deps, viewer, council, status))),
    pictures: pictureOf(deps, viewer),
    region: readRegionalSupport(deps, viewer.facts, ALL_COUNCILS).map(({ council }) => council.code),
    inbox: readInbox(deps, viewer, undefined, 100),
    news: ["2026-03-01", "2026-03-20", "2026-04-20"].map((day) => hasNew(deps, viewer, `${day}T00:00:00.000Z`)),
  };
}

const withoutInterests = (facts: PersonFacts): PersonFacts => ({ ...facts, interests: [] });

const readers = fc
  .array(fc.tuple(assignments, declared), { minLength: GENERATED, maxLength: GENERATED })
  .map((generated) => [
    ...READERS,
    ...generated.map(([held, councils], n) => viewerOf(`generated-${n}`, held, LAST_DAY, councils)),
  ]);

describe("What a reader sees of support", () => {
  it("is what the rule of consent allows, and the same as if the rest did not exist", () => {
    const seen = { pairs: 0, hidden: 0, keptOut: 0, engagements: 0, purposes: 0, details: 0, clashes: 0, named: 0, first: 0 };
    fc.assert(
      fc.property(supportActions(300), readers, (all, viewers) => {
        const { events, ids } = historyOf(all);
        const streams = Map.groupBy(events, ({ streamId }) => streamId);
        withModel(events, (queries) => {
          for (const viewer of viewers) {
            const rules = new Map(ids.map((id) => [id, ruleFor(viewer.facts, streams.get(id) ?? [])]));
            const ruleOf = (id: string) => rules.get(id) ?? NOTHING;
            const told = answersFor(depsOn(queries), viewer, ids);

            for (const [index, id] of ids.entries()) {
              const { engagement, purpose, detail } = ruleOf(id);
              const one = told.byId[index];
              expect([one !== null, one?.kind !== undefined, one?.causes !== undefined, Boolean(one?.detail)]).toEqual([
                ...[engagement, purpose, purpose, detail],
              ]);
              seen.pairs += 1;
              seen.hidden += Number(!engagement);
              seen.keptOut += Number(!engagement && ruleFor(withoutInterests(viewer.facts), streams.get(id) ?? []).engagement);
              seen.engagements += Number(engagement && !purpose);
              seen.named += Number(engagement && !purpose && one?.status === "offered");
              seen.purposes += Number(purpose && !detail);
              seen.details += Number(detail);
            }

            // Counts are of the supports that the reader sees.
            for (const { council, strands, clashes } of told.pictures) {
              const visible = ids.flatMap((id) => (ruleOf(id).engagement ? (stateOf(events, id) ?? []) : []));
              const ofCouncil = visible.filter((state) => state.council === council);
              const counted = strands.map(({ strand, offered, agreed, declined, running, ended }) => ({
                ...{ strand, all: offered + agreed + declined + running + ended, offered },
              }));
              const byStrand = [...Map.groupBy(ofCouncil, ({ strand }) => strand)].sort(([a], [b]) => (a < b ? -1 : 1));
              expect(counted).toEqual(
                byStrand.map(([strand, states]) => ({
                  ...{ strand, all: states.length },
                  offered: states.filter((state) => statusOfSupport(state) === "offered").length,
                })),
              );
              seen.clashes += clashes.length;
              for (const { kind, ...sides } of clashes)
                for (const { kind: of, support } of [sides.first, sides.second]) {
                  const { engagement, purpose } = ruleOf(support ?? expect.fail("It is no clash of support."));
                  expect(kind === "purpose" || of === "review" ? purpose : engagement).toBe(true);
                }
            }

            // The first task about each council is the inbox's own, whether it is read alone or with the others'.
            const first = readFirstTasks(depsOn(queries), viewer, COUNCILS);
            for (const council of COUNCILS)
              expect(first.get(council)).toEqual(readInbox(depsOn(queries), viewer, undefined, 1, { council }).items[0]);
            seen.first += first.size;

            const allowed = withModel(asAllowed(events, ruleOf), (others) => answersFor(depsOn(others), viewer, ids));
            expect(told).toEqual(allowed);
          }
        });
      }),
      { numRuns: cases(10, 120), endOnFailure: true },
    );
    // Readers see nothing, an engagement, the purpose and everything, or the test would prove little.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(10);
  });

  it("is sent live if it has changed, and nothing is sent otherwise", () => {
    const sent = { messages: 0, silent: 0 };
    const live = openLiveAuthorisation(depsOn({} as SupportQueries) as never);
    fc.assert(
      fc.property(supportActions(80), (all) => {
        const { events } = historyOf(all);
        const store = openStore(supportModel, ":memory:", { keys: noKeys, today: () => LAST_DAY });
        const deps = depsOn(store.queries);
        const picture = (viewer: Viewer) =>
          JSON.stringify([COUNCILS.map((council) => listOf(deps, viewer, council)), pictureOf(deps, viewer)]);
        let before = READERS.map(picture);
        for (const [at, event] of events.entries()) {
          store.applyPage([event]);
          const after = READERS.map(picture);
          const upTo = (until: number) =>
            foldSupport(
              event.streamId,
              events.slice(0, until).filter(({ stream }) => stream === supportStream(event.streamId)),
            );
          const [earlier, later] = [upTo(at), upTo(at + 1)];
          for (const [index, { facts, person }] of READERS.entries()) {
            const council = later?.council ?? expect.fail("There is no support.");
            const isTold = live.ofSupport(facts, { by: "support", council, before: earlier, after: later as SupportState });
            const isChanged = before[index] !== after[index];
            // Whoever sees a part of a package is told that it became one, as clashes may have ended, whether or not there were any.
            const isExpected = isChanged || (event.type === "PackageSet.v1" && isTold);
            expect([person, event.type, isTold]).toEqual([person, event.type, isExpected]);
            sent[isTold ? "messages" : "silent"] += 1;
          }
          before = after;
        }
        store.close();
      }),
      { numRuns: cases(4, 60), endOnFailure: true },
    );
    for (const [what, times] of Object.entries(sent)) expect(times, what).toBeGreaterThan(100);
  });
});
