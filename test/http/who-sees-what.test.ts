// Who sees what of that which follows sharing, for every kind of person: support, submissions, requests for support, conversations and
// conclusions, the panel, escalation, figures, and what waits for them. The readers are listed here; all others see nothing.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demonstrationPeople } from "../../demonstration/people.ts";
import { EAST_MIDLANDS, TARROWSHIRE } from "../examples/api-inputs.ts";
import { EXTRA_PEOPLE, type HistoryIds, playHistory } from "../helpers/play-history.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const EVERYBODY = [...demonstrationPeople.map(({ id }) => id), ...EXTRA_PEOPLE, "somebody-new"];
/** The advisers of Tarrowshire's region and of children's services. */
const ADVISERS = ["adviser", "second-adviser", "two-roles"];
const COUNCIL = ["chief-executive", "leader", "nominated-officer", "section-151-officer", "monitoring-officer"];
/** With an officer who reads in another strand. */
const WHOLE_COUNCIL = [...COUNCIL, "director-adults"];
const LEADS = ["cib-lead", "adass-lead", "regional-improvement"];
/** The people who align support in the region, each from their own strand. */
const REGION = [...ADVISERS, "corporate-adviser", ...LEADS];
const LEARNERS = [...REGION, ...WHOLE_COUNCIL, "adviser-london", "cib-lead-london", "chief-executive-london", "leader-ambleford"];

const TODAY = "2026-03-02T12:00:00.000Z";
const NEXT_QUARTER = "2026-04-02T12:00:00.000Z";

let hub: TestHub;
let busy: HistoryIds;
const answers = new Map<string, { readonly rows: Record<string, unknown>; readonly words: string }>();

beforeAll(async () => {
  hub = await startHub();
  busy = await playHistory(hub);
  const rows = ROWS.map(([, field], n) => ({ field: `r${n}: ${field(busy)}`, later: LATER.includes(field) }));
  const question = (later: boolean) =>
    `{ ${rows
      .filter((row) => row.later === later)
      .map(({ field }) => field)
      .join(" ")} }`;
  const words = new Map<string, string>();
  for (const person of EVERYBODY) {
    words.set(person, await everyWordFor(person));
    answers.set(person, { rows: await ask(person, question(false)), words: "" });
  }
  hub.clock.set(NEXT_QUARTER);
  for (const person of EVERYBODY) {
    const figures = await ask<Record<string, unknown>>(person, question(true));
    answers.set(person, { rows: { ...answers.get(person)?.rows, ...figures }, words: words.get(person) ?? "" });
  }
  hub.clock.set(TODAY);
});
afterAll(() => hub.close());

async function ask<T>(person: string, query: string, variables: object = {}): Promise<T> {
  const { body } = await hub.ask<T>(person, query, variables);
  expect(body.errors).toBeUndefined();
  return body.data;
}

const readersOf = (holds: (answer: { readonly rows: Record<string, unknown>; readonly words: string }) => boolean) =>
  [...answers].flatMap(([person, answer]) => (holds(answer) ? [person] : [])).sort();
const sorted = (people: readonly string[]) => [...new Set(people)].sort();

type Field = (busy: HistoryIds) => string;
const QUARTERS: Field = () => "overviewQuarters";
const FIGURES: Field = () => 'overview(quarter: "2026-Q1") { quarter }';
const OVERDUE: Field = () => "overdueUntold { kind }";
const LATER = [QUARTERS, FIGURES, OVERDUE];
const detailOf = (id: string) => `support(id: "${id}") { seen: detail { aim version } }`;
const ofCouncil = (field: string) => `council(code: "${TARROWSHIRE}") { ${field} }`;
const ofMain = ({ main }: HistoryIds, field: string) => `concern(id: "${main}") { ${field} }`;

