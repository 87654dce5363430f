// What every query of every read model answers about what a log is about. A query without a line here does not compile.
import type { StoredEvent } from "../../event-log/port.ts";
import type { CouncilQueries } from "../../projections/council/council.ts";
import type { DisclosureQueries } from "../../projections/disclosures/disclosures.ts";
import type { TaskQueries } from "../../projections/inbox/task-table.ts";
import { FIRST_PLACE } from "../../projections/inbox/waiting-task.ts";
import type { IntakeQueries } from "../../projections/intake/queries.ts";
import type { MetricsQueries } from "../../projections/metrics/metrics.ts";
import { NEWEST_PLACE, type NewsQueries } from "../../projections/news/news-rows.ts";
import type { OverviewQueries } from "../../projections/overview/overview.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import { entryOfPublication, type PolicyQueries } from "../../projections/policy/policy.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { RegisterTables } from "../../projections/register/register.ts";
import type { ReadModelName } from "../../projections/runtime/placement.ts";
import type { SupportQueries } from "../../projections/support/queries.ts";
import { CAUSES } from "../../reference/causes.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import { sideOf } from "../../services/claim/task-name.ts";
import type { TaskAudience } from "../../services/tasks.ts";

/** What the log is about: ids of streams by category, and words to search for. */
type About = { readonly ids: (category: string) => readonly string[]; readonly today: string };
type Every<Queries> = { readonly [Name in keyof Queries]: (queries: Queries, about: About) => unknown };

const MOST = 12;
export const aboutOf = (events: readonly StoredEvent[], today: string): About => {
  const streams = Map.groupBy(events, ({ category }) => category);
  return { ids: (category) => [...new Set(streams.get(category)?.map(({ streamId }) => streamId))].slice(-MOST), today };
};

const ALL = { text: "TRUE", values: [] };
const LATE = "2027-01-01";
const PEOPLE = ["adviser", "viewer-1"];
const SHOWN_TO: readonly TaskAudience[] = ["scope:E12000004/corporate", "council:X00000004", "body:dfe", "person:adviser"];
const first = ({ ids }: About, category: string): string => ids(category)[0] ?? "none";

const tasks: Every<TaskQueries> = {
  waiting: (queries, { today }) => queries.waiting(SHOWN_TO, "adviser", today, FIRST_PLACE, 50),
  firstByCouncil: (queries, { ids, today }) => queries.firstByCouncil(ids("council"), SHOWN_TO, "adviser", today, 3),
  find(queries, about) {
    const waiting = queries.waiting(SHOWN_TO, "adviser", about.today, FIRST_PLACE, 5);
    return waiting.map((task) =>
      queries.find({ ...task, about: task.about ?? "", side: sideOf(task) }, SHOWN_TO, "adviser", about.today),
    );
  },
  claimOf: (queries, { ids }) => ids("concern").flatMap((id) => queries.of(id).map(queries.claimOf)),
  of: (queries, { ids }) => [...ids("concern"), ...ids("support"), ...ids("submission"), ...ids("council")].map(queries.of),
  claimedBy: (queries) => PEOPLE.map(queries.claimedBy),
  since: (queries, { today }) => SHOWN_TO.map((audience) => queries.since(audience, "adviser", today, "", 20)),
};

const news: Every<NewsQueries> = {
  page: (queries, { today }) =>
    SHOWN_TO.map((audience) => queries.page(audience, { person: "adviser", today }, NEWEST_PLACE, 20)),
  lastBefore: (queries) => SHOWN_TO.map((audience) => queries.lastBefore(audience, LATE)),
  of: (queries, { ids }) => [...ids("concern"), ...ids("support"), ...ids("council")].map(queries.of),
  has: (queries, about) => queries.has(first(about, "concern"), "shared", ""),
  ofEvent: (queries, { ids }) => ids("concern").flatMap((id) => queries.of(id).map(({ event }) => queries.ofEvent(event))),
};

