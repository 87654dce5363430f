// The rules of what an answer is taken to carry, one by one: each of them was broken once.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { daysAfter } from "../../services/dates.ts";
import {
  awareness,
  CIB,
  challenge,
  concern,
  conclusions,
  conversation,
  escalation,
  evidence,
  PANEL,
  proposal,
  TARROWSHIRE,
  told,
} from "../examples/api-inputs.ts";
import { BEGIN, entriesOf, type RandomHub, recordedAfter, STEP, startRandomHub } from "../helpers/disclosure/random-hub.ts";
import { answerDay } from "../helpers/fair-days.ts";
import { done } from "../helpers/send-command.ts";
import { subscribe } from "../helpers/sse.ts";

const PEERS = "member-peers-east-midlands";
const AMBLEFORD = "X00000005";
const MINUTE = 60_000;

let held: RandomHub;
let [known, unknown, headlineOnly] = ["", "", ""];
let instant = BEGIN;
beforeAll(async () => {
  held = await startRandomHub([], []);
  [known = "", unknown = ""] = held.ids;
  headlineOnly = await aware([PEERS]);
  await shared(headlineOnly, PEERS, ["HEADLINE"]);
});
afterAll(() => held.test.close());

const later = (ms: number) => {
  instant += ms;
  held.test.clock.set(new Date(instant).toISOString());
};
/** Nothing that was asked before covers what is asked next. */
beforeEach(() => later(STEP));

const does = (person: string, name: string, input: object) => done(held.test, person, name, input);
async function aware(bodies: readonly string[] = [CIB, PANEL, "dfe"], council = TARROWSHIRE): Promise<string> {
  // A district is responsible for the corporate strand alone.
  const strand = council === AMBLEFORD ? { strand: "CORPORATE", cause: "FINANCE" } : {};
  const id = await does("adviser", "logConcern", { ...concern, council, ...strand });
  await does("adviser", "recordAwareness", { ...awareness, concern: id, bodies });
  return id;
}
/** The earliest last day to answer a share of a summary, and the day after it. */
const fair = (body = CIB) => ({ answerBy: answerDay(held.hub.today(), body === "dfe" ? undefined : "plain") });
const soon = () => ({ until: daysAfter(fair().answerBy, 1) });
const shareOf = (id: string) => held.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id;
async function agreed(id: string, body: string, parts: readonly string[], more: object = {}): Promise<void> {
  await does("adviser", "proposeShare", { ...proposal, ...fair(body), concern: id, body, parts, ...more });
  await does("chief-executive", "statePosition", { concern: id, share: shareOf(id), position: "AGREES" });
}
async function shared(id: string, body: string, parts: readonly string[], more: object = {}): Promise<void> {
  await agreed(id, body, parts, more);
  await does("adviser", "makeShare", { concern: id, share: shareOf(id) });
}

/** What is on record of the answer to a question, which must not fail. */
async function recordedOf(person: string, query: string, variables: object = {}): Promise<readonly string[]> {
  const head = await held.hub.disclosures.head();
  const { body } = await held.test.ask(person, query, variables);
  expect(body.errors).toBeUndefined();
  return entriesOf(await recordedAfter(held, head));
}