/** A field, or a field `seen` below it, that is null or empty for everyone except its readers. */
const ROWS: readonly (readonly [what: string, field: Field, readers: readonly string[]])[] = [
  ["support of the region's leads", (b) => `support(id: "${b.cibSupport}") { id }`, [...REGION, ...COUNCIL]],
  ["support of the advisers", (b) => `support(id: "${b.lgaSupport}") { id }`, [...REGION, ...COUNCIL]],
  ["support in another region", (b) => `support(id: "${b.londonSupport}") { id }`, ["adviser-london", "chief-executive-london"]],
  [
    "support that the council has not answered, and that names nobody",
    (b) => `support(id: "${b.adultsSupport}") { id }`,
    ["adviser", "second-adviser", ...WHOLE_COUNCIL],
  ],
  ["support of which the region sees the dates", (b) => `support(id: "${b.endedSupport}") { id }`, [...REGION, ...COUNCIL]],
  [
    "what it is for",
    (b) => `support(id: "${b.endedSupport}") { seen: kind judgements { seen: by } milestones { seen: id } }`,
    [...ADVISERS, ...COUNCIL],
  ],
  [
    "what support is for of which the region sees the purpose",
    (b) => `support(id: "${b.lgaSupport}") { seen: kind }`,
    [...REGION, ...COUNCIL],
  ],
  ["what is in the leads' support", (b) => detailOf(b.cibSupport), [...ADVISERS, ...COUNCIL, "cib-lead"]],
  ["what is in the advisers' support", (b) => detailOf(b.lgaSupport), [...ADVISERS, ...COUNCIL]],
  ["what is in support of another strand", (b) => detailOf(b.adultsSupport), ["adviser", "second-adviser", ...WHOLE_COUNCIL]],
  ["what is in support of another region", (b) => detailOf(b.londonSupport), ["adviser-london", "chief-executive-london"]],
  ["a council's supports", () => ofCouncil("supports { seen: nodes { id } }"), [...REGION, ...WHOLE_COUNCIL]],
  [
    "a council's supports among all",
    () => `supports(filter: { council: "${TARROWSHIRE}" }) { seen: nodes { id } }`,
    [...REGION, ...WHOLE_COUNCIL],
  ],
  ["a council's aligned support", () => ofCouncil("seen: alignedSupport { clashCount }"), [...REGION, ...WHOLE_COUNCIL]],
  [
    "a region's aligned support",
    () => `alignedSupport(region: "${EAST_MIDLANDS}") { clashCount }`,
    [...REGION, ...WHOLE_COUNCIL],
  ],
  ["who leads the conversation", () => ofCouncil("seen: conversationLead { person }"), [...REGION, ...WHOLE_COUNCIL]],
  ["approaches ahead", () => ofCouncil("seen: approaches { id }"), [...REGION, ...WHOLE_COUNCIL]],
  ["a council's agreements to be contacted", () => ofCouncil("seen: practiceContacts { id }"), WHOLE_COUNCIL],
  ["councils to learn from", () => "practiceContacts(strand: CHILDRENS, cause: SERVICE_PERFORMANCE) { nodes { id } }", LEARNERS],
  ["a submission untold", (b) => `submission(id: "${b.untold}") { id }`, [...ADVISERS, "department"]],
  ["a submission told of", (b) => `submission(id: "${b.toldOf}") { id }`, [...ADVISERS, ...COUNCIL, "department"]],
  ["a submission cited before awareness", (b) => `submission(id: "${b.citedUnaware}") { id }`, [...ADVISERS, "department"]],
  ["a submission cited", (b) => `submission(id: "${b.cited}") { id }`, [...ADVISERS, ...COUNCIL, "department"]],
  ["what became of a submission untold", (b) => `submission(id: "${b.untold}") { seen: handling { councilAware } }`, ADVISERS],
  // Not the department that sent it, though the concern is shared with it.
  [
    "what became of a submission cited",
    (b) => `submission(id: "${b.cited}") { handling { seen: concerns { id } } }`,
    [...ADVISERS, ...COUNCIL],
  ],
  ["submissions", () => "submissions { seen: nodes { id } }", [...ADVISERS, ...COUNCIL, "department"]],
  ["a council's request for support", (b) => `signal(id: "${b.signal}") { id }`, [...ADVISERS, ...COUNCIL]],
  [
    "requests for support",
    () => "signals { seen: nodes { id } }",
    [...ADVISERS, ...COUNCIL, "corporate-adviser", "leader-ambleford"], // these two: a corporate one of the demonstration's
  ],
  ["a concern that is shared", (b) => ofMain(b, "id"), [...ADVISERS, ...COUNCIL, "panel-member", "member-peer", "department"]],
  [
    "how it was concluded",
    (b) => ofMain(b, "summary { seen: conclusions { id } }"),
    [...ADVISERS, ...COUNCIL, "panel-member", "department"],
  ],
  ["conversations", (b) => ofMain(b, "seen: conversations { id }"), [...ADVISERS, ...COUNCIL]],
  ["the panel's challenges", (b) => ofMain(b, "seen: challenges { id }"), [...ADVISERS, ...COUNCIL, "panel-member"]],
  ["escalations", (b) => ofMain(b, "seen: escalations { id }"), [...ADVISERS, ...COUNCIL]],
  ["who is not persuaded", (b) => ofMain(b, "seen: notPersuaded { id }"), [...ADVISERS, ...COUNCIL]],
  ["reassurance to oneself", (b) => ofMain(b, "sharedWithMe { seen: reassurances { id } }"), ["department"]],
  [
    "roles of somebody that do not mix",
    () => "people(first: 100) { nodes { seen: mixes } }",
    ["governance-officer", "administrator", "two-roles"],
  ],
  ["what councils were not told of in time", OVERDUE, ["governance-officer"]],
  ["how long records are kept", () => "retention { isHalted }", ["governance-officer"]],
  ["the quarters there are figures of", QUARTERS, ["advisory-board", "improvement-board"]],
  ["a quarter's figures", FIGURES, ["advisory-board", "improvement-board"]],
];

