// A council's ledger of whoever read its support, submissions about it and its requests for support; and exports of it. Reads of a submission stand in it
// once the council has been told of the submission, with their dates.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, concern, evidence, offer, signal, submission, TARROWSHIRE, told } from "../examples/api-inputs.ts";
import { subscribe } from "../helpers/sse.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";

type Shown = {
  readonly kind: string;
  readonly subject: string | null;
  readonly concern: string | null;
  readonly at: string;
  readonly surface: string;
  readonly person: { readonly id: string };
  readonly capacities: readonly { readonly role: string }[];
  readonly parts: readonly { readonly part: string; readonly policies: readonly string[] }[];
  readonly record: { readonly leaf: string } | null;
};
const LEDGER = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(first: 100) { nodes {
  kind subject concern at surface person { id } capacities { role } parts { part policies } record { leaf }
} } } } }`;

const LANTHORNGATE = "X00000009";

let story: Story;
let support = "";
const [cited, apart] = [{ id: "" }, { id: "" }];
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.close());

const later = (hours: number) =>
  story.test.clock.set(new Date(story.test.clock.now().getTime() + hours * 3_600_000).toISOString());
/** What is in the ledger of what others than the council were given, oldest first. */
async function lines(subject?: string): Promise<readonly Shown[]> {
  const { ledger } = await story.asks<{ ledger: { disclosures: { nodes: Shown[] } } }>("chief-executive", LEDGER);
  return ledger.disclosures.nodes
    .filter((line) => line.person.id !== "chief-executive" && (subject === undefined || line.subject === subject))
    .reverse();
}
const short = ({ person, surface, parts }: Shown) => `${person.id} ${surface} ${parts.map(({ part }) => part).join(" ")}`.trim();

describe("A council that was never made aware of any concern", () => {
  it("reads to whom its support was disclosed, in which capacity, when and by which policies", async () => {
    support = await story.does("adviser", "offerSupport", offer);
    await story.does("chief-executive", "answerSupport", { support, answer: "AGREED", regionSees: "PURPOSE" });
    later(2);
    await story.asks("adass-lead", `{ support(id: "${support}") { kind } }`);
    later(2);
    await story.asks("cib-lead", `{ support(id: "${support}") { lead from until } }`);
    later(2);
    await story.asks("adviser", `{ council(code: "${TARROWSHIRE}") { supports { nodes { detail { aim } } } } }`);
    expect((await lines(support)).map(short)).toEqual([
      "adviser COMMAND ENGAGEMENT",
      "adass-lead READ ENGAGEMENT PURPOSE",
      "cib-lead READ ENGAGEMENT",
      "adviser LIST ENGAGEMENT SUPPORT_DETAIL",
    ]);
    const line = (await lines(support)).find(({ person }) => person.id === "cib-lead");
    expect(line).toMatchObject({
      ...{ kind: "SUPPORT", concern: null, at: "2026-03-02T16:00:00.000Z", capacities: [{ role: "CIB_LEAD" }] },
      record: { leaf: expect.stringContaining(support) },
    });
    expect(line?.parts[0]?.policies).toEqual(["region-sees-aligned-support"]);
  });

  it("reads that its support was counted in the region's picture", async () => {
    later(2);
    await story.asks("adass-lead", '{ alignedSupport(region: "E12000004") { strands { running } } }');
    const count = (await lines()).findLast(({ person }) => person.id === "adass-lead");
    expect(count).toMatchObject({
      kind: "COUNT",
      subject: null,
      surface: "COUNT",
      parts: [],
      record: { leaf: expect.any(String) },
    });
    // The support is of children's services.
    const { ledger } = await story.asks<{ ledger: { disclosures: { nodes: Shown[] } } }>("director-adults", LEDGER);
    expect(ledger.disclosures.nodes).toEqual([]);
  });

  it("reads that a list of support told of its purpose by what it was filtered by", async () => {
    const before = (await lines(support)).length;
    for (const query of [
      '{ supports(filter: { region: "E12000004" }) { nodes { id } } }',
      "{ supports(filter: { kind: PACKAGE }) { nodes { id } } }",
      "{ supports(order: DUE) { nodes { id } } }",
      "{ supports { nodes { nextDue } } }",
      "{ supports(filter: { kind: MENTORING }) { nodes { id } } }",
    ]) {
      later(2);
      await story.asks("adass-lead", query);
    }
    const [plain, ...ofPurpose] = (await lines(support)).slice(before).map(short);
    expect(plain).toBe("adass-lead LIST ENGAGEMENT");
    expect(ofPurpose).toEqual(Array.from({ length: 3 }, () => "adass-lead LIST ENGAGEMENT PURPOSE"));
  });

  it("reads that days of its support were exported with a diary, as with the list of them", async () => {
    await story.does("adviser", "planPresence", { support, from: "2026-05-11", to: "2026-05-12", place: "The library" });
    const period = 'region: "E12000004", from: "2026-05-01", to: "2026-05-31"';
    const before = (await lines(support)).length;
    later(2);
    await story.asks("adass-lead", `{ diaryFile(${period}, format: CSV) { entries } }`);
    await story.does("adviser", "planReview", { support, from: "2026-05-20", to: "2026-05-21" });
    later(2);
    await story.asks("adass-lead", `{ diaryFile(${period}, format: ICS) { content } }`);
    const ofLead = (await lines(support)).slice(before).filter(({ person }) => person.id === "adass-lead");
    expect(ofLead.map(short)).toEqual(["adass-lead LIST ENGAGEMENT", "adass-lead LIST ENGAGEMENT PURPOSE"]);
  });

  it("reads to whom its request for support was disclosed", async () => {
    const request = await story.does("chief-executive", "requestSupport", signal);
    await story.asks("adviser", "{ signals { nodes { wanted } } }");
    expect((await lines(request)).map(short)).toEqual(["adviser LIST SIGNAL"]);
  });

  it("gets a live message when its support is read", async () => {
    const query = `subscription { ledgerChanged(council: "${TARROWSHIRE}") { ... on LedgerUpdate { kind } } }`;
    const live = await subscribe<{ kind: string }>(story.test, "chief-executive", query);
    await live.next();
    later(2);
    await story.asks("cib-lead", `{ support(id: "${support}") { lead } }`);
    expect(await live.next()).toEqual({ kind: "CHANGE" });
    await live.leave();
  });
});

describe("A disclosure of a submission", () => {
  const read = async (id: string) => {
    later(2);
    await story.asks("adviser", `{ submission(id: "${id}") { account handling { councilAware } } }`);
    later(2);
    await story.asks("department", "{ submissions { nodes { account } } }");
  };
  const WHOLE = ["adviser READ SUBMISSION HANDLING", "department LIST SUBMISSION"];

  it("is not in the ledger before the council has been told of the submission", async () => {
    for (const one of [cited, apart]) {
      one.id = await story.does("department", "submitInformation", submission);
      await read(one.id);
    }
    const untold = JSON.stringify(await lines());
    for (const { id } of [cited, apart]) expect(untold).not.toContain(id);
    expect(untold).not.toContain("SUBMISSION");
  });

  it("is in the ledger with its dates once the council was told of the submission separately, and the ledger's subscribers get a message", async () => {
    const query = `subscription { ledgerChanged(council: "${TARROWSHIRE}") { ... on LedgerUpdate { kind } } }`;
    const live = await subscribe<{ kind: string }>(story.test, "chief-executive", query);
    await live.next();
    const before = story.test.clock.now().toISOString();
    later(2);
    await story.does("adviser", "tellCouncilOfSubmission", { submission: apart.id, ...told });
    expect(await live.next()).toEqual({ kind: "CHANGE" });
    await live.leave();
    const shown = await lines(apart.id);
    expect(shown.map(short)).toEqual(expect.arrayContaining(WHOLE));
    // The reads before the telling; the answer to the command came after it.
    expect(shown.filter(({ at }) => at <= before).map(short)).toEqual(["department COMMAND SUBMISSION", ...WHOLE]);
    for (const { record } of shown) expect(record?.leaf).toContain(apart.id);
    expect(JSON.stringify(await lines())).not.toContain(cited.id);
  });

  it("is in the ledger once the council is aware of a concern that cites the submission", async () => {
    const id = await story.does("adviser", "logConcern", { ...concern, evidence: [{ ...evidence, submission: cited.id }] });
    expect(await lines(cited.id)).toEqual([]);
    await story.does("adviser", "recordAwareness", { ...awareness, concern: id });
    const shown = (await lines(cited.id)).map(short);
    expect(shown).toEqual(expect.arrayContaining(["department COMMAND SUBMISSION", ...WHOLE]));
    later(2);
    await story.asks("adviser", `{ concern(id: "${id}") { evidence { submission { account } } } }`);
    expect((await lines(cited.id)).map(short)).toEqual([...shown, "adviser READ SUBMISSION"]);
  });
});

describe("A disclosure of a submission that was about the wrong council", () => {
  it("is in the ledger of the right council from the redirection on, and in no other ledger", async () => {
    const wrong = { ...submission, council: LANTHORNGATE };
    const id = await story.does("department", "submitInformation", wrong);
    await story.asks("adviser-london", `{ submission(id: "${id}") { account } }`);
    const right = { submission: id, council: TARROWSHIRE, strand: "CHILDRENS", reason: "It is about Tarrowshire." };
    await story.does("adviser-london", "redirectSubmission", right);
    later(2);
    await story.asks("adviser", `{ submission(id: "${id}") { account } }`);
    expect(await lines(id)).toEqual([]);
    await story.does("adviser", "tellCouncilOfSubmission", { submission: id, ...told });
    const shown = await lines(id);
    expect(shown.map(short)).toEqual(["adviser READ SUBMISSION", "adviser COMMAND SUBMISSION"]);
    const leaves = (await story.hub.disclosures.readAll("", 10_000)).map(({ data }) => JSON.stringify(data));
    expect(leaves.some((leaf) => leaf.includes(LANTHORNGATE) && leaf.includes(id))).toBe(true);
  });
});

describe("An export of the ledger", () => {
  it("names the kind of record and, of support, who provides it, in every format", async () => {
    const exported = async (format: string) => {
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${await story.test.token("chief-executive")}`,
      };
      const body = JSON.stringify({ council: TARROWSHIRE, format });
      const response = await fetch(`${story.test.url}/ledger`, { method: "POST", headers, body });
      expect(response.status).toBe(200);
      return response.text();
    };
    const { disclosures } = JSON.parse(await exported("json")) as { disclosures: Shown[] };
    const ofSupport = disclosures.find(({ person, subject }) => person.id === "cib-lead" && subject === support);
    expect(ofSupport).toMatchObject({ kind: "SUPPORT", parts: [{ part: "ENGAGEMENT" }] });
    const csv = await exported("csv");
    expect(csv).toContain(`"Support from Local Government Association","${support}"`);
    expect(csv).toContain(`"Submission from Department for Education","${cited.id}"`);
    expect(csv).toContain('"Concerns or support, counted"');
    const html = await exported("html");
    for (const text of [
      "Support from Local Government Association",
      "Submission from Department for Education",
      "Request for support",
    ])
      expect(html).toContain(text);
  });
});