const people: Every<PeopleQueries> = {
  viewer: (queries, { ids }) => ids("person").map(queries.viewer),
  findUnchecked: (queries, { ids }) => ids("person").map(queries.findUnchecked),
  invitation: (queries, { ids }) => ids("invitation").map(queries.invitation),
  openInvitations: (queries) => queries.openInvitations(undefined, 20),
  endedInvitations: (queries) => queries.endedInvitations("", 20),
  countEndedInvitations: (queries) => queries.countEndedInvitations(),
  invitationOfLink: (queries, { ids, today }) =>
    ids("invitation").map((id) => queries.invitationOfLink(queries.invitation(id)?.link.digest ?? "", today)),
  stranger: (queries) => queries.stranger("nobody"),
  withAddress: (queries) => queries.withAddress("", 50),
  officersOf: (queries, { ids }) => ids("council").map(queries.officersOf),
  advisersOf: (queries) => REGIONS.map(({ code }) => queries.advisersOf(code)),
  interestedIn: (queries, { ids }) => ids("council").map((code) => queries.interestedIn(code)),
  coveredBy: (queries, { ids }) => ids("person").map(queries.coveredBy),
  handedOverTo: (queries, { ids }) => ids("person").map(queries.handedOverTo),
  isFirstSignIn: (queries, { ids }) => ids("person").map((id) => queries.isFirstSignIn(id)),
  notifiedSpeakers: (queries, { ids }) =>
    ids("council").map((council) =>
      queries.notifiedSpeakers({ council, strand: "corporate", restricted: false, namedReaders: [] }),
    ),
  address: (queries, { ids }) => ids("person").map((id) => queries.address(id)),
  newsMark: (queries, { ids }) => ids("person").map(queries.newsMark),
  page: (queries) => queries.page("", 50),
  isEmpty: (queries) => queries.isEmpty(),
};

const policy: Every<PolicyQueries> = {
  inForce: (queries) => queries.inForce(),
  latest: (queries) => queries.latest(),
  at: (queries) => queries.at("2026-03-03T00:00:00.000Z"),
  firstNaming: (queries) => ["readConcern", "readOutcome", "neverThere"].map(queries.firstNaming),
  page(queries) {
    const all = queries.page(undefined, 20) ?? [];
    return [all, all[0] && queries.page(entryOfPublication(all[0]), 20)];
  },
  files: (queries) => queries.files(queries.inForce() ?? ""),
};

/** A record with what it reads later. */
const read = (record: ConcernRecord | undefined) => {
  const state = record?.state();
  return [record, state?.shares.map(({ id }) => record?.day.blocked.has(id)), record?.day.inForce.has("agreement")];
};

const register: Every<RegisterTables> = {
  tasks: (queries, about) => everyAnswer(tasks, queries.tasks, about),
  news: (queries, about) => everyAnswer(news, queries.news, about),
  awaitingReach: (queries) => queries.awaitingReach({ concern: "", share: "" }, 20),
  awaitsAcceptance: (queries, about) => queries.awaitsAcceptance({ concern: first(about, "concern"), share: "share" }, ["dfe"]),
  sharesToAccept: (queries) => queries.sharesToAccept("dfe", { concern: "", share: "" }, 20),
  select: (queries) => queries.select.all({ text: "SELECT count(*) AS n FROM concerns", values: [] }),
  classes: (queries) =>
    queries.classes
      .all()
      .filter(({ n }) => n > 0)
      .map(({ facts, n }) => `${JSON.stringify(facts)} ${n}`)
      .sort(),
  named: (queries) => [...queries.named()].sort(),
  dependentOn: (queries) => STRANDS.map((strand) => queries.dependentOn(`X00000004/${strand}/dfe`)),
  audienceId: (queries) => queries.audienceId("summary scope E12000004/corporate"),
  day: (queries) => queries.day(),
  findRow: (queries, { ids }) => ids("concern").map((id) => ({ ...queries.findRow(id), class: 0 })),
  isAware: (queries, { ids }) => ids("council").map((code) => queries.isAware(code)),
  restrictedOf: (queries, { ids }) => ids("council").map((code) => queries.restrictedOf(code)),
  recordOf: (queries, { ids }) =>
    ids("concern").map((id) => {
      const row = queries.findRow(id);
      return row && read(queries.recordOf(row, queries.day(), false));
    }),
  findUnchecked: (queries, { ids }) => ids("concern").map((id) => read(queries.findUnchecked(id))),
  recordedOwners: (queries) => STRANDS.map((strand) => queries.recordedOwners(`E12000004/${strand}`)),
  due: (queries) => queries.due(50).map(read),
};

const seenBy = { reader: {}, ofSupport: ALL, isVisible: () => true };
const support: Every<SupportQueries> = {
  tasks: (queries, about) => everyAnswer(tasks, queries.tasks, about),
  news: (queries, about) => everyAnswer(news, queries.news, about),
  findUnchecked: (queries, { ids }) => ids("support").map((id) => queries.findUnchecked(id)),
  factsOf: (queries, { ids }) => ids("support").map((id) => queries.factsOf(id)),
  list: (queries) => queries.list(ALL, undefined, 50),
  page: (queries) => queries.page({ ranges: [ALL], ofPurpose: ALL }, "due", undefined, 50),
  count: (queries) => queries.count({ ranges: [ALL], ofPurpose: ALL }),
  pictures: (queries, { ids }) => queries.pictures(ids("council")),
  practiceContacts: (queries) =>
    STRANDS.flatMap((strand) => CAUSES.map((cause) => queries.practiceContacts(strand, cause, undefined, 20))),
  due: (queries) => queries.due(50),
  settlementsOf: (queries, { ids }) => ids("council").map((code) => queries.settlementsOf(code)("clash")),
  diary: (queries, { ids }) =>
    queries.diary(
      { visits: ids("council"), dates: ids("council") },
      { from: "2025-01-01", to: LATE },
      ALL,
      undefined,
      50,
      () => true,
    ),
  openVisits: (queries, { ids }) => ids("council").map((code) => queries.openVisits(code, "2025-01-01", seenBy)),
  openOffers: (queries, { ids }) => ids("council").map((code) => queries.openOffers(code, seenBy)),
};