const some = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined);
/** Whether any field under a `seen` has a value. */
function seenBelow(data: unknown): boolean {
  if (typeof data !== "object" || data === null) return false;
  return Object.entries(data).some(([name, value]) => (name === "seen" ? some(value) : seenBelow(value)));
}

/** Every text of all records that can be queried, by id and by list. */
async function everyWordFor(person: string): Promise<string> {
  const SUPPORT = `fragment S on Support { id lead status provider { name } milestones { id about } reviews { id finding } judgements { why } detailWithheld
    detail { aim toldName statement ended { reason } } }`;
  const SUBMISSION =
    "fragment U on Submission { id account source reference handling { told { toldName about } setAside { reason } concerns { id } } }";
  const SIGNAL = "fragment G on Signal { id wanted answer withdrawn { reason } supports { ...S } }";
  const CONCERN = `fragment C on Concern { id summary { text observed conclusions { causalFactors solutions whyViewsDiffer supports { id } } }
    evidence { account source submission { ...U } } awareness { toldName about } laterWords { statement } conversations { people discussed agreed nextStep }
    challenges { challenge answer finding } escalations { raised { reason } } notPersuaded { said { reason } }
    sharingRecord { explanation statement reassurances { text } } sharedWithMe { explanation conditions escalation { reason } reassurances { text } } }`;
  const { cibSupport, lgaSupport, adultsSupport, londonSupport, endedSupport, untold, toldOf, citedUnaware, cited } = busy;
  const each = (field: string, fragment: string, ids: readonly string[]) =>
    ids.map((id, n) => `${field}${n}: ${field}(id: "${id}") { ...${fragment} }`).join(" ");
  const questions = [
    `{ ${each("support", "S", [cibSupport, lgaSupport, adultsSupport, londonSupport, endedSupport])}
       council(code: "${TARROWSHIRE}") { supports { nodes { ...S } } approaches { about } practiceContacts { contact learned } }
       practiceContacts(strand: CHILDRENS, cause: SERVICE_PERFORMANCE) { nodes { contact learned } } } ${SUPPORT}`,
    `{ alignedSupport(region: "${EAST_MIDLANDS}") { clashes(first: 5) { first { support { ...S } } second { support { ...S } } } } } ${SUPPORT}`,
    `{ ${each("submission", "U", [untold, toldOf, citedUnaware, cited])} submissions { nodes { ...U } }
       ${each("signal", "G", [busy.signal, busy.openSignal])} signals { nodes { ...G } } } ${SUBMISSION} ${SIGNAL} ${SUPPORT}`,
    `{ ${each("concern", "C", [busy.main, busy.unaware, busy.narrowed])} } ${CONCERN} ${SUBMISSION}`,
    `{ inbox(first: 100) { nodes { sentence about council { name } support { ...S } submission { ...U } signal { wanted answer } } } } ${SUPPORT} ${SUBMISSION}`,
  ];
  return (await Promise.all(questions.map((question) => ask(person, question)))).map((said) => JSON.stringify(said)).join("\n");
}