describe("A concern in an answer is recorded with its headline", () => {
  it("although no field of it is selected", async () => {
    expect(await recordedOf("adviser", `{ concern(id: "${known}") { __typename } }`)).toEqual([`read ${known} headline`]);
    expect(await recordedOf("adviser", `{ concern(id: "${known}") { id @skip(if: true) } }`)).toEqual([]);
  });

  it("although every selected field of it is withheld", async () => {
    const query = "{ concerns { nodes { evidence { account } } } }";
    expect(await recordedOf("leads", query)).toEqual(
      [`list ${headlineOnly} headline`, `list ${known} evidence`, `list ${known} headline`].sort(),
    );
    const nothing = `{ concern(id: "${headlineOnly}") { summary { text } conversations { agreed } } }`;
    expect(await recordedOf("leads", nothing)).toEqual([`read ${headlineOnly} headline`]);
  });

  it("together with a part that was selected too", async () => {
    const query = `{ concern(id: "${known}") { summary { text } } }`;
    expect(await recordedOf("adviser", query)).toEqual([`read ${known} headline`, `read ${known} summary`]);
  });

  it("in a command's answer, a submission's handling, a past concern, a ledger and a message", async () => {
    const mutation = `mutation($input: ReplyInput!) { reply(input: $input) { ... on ConcernChanged { concern { __typename } } } }`;
    const input = { idempotencyKey: "rules", concern: known, reply: "Said." };
    expect(await recordedOf("chief-executive", mutation, { input })).toEqual([`command ${known} headline`]);
    const handling = `{ submission(id: "${held.cited}") { handling { concerns { __typename } } } }`;
    expect(await recordedOf("adviser", handling)).toEqual(
      [`read ${unknown} headline`, ...["handling", "submission"].map((part) => `read ${held.cited} ${part}`)].sort(),
    );
    const at = held.test.clock.now().toISOString();
    const past = `{ pastConcern(concern: "${known}", at: "${at}") { ... on PastConcern { concern { __typename } } } }`;
    expect(await recordedOf("adviser", past)).toEqual([`past ${known} headline`]);
    const ledger = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { concerns { nodes { __typename } } } } }`;
    expect(await recordedOf("chief-executive", ledger)).toEqual(
      [`ledger ${headlineOnly} headline`, `ledger ${known} headline`].sort(),
    );
    const head = await held.hub.disclosures.head();
    const following = `subscription { concernChanged(concern: "${known}") { ... on ConcernUpdate { concern { __typename } } } }`;
    const live = await subscribe(held.test, "department", following);
    await live.next();
    await live.leave();
    expect(entriesOf(await recordedAfter(held, head))).toEqual([`live ${known} headline`]);
  });
});

describe("For a list", () => {
  const PLACE = "pageInfo { hasNextPage endCursor }";
  const list = (args: string, asked: string) => `{ concerns${args && `(${args})`} { ${asked} } }`;
  /** While there are concerns of one council alone; the others come after these. */
  describe("of one council's concerns", () => {
    it.each([
      ["a filter names it", () => list(`filter: { council: "${TARROWSHIRE}" }, first: 1`, PLACE)],
      ["it is the council's own", () => `{ council(code: "${TARROWSHIRE}") { concerns(first: 1) { ${PLACE} } } }`],
      ["the page holds its concerns and nothing follows", () => list("first: 20", PLACE)],
      ["a region is asked for in which it is the only one", () => list('filter: { region: "E12000004" }', "totalCount")],
      ["a strand is", () => list("filter: { strand: CHILDRENS }", "totalCount")],
      ["words are", () => list('filter: { text: "teams" }', "totalCount")],
      ["nothing is asked for, and it is the only one", () => list("", "totalCount")],
      ["facets are asked for", () => list("", "facets { stage { value count } }")],
      [
        "it is asked for among its own",
        () => `{ council(code: "${TARROWSHIRE}") { concerns { totalCount facets { cause { count } } } } }`,
      ],
    ])("page positions and figures are recorded as a count without concerns: %s", async (_, query) => {
      expect(await recordedOf("adviser", query())).toEqual([`count ${TARROWSHIRE}`]);
    });

    it("a page that continues is not recorded as a count if no council is named", async () => {
      expect(await recordedOf("adviser", list("first: 1", PLACE))).toEqual([]);
    });

    it("page position and figures are one count, and the concerns are recorded in addition", async () => {
      const query = list("first: 1", `nodes { __typename } totalCount facets { strand { count } } ${PLACE}`);
      const [one, other] = await recordedOf("adviser", query);
      expect([one, other]).toEqual([`count ${TARROWSHIRE}`, expect.stringMatching(/^list .* headline$/)]);
    });

    it("nothing is recorded if there is nothing to count", async () => {
      for (const person of ["administrator", "improvement"])
        expect(await recordedOf(person, list("", `totalCount facets { stage { count } } ${PLACE}`))).toEqual([]);
      expect(await recordedOf("adviser", list(`filter: { council: "${AMBLEFORD}" }`, `totalCount ${PLACE}`))).toEqual([]);
      expect(await recordedOf("adviser", list('filter: { text: "  nowhere  " }', `totalCount ${PLACE}`))).toEqual([]);
    });
  });

  it("of several councils' concerns, page positions and figures are not recorded", async () => {
    await aware([PANEL], AMBLEFORD);
    later(STEP);
    const figures = `totalCount facets { stage { count } } ${PLACE}`;
    expect(await recordedOf("adviser", list("", figures))).toEqual([]);
    expect(await recordedOf("adviser", list('filter: { region: "E12000004" }', figures))).toEqual([]);
    // The same figures are one council's for somebody who sees no other.
    expect(await recordedOf("chief-executive", list("", figures))).toEqual([`count ${TARROWSHIRE}`]);
  });

  it("of tasks, entries are recorded, but not the mere fact that there are more", async () => {
    expect(await recordedOf("adviser", `{ inbox { ${PLACE} } }`)).toEqual([]);
    expect(await recordedOf("adviser", "{ inbox { __typename } }")).toEqual([]);
    expect(await recordedOf("adviser", "{ inbox(first: 100) { nodes { __typename } } }")).toContain(`inbox ${unknown} headline`);
  });
});

describe("A task about a concern discloses the part that it is about", () => {
  const notAccepted = async (): Promise<string> => {
    const id = await aware();
    // The panel challenges what it can read: what the council has been told of.
    await does("adviser", "concludeConcern", {
      concern: id,
      ...conclusions.notAccepted,
      told: { ...told, about: "The conclusion." },
    });
    return id;
  };
  const challenged = async (): Promise<string> => {
    const id = await notAccepted();
    await shared(id, PANEL, ["SUMMARY"]);
    await does("panel", "challengeConcern", { concern: id, ...challenge, about: "DISPUTED_CONCERN" });
    return id;
  };
  /** A kind, to whom, the parts that are told by all that waits for them there, and how it came about. */
  const waits: readonly (readonly [string, string, readonly string[], () => Promise<string>])[] = [
    ["MAKE_COUNCIL_AWARE", "adviser", [], () => does("adviser", "logConcern", concern)],
    // The council has not answered whether it was told, either.
    ["REPLY_WANTED", "chief-executive", ["sharingRecord", "summary"], () => aware()],
    ["AWARENESS_TO_ANSWER", "chief-executive", ["sharingRecord", "summary"], () => aware()],
    [
      "TELL_COUNCIL_OF_EVIDENCE",
      "adviser",
      ["unsharedEvidence"],
      async () => {
        const id = await aware();
        await does("adviser", "addEvidence", { concern: id, evidence });
        return id;
      },
    ],
    [
      "CORRECTION_TO_RESOLVE",
      "adviser",
      ["summary"],
      async () => {
        const id = await aware();
        await does("chief-executive", "requestCorrection", { concern: id, request: "It is two of six." });
        return id;
      },
    ],
    [
      "POSITION_WANTED",
      "chief-executive",
      ["sharingRecord", "summary"],
      async () => {
        const id = await aware();
        await does("adviser", "proposeShare", { ...proposal, ...fair(), concern: id });
        return id;
      },
    ],
    [
      "SHARE_TO_MAKE",
      "adviser",
      ["sharingRecord"],
      async () => {
        const id = await aware();
        await agreed(id, CIB, ["SUMMARY"]);
        return id;
      },
    ],
    [
      "OBJECTION_TO_SETTLE",
      "adviser",
      ["sharingRecord"],
      async () => {
        const id = await aware();
        await does("adviser", "proposeShare", { ...proposal, ...fair(), concern: id });
        const objection = { concern: id, share: shareOf(id), position: "OBJECTS", statement: "Not now." };
        await does("chief-executive", "statePosition", objection);
        return id;
      },
    ],
    [
      "SHARE_EXPIRING",
      "adviser",
      ["sharingRecord"],
      async () => {
        const id = await aware();
        await shared(id, CIB, ["SUMMARY"], soon());
        return id;
      },
    ],
    [
      "SHARE_EXPIRING",
      "leads",
      ["shareTerms"],
      async () => {
        const id = await aware();
        await shared(id, CIB, ["SUMMARY"], soon());
        return id;
      },
    ],
    [
      "NEXT_STEP_DUE",
      "adviser",
      ["conversations"],
      async () => {
        const id = await aware();
        const next = { nextStep: "Ask again.", nextStepBy: "2026-03-16" };
        await does("adviser", "recordConversation", { ...conversation, ...next, concern: id });
        return id;
      },
    ],
    [
      "REVIEW_DUE",
      "adviser",
      // The conclusion is not told yet, which waits too.
      ["summary", "unsharedEvidence"],
      async () => {
        const id = await aware();
        await does("adviser", "concludeConcern", { concern: id, ...conclusions.underReview, reviewOn: "2026-03-16" });
        return id;
      },
    ],
    ["REPORT_TO_PANEL", "adviser", ["summary"], notAccepted],
    ["CHALLENGE_TO_ANSWER", "adviser", ["challenges"], challenged],
    [
      "EFFECTIVENESS_TO_REVIEW",
      "panel",
      ["challenges"],
      async () => {
        const id = await challenged();
        const raised = held.hub.register.queries().findUnchecked(id)?.state().challenges.at(-1)?.id;
        await does("adviser", "answerChallenge", {
          concern: id,
          challenge: raised,
          answer: "It does.",
          told: { ...told, about: "The answer." },
        });
        await does("chief-executive", "answerWords", { concern: id, words: [raised], answer: "OPEN" });
        return id;
      },
    ],
    [
      "NOT_PERSUADED",
      "adviser",
      ["sharingRecord"],
      async () => {
        const id = await aware();
        await shared(id, "dfe", ["SUMMARY"]);
        await does("department", "sayNotPersuaded", { concern: id, body: "dfe", grounds: ["DENIAL"], reason: "It denies it." });
        return id;
      },
    ],
    [
      "ESCALATION_TO_CONFIRM",
      "second-adviser",
      ["sharingRecord"],
      async () => {
        const id = await aware();
        await does("adviser", "raiseEscalation", { ...escalation, ...fair("dfe"), concern: id });
        return id;
      },
    ],
  ];
  it.each(waits)("%s to %s: %j", async (kind, person, parts, comeAbout) => {
    const id = await comeAbout();
    const items = await held.test.ask<{ inbox: { nodes: { kind: string; concern: { id: string } | null }[] } }>(
      person,
      "{ inbox(first: 100) { nodes { kind concern { id } } } }",
    );
    expect(items.body.data.inbox.nodes).toContainEqual({ kind, concern: { id } });
    later(STEP);
    const recorded = await recordedOf(person, "{ inbox(first: 100) { nodes { __typename } } }");
    expect(recorded.filter((entry) => entry.includes(id))).toEqual(
      ["headline", ...parts].map((part) => `inbox ${id} ${part}`).sort(),
    );
  });
});

describe("Within the hour", () => {
  const read = (asked: string) => recordedOf("adviser", `{ concern(id: "${known}") { ${asked} } }`);

  it("parts that were disclosed one by one are covered together, until the first record is an hour old", async () => {
    expect(await read("id")).toEqual([`read ${known} headline`]);
    later(30 * MINUTE);
    expect(await read("sharingRecord { id }")).toEqual([`read ${known} headline`, `read ${known} sharingRecord`]);
    later(10 * MINUTE);
    expect(await read("stage")).toEqual([]);
    expect(await read("stage version")).toEqual([]);
    later(20 * MINUTE);
    expect(await read("id")).toEqual([`read ${known} headline`]);
  });
});

describe("Every message of a subscription is recorded before it is sent", () => {
  const following = async (person: string, query: string) => {
    let head = await held.hub.disclosures.head();
    const live = await subscribe(held.test, person, `subscription { ${query} }`);
    return {
      leave: live.leave,
      async next() {
        await live.next();
        const recorded = entriesOf(await recordedAfter(held, head));
        head = await held.hub.disclosures.head();
        return recorded;
      },
    };
  };
  const replied = (text: string) => does("chief-executive", "reply", { concern: known, reply: text });

  it("of a concern: the snapshot, and each change", async () => {
    const live = await following(
      "department",
      `concernChanged(concern: "${known}") { ... on ConcernUpdate { concern { summary { text } } } }`,
    );
    const told = [`live ${known} headline`, `live ${known} summary`];
    expect(await live.next()).toEqual(told);
    for (const text of ["One.", "Two."]) {
      await replied(text);
      // The command's answer was recorded too.
      expect((await live.next()).filter((entry) => entry.startsWith("live"))).toEqual(told);
    }
    await live.leave();
  });

  it("of an inbox", async () => {
    const live = await following("leads", "inboxChanged { ... on InboxUpdate { inbox { nodes { __typename } } } }");
    await live.next();
    const id = await aware();
    await shared(id, CIB, ["SUMMARY"], soon());
    const recorded = await live.next();
    expect(recorded.filter((entry) => entry.startsWith("inbox"))).toEqual(
      expect.arrayContaining([`inbox ${id} headline`, `inbox ${id} shareTerms`]),
    );
    await live.leave();
  });

  it("of a ledger", async () => {
    const query = `ledgerChanged(council: "${TARROWSHIRE}") { ... on LedgerUpdate { ledger { concerns(first: 100) { nodes { version } } } } }`;
    const live = await following("chief-executive", query);
    expect(await live.next()).toContain(`ledger ${known} sharingRecord`);
    await live.leave();
  });
});

describe("In cases that were once not recorded, or recorded twice,", () => {
  it("a ledger is recorded only with the reader's offices in its council, as its export is", async () => {
    const offices = held.hub.people
      .queries()
      .viewer("officer")
      ?.assignments.filter(({ council }) => council === TARROWSHIRE);
    const head = await held.hub.disclosures.head();
    await held.test.ask("officer", `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { concerns { nodes { id } } } } }`);
    // Others may still be told live of what the tests before this one did.
    const theirs = (await recordedAfter(held, head)).filter(({ person }) => person === "officer");
    expect(theirs.length).toBeGreaterThan(0);
    for (const { assignments } of theirs) expect(assignments).toEqual(offices?.map(({ assignment }) => assignment));
  });

  it("the disclosures in a ledger disclose the sharing record of their concerns", async () => {
    const disclosures = "disclosures { nodes { concern surface person { id } parts { part } } }";
    const recorded = await recordedOf(
      "chief-executive",
      `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { ${disclosures} } } }`,
    );
    expect(recorded).toContain(`ledger ${known} sharingRecord`);
  });

  it("a ledger's page of concerns that continues is a count, as for any list of one council's concerns", async () => {
    const query = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { concerns { pageInfo { hasNextPage endCursor } } } } }`;
    expect(await recordedOf("chief-executive", query)).toEqual([`count ${TARROWSHIRE}`]);
  });

  it("the record of a disclosure discloses every concern that it names", async () => {
    const listed = `{ concerns(first: 50, filter: { council: "${TARROWSHIRE}" }) { nodes { id } } }`;
    const list = (await recordedOf("chief-executive", listed)).filter((entry) => entry.startsWith("list "));
    expect(list.length).toBeGreaterThan(1);
    const ledger = (asked: string) =>
      `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(first: 1) { nodes { ${asked} } } } } }`;
    expect(await recordedOf("chief-executive", ledger("concern"))).toHaveLength(2);
    later(STEP);
    await recordedOf("chief-executive", listed);
    expect(await recordedOf("chief-executive", ledger("concern record { leaf }"))).toEqual(
      list.flatMap((entry) => ["headline", "sharingRecord"].map((part) => `ledger ${entry.split(" ")[1]} ${part}`)).sort(),
    );
  });

  it("the existence of a past concern is a disclosure of it, whatever is selected", async () => {
    const at = held.test.clock.now().toISOString();
    const query = `{ pastConcern(concern: "${known}", at: "${at}") { ... on PastConcern { policyVersion } } }`;
    expect(await recordedOf("adviser", query)).toEqual([`past ${known} headline`]);
  });

  it("a message discloses its concern, and each change its part, even if the concern is not selected", async () => {
    const following = `subscription { concernChanged(concern: "${known}") { ... on ConcernUpdate { changes { what } } } }`;
    const live = await subscribe<{ changes: { what: string }[] }>(held.test, "department", following);
    await live.next();
    const head = await held.hub.disclosures.head();
    const input = { idempotencyKey: "rules, told", concern: known, reply: "Said again." };
    await held.test.ask("chief-executive", "mutation($input: ReplyInput!) { reply(input: $input) { __typename } }", { input });
    expect(await live.next()).toEqual({ changes: [{ what: "COUNCIL_REPLIED" }] });
    await live.leave();
    expect(entriesOf(await recordedAfter(held, head))).toEqual([`live ${known} headline`, `live ${known} summary`]);
  });

  it("a concern that is twice in one answer is recorded once", async () => {
    const head = await held.hub.disclosures.head();
    await held.test.ask("adviser", `{ a: concern(id: "${known}") { id } b: concern(id: "${known}") { id } }`);
    const views = (await recordedAfter(held, head)).flatMap((one) => one.views);
    expect(views.flatMap(({ records }) => records.map(({ id }) => id))).toEqual([known]);
  });

  it("a concern in an inbox is recorded once, for the item and its field together", async () => {
    const head = await held.hub.disclosures.head();
    await held.test.ask("adviser", "{ inbox(first: 100) { nodes { kind concern { id } } } }");
    const records = (await recordedAfter(held, head)).flatMap(({ views }) => views.flatMap((one) => one.records));
    // What waits for the adviser in this one is one thing alone.
    expect(records.filter(({ id }) => id === unknown)).toHaveLength(1);
  });

  it("a submission that is cited in a ledger does not list a concern that the council is not aware of", async () => {
    const cites = { ...concern, evidence: [{ ...evidence, submission: held.cited }] };
    const id = await does("adviser", "logConcern", cites);
    await does("adviser", "recordAwareness", { ...awareness, concern: id });
    later(STEP);
    const cited = "evidence { submission { handling { concerns { id } } } }";
    const ledger = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { concerns(first: 1) { nodes { id ${cited} } } } } }`;
    const of = async (person: string) => JSON.stringify((await held.test.ask(person, ledger)).body);
    expect(await of("officer")).toContain(id);
    expect(await of("officer")).not.toContain(unknown);
    expect(await of("adviser-and-officer")).toEqual(await of("officer"));
  });
});

describe("An explanation", () => {
  it("is recorded with a part that dates its events only if its reasons are read", async () => {
    const id = await aware();
    await shared(id, CIB, ["SUMMARY"]);
    const explain = (fields: string) => `{ explain(concern: "${id}", part: EVIDENCE) { facts { name ${fields} } } }`;
    later(STEP);
    expect(await recordedOf("leads", explain("value because @skip(if: true) { what }"))).toEqual([
      `explain ${id} headline`,
      `explain ${id} shareTerms`,
    ]);
    later(STEP);
    expect(await recordedOf("leads", explain("because { what on }"))).toContain(`explain ${id} summary`);
  });
});

it("A reassurance is recorded as unshared evidence until the council has been told of it", async () => {
  const id = await aware();
  await shared(id, "dfe", ["SUMMARY"], { purpose: "REASSURE_ON_SUPPORT" });
  const read = async () => {
    later(STEP);
    return recordedOf("adviser", `{ concern(id: "${id}") { sharingRecord { reassurances { text } } } }`);
  };
  const once = [`read ${id} headline`, `read ${id} sharingRecord`];
  expect(await read()).toEqual(once);
  await does("adviser", "giveReassurance", { concern: id, share: shareOf(id), reassurance: "A mentor works with it." });
  expect(await read()).toEqual([...once, `read ${id} unsharedEvidence`]);
  await does("adviser", "recordAwareness", { ...awareness, concern: id, bodies: [] });
  expect(await read()).toEqual(once);
});