const intake: Every<IntakeQueries> = {
  tasks: (queries, about) => everyAnswer(tasks, queries.tasks, about),
  news: (queries, about) => everyAnswer(news, queries.news, about),
  findSubmissionUnchecked: (queries, { ids }) => ids("submission").map((id) => queries.findSubmissionUnchecked(id)),
  findSignalUnchecked: (queries, { ids }) => ids("signal").map((id) => queries.findSignalUnchecked(id)),
  submissionFactsOf: (queries, { ids }) => ids("submission").map((id) => queries.submissionFactsOf(id)),
  signalFactsOf: (queries, { ids }) => ids("signal").map((id) => queries.signalFactsOf(id)),
  overdue: (queries) => queries.overdue(LATE, 20),
  fallenDue: (queries) => queries.fallenDue(LATE, 20),
  isCited: (queries, { ids }) => ids("submission").map((id) => queries.isCited(id)),
  submissions: (queries) => queries.submissions([ALL], undefined, 20),
  signals: (queries) => queries.signals([ALL], undefined, 20),
};

const council: Every<CouncilQueries> = {
  tasks: (queries, about) => everyAnswer(tasks, queries.tasks, about),
  news: (queries, about) => everyAnswer(news, queries.news, about),
  findUnchecked: (queries, { ids }) => ids("council").map(queries.findUnchecked),
  lastContactOn: (queries, { ids }) => ids("council").map((code) => queries.lastContactOn(code, STRANDS)),
  untoldMatters: (queries, { ids }) =>
    STRANDS.flatMap((strand) => CAUSES.map((cause) => queries.untoldMatters(ids("council"), strand, cause, "2026-01-01"))),
  didNotStand: (queries, { ids }) => queries.didNotStand(ids("council")),
  overdue: (queries) => queries.overdue(LATE, 20),
  discarded: (queries) => queries.discarded("", 20),
  unrecordedPositions: (queries) => queries.unrecordedPositions(20),
};

const metrics: Every<MetricsQueries> = {
  page: (queries) => [queries.page({}, "", 20), queries.page({ text: "a", areas: ["X00000004"] }, "", 20)],
  metric: (queries) => queries.page({}, "", 20).map(({ metric }) => queries.metric(metric)),
  periods: (queries) => queries.page({}, "", 20).map(({ metric }) => queries.periods(metric)),
  value: (queries) =>
    queries
      .page({}, "", 20)
      .flatMap(({ metric }) => queries.periods(metric).map(({ id }) => queries.value(metric, id, ["X00000004", "X00000005"]))),
};

const overview: Every<OverviewQueries> = {
  quarters: (queries) => queries.quarters(),
  quarter: (queries) => queries.quarters().map(queries.quarter),
};

const disclosures: Every<DisclosureQueries> = {
  openings: ({ openings }) => [openings.before("2026-01-01"), openings.page(0, 50)],
  ofConcern: (queries, { ids }) => ids("concern").map((id) => queries.ofConcern(id, undefined, undefined, 20)),
  ofCouncil: (queries) => ["X00000004", "X00000005"].map((code) => queries.ofCouncil(code, undefined, undefined, 20)),
  removedTo: (queries) => queries.removedTo(),
  losses: (queries) => queries.losses(),
  streamHeads: (queries, { ids }) => ids("answers").map((id) => queries.streamHeads(`answers-${id}`)),
};

const EVERY_QUERY = { register, people, metrics, support, intake, council, overview, policy, disclosures } satisfies Record<
  ReadModelName,
  unknown
>;

const everyAnswer = <Queries>(every: Every<Queries>, queries: Queries, about: About): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(every).map(([name, ask]) => [name, settled((ask as Every<Queries>[keyof Queries])(queries, about))]),
  );

/** Returns the answer to each query of a read model, by its name. */
export const answersOf = (model: ReadModelName, queries: unknown, about: About): Readonly<Record<string, unknown>> =>
  everyAnswer(EVERY_QUERY[model] as Every<unknown>, queries, about);

/** Returns a value that can be compared: what is read later is read now. */
export function settled(value: unknown): unknown {
  if (typeof value === "function") return value.length === 0 ? settled(value()) : undefined;
  if (value instanceof Map || value instanceof Set) return [...value].map(settled);
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, settled(one)]));
}