/** Words that occur in one field each, and the people who may read them. */
const WORDS: readonly (readonly [words: string, readers: readonly string[]])[] = [
  ["Secretaim of the leads", [...ADVISERS, ...COUNCIL, "cib-lead"]],
  ["Secretaim of the advisers", [...ADVISERS, ...COUNCIL]],
  ["Secretaim in London", ["adviser-london", "chief-executive-london"]],
  ["Secretstatement of the council", [...ADVISERS, ...COUNCIL, "cib-lead"]],
  ["Secretmilestone", [...ADVISERS, ...COUNCIL, "cib-lead"]],
  ["Secretfinding", [...ADVISERS, ...COUNCIL, "cib-lead"]],
  ["Secretreason", [...ADVISERS, ...COUNCIL]],
  ["Secretwhy", [...ADVISERS, ...COUNCIL]],
  ["Secretwish", [...ADVISERS, ...COUNCIL]],
  ["Secretanswer", [...ADVISERS, ...COUNCIL]],
  ["Secretopening", [...ADVISERS, ...COUNCIL]],
  ["Secretcontact", LEARNERS],
  ["Secretvisit of the advisers", [...REGION, ...WHOLE_COUNCIL]],
  ["Secretvisit of the leads", [...REGION, ...WHOLE_COUNCIL]],
  ["Secretsubmission, untold", [...ADVISERS, "department"]],
  ["Secretsubmission, told", [...ADVISERS, ...COUNCIL, "department"]],
  ["Secretsubmission, cited before", [...ADVISERS, "department"]],
  ["Secretsubmission, cited.", [...ADVISERS, ...COUNCIL, "department"]],
  ["Secretstep", [...ADVISERS, ...COUNCIL]],
  ["Secretreassurance", [...ADVISERS, ...COUNCIL, "department"]],
  ["Secretdoubt", [...ADVISERS, ...COUNCIL]],
  ["Secretground", [...ADVISERS, ...COUNCIL]],
  ["Secretchallenge, unanswered", [...ADVISERS, ...COUNCIL, "panel-member"]],
  ["Secretreply to the panel", [...ADVISERS, ...COUNCIL, "panel-member"]],
];

describe("The later life of a concern is visible only to the people whom policy names", () => {
  it.each(ROWS)("%s", (what, field, readers) => {
    const row = `r${ROWS.findIndex(([name]) => name === what)}`;
    const holds = field(busy).includes("seen: ") ? seenBelow : some;
    expect(readersOf(({ rows }) => holds(rows[row]))).toEqual(sorted(readers));
  });

  it.each(WORDS)("the words %j", (words, readers) => {
    expect(readersOf((answer) => answer.words.includes(words))).toEqual(sorted(readers));
  });

  it("and words that are in no part of a concern that can be shared find it for nobody", async () => {
    const query = "query($f: ConcernFilter) { concerns(filter: $f) { totalCount } }";
    for (const text of ["Secretstep", "Secretchallenge", "Secretdoubt", "Secretground", "Secretreassurance", "Secretsubmission"])
      for (const person of ["adviser", "chief-executive", "panel-member", "department"])
        expect(await ask(person, query, { f: { text } })).toEqual({ concerns: { totalCount: 0 } });
  });
});

describe("A lead who aligns support", () => {
  const PICTURE = `query($id: ID!) { support(id: $id) { kind status lead provider { id } causes from until progress milestones { kind due about }
    reviews { from to reviewedOn progress finding } detail { aim } detailWithheld } }`;

  it("sees all support to align, and that the rest is withheld", async () => {
    for (const person of LEADS) {
      const { support } = await ask<{ support: object }>(person, PICTURE, { id: busy.lgaSupport });
      expect(support).toEqual({
        ...{ kind: "PACKAGE", status: "RUNNING", lead: "Improvement adviser (invented)", provider: { id: "lga" } },
        ...{ causes: ["SERVICE_PERFORMANCE"], from: "2026-03-10", until: "2026-12-31", progress: "WORKING" },
        milestones: [{ kind: "OTHER", due: "2026-03-12", about: null }],
        reviews: [
          { from: null, to: null, reviewedOn: "2026-03-02", progress: "WORKING", finding: null },
          { from: "2026-03-10", to: "2026-03-11", reviewedOn: null, progress: null, finding: null },
        ],
        ...{ detail: null, detailWithheld: true },
      });
    }
  });

  it("sees everything of their own body's support", async () => {
    const { support } = await ask<{ support: object }>("cib-lead", PICTURE, { id: busy.cibSupport });
    expect(support).toMatchObject({ detail: { aim: "Secretaim of the leads." }, detailWithheld: false });
  });
});

describe("A department", () => {
  it("does not learn from its own submission, or any change of it, how it was handled", async () => {
    const query = `query($id: ID!) { submission(id: $id) { body { id } council { code } strand cause period { from to } source reference
      handlingWithheld handling { councilAware } } }`;
    const ids = [busy.untold, busy.toldOf, busy.citedUnaware, busy.cited];
    const [first, ...others] = await Promise.all(ids.map((id) => ask<{ submission: object }>("department", query, { id })));
    expect(first?.submission).toMatchObject({ handlingWithheld: true, handling: null });
    for (const other of others) expect(other).toEqual(first);
  });
});

// Every id that a person may see in the subject of a task.
const POINTS = {
  concern: `query($id: ID!) { subject: concern(id: $id) { id evidence { id } summary { corrections { id } conclusions { id } } sharingRecord { id }
    sharedWithMe { id } conversations { id } challenges { id } escalations { id } notPersuaded { id } } }`,
  support: "query($id: ID!) { subject: support(id: $id) { id milestones { id } reviews { id } } }",
  submission: "query($id: ID!) { subject: submission(id: $id) { id } }",
  signal: "query($id: ID!) { subject: signal(id: $id) { id } }",
  council: "query($id: ID!) { subject: council(code: $id) { id: code approaches { id } } }",
} as const;
type Named = { readonly id: string } | null;
type Item = { readonly kind: string; readonly about: string | null; readonly council: Named } & Readonly<
  Record<"concern" | "support" | "submission" | "signal", Named>
>;
type Page = { inbox: { nodes: readonly Item[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
const INBOX = `query($after: String) { inbox(first: 4, after: $after) { nodes { kind about council { id: code } concern { id } support { id }
  submission { id } signal { id } } pageInfo { hasNextPage endCursor } } }`;

async function inboxOf(person: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let after: string | null = null; ; ) {
    const { inbox }: Page = await ask<Page>(person, INBOX, { after });
    expect(inbox.nodes.length).toBeLessThanOrEqual(4);
    items.push(...inbox.nodes);
    if (!inbox.pageInfo.hasNextPage) return items;
    after = inbox.pageInfo.endCursor;
  }
}

describe("An inbox", () => {
  afterAll(() => hub.clock.set(TODAY));

  it.each([TODAY, "2026-03-25T12:00:00.000Z", "2026-06-20T12:00:00.000Z"])(
    "on %s is about nothing that they cannot read, for everybody",
    async (day) => {
      hub.clock.set(day);
      let found = 0;
      for (const person of EVERYBODY) {
        const items = await inboxOf(person);
        const points = new Map<string, string>();
        for (const item of items) {
          const of = (["concern", "support", "submission", "signal"] as const).filter((type) => item[type]);
          const type = of[0] ?? "council";
          expect(of.length, `${person}: ${item.kind}`).toBeLessThanOrEqual(1);
          const id = item[type]?.id;
          if (id === undefined) {
            expect(item).toMatchObject({ kind: "ASSIGNMENT_ENDING", council: null });
            continue;
          }
          const known = points.get(id) ?? JSON.stringify(await ask(person, POINTS[type], { id }));
          points.set(id, known);
          expect(known, `${person}: ${item.kind}`).toContain(`"subject":{"id":"${id}"`);
          expect(known, `${person}: ${item.kind}`).toContain(item.about ?? id);
          found += 1;
        }
        expect(new Set(items.map((item) => JSON.stringify(item))).size).toBe(items.length);
      }
      expect(found).toBeGreaterThan(20);
    },
  );

  it("is empty for people who have no part in it", async () => {
    for (const person of ["advisory-board", "improvement-board", "governance-officer", "administrator", "somebody-new"])
      expect(await inboxOf(person)).toEqual([]);
  });
});
