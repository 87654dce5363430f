// Departments, inspectorates and bodies of the sector submit what they know on pages; advisers consider it, and the council reads what it was told of.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { period, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const SUBMIT_PAGE = "/submit-information";
const LIST = "/submissions";
const SENDERS = ["department", "inspectorate", "cib-lead", "adass-lead", "regional-improvement", "member-peer", "group-office"];
const OTHERS = ["adviser", "chief-executive", "panel-member", "governance-officer", "administrator"];
const DAYS = { "from-day": "2", "from-month": "2", "from-year": "2026", "to-day": "20", "to-month": "2", "to-year": "2026" };
const ACCOUNT = "Account-mark: returns came <b>late</b>.";
const SOURCE = { source: "Source-mark: a deputy (invented)", reference: "Reference-mark 4" };
const LEAD = "Children&#39;s Improvement Board regional leads, East Midlands";
const TOLD = [
  { toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE" },
  { channel: "VIDEO_CALL", "toldOn-day": "2", "toldOn-month": "3", "toldOn-year": "2026" },
  { about: "Telling-mark." },
];
const byGovernment = {
  ...{ body: "dfe", council: TARROWSHIRE, strand: "CHILDRENS", period, account: ACCOUNT },
  source: "Open-source-mark (invented)",
};
const bySector = { ...byGovernment, ...SOURCE, body: "cib-east-midlands", protectedSource: true };

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const press = (page: Page, person: string, path: string, go: string, words: Words = {}): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function answer(person: string, path: string, answers: readonly Words[]): Promise<Page> {
  let page: Page = await hub.open(person, path);
  for (const words of answers) page = await press(page, person, path, "next", words);
  return page;
}
/** Answers all questions and sends them; returns the address of the next page. */
async function send(person: string, path: string, answers: readonly Words[]): Promise<string> {
  const sent = await press(await answer(person, path, answers), person, path, "send");
  expect(sent.status, path).toBe(303);
  return sent.headers.get("location") ?? "";
}
const submit = (person: string, input: object) => done(hub, person, "submitInformation", input);
const statusOf = async (person: string, path: string) => (await hub.open(person, path)).status;
const ofLead = (protectedSource: string): readonly Words[] => [
  { council: TARROWSHIRE },
  DAYS,
  { ...SOURCE, protected: protectedSource },
  { account: ACCOUNT },
];

describe("What a regional lead submits with a protected source", () => {
  it("is submitted once although it is sent twice, considered by the adviser, and read by the council as from a regional source", async () => {
    const check = await answer("cib-lead", SUBMIT_PAGE, ofLead("yes"));
    const sent = [await press(check, "cib-lead", SUBMIT_PAGE, "send"), await press(check, "cib-lead", SUBMIT_PAGE, "send")];
    const [address = ""] = sent.map(({ headers }) => headers.get("location") ?? "");
    expect(sent.map(({ status, headers }) => [status, headers.get("location")])).toEqual([
      [303, address],
      [303, address],
    ]);
    expect((await hub.open("cib-lead", LIST)).html.split("Account-mark")).toHaveLength(2);

    // The task and the news of the adviser lead to it, and nobody else sees it.
    for (const path of ["/", "/tasks", "/news"])
      expect((await hub.open("adviser", path)).html, path).toContain(`href="${address}"`);
    for (const person of ["adviser", "cib-lead"]) {
      const { html } = await hub.open(person, address);
      for (const text of ["Account-mark: returns came &lt;b&gt;late&lt;/b&gt;.", "Source-mark", "Reference-mark 4", LEAD])
        expect(html, person).toContain(text);
      expect([findEmbedded(html), findInternal(html)], person).toEqual([[], []]);
    }
    for (const person of [
      "chief-executive",
      "adass-lead",
      "adviser-london",
      "department",
      "panel-member",
      "governance-officer",
    ]) {
      expect(await statusOf(person, address), person).toBe(404);
      expect((await hub.open(person, LIST)).html, person).not.toContain("Account-mark");
    }

    expect(await send("adviser", `${address}/tell`, TOLD)).toBe(address);
    for (const path of [address, LIST]) {
      const { html } = await hub.open("chief-executive", path);
      expect(html).toContain("Account-mark");
      expect(html).toContain("A regional source");
      for (const text of ["Source-mark", "Reference-mark", "Children&#39;s Improvement Board", "Leonie", "cib-"])
        expect(html, path).not.toContain(text);
      expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    }
    // What was done with it is not shown to its sender.
    const { html } = await hub.open("cib-lead", address);
    expect([html.includes("Telling-mark"), html.includes("Maren Tolliver"), html.includes("Whether it was used")]).toEqual([
      ...[false, false, true],
    ]);
  });

  it("is asked to be corrected by its sender, in words that the council does not read", async () => {
    const id = await submit("cib-lead", { ...bySector, account: "Second-account." });
    const address = `${LIST}/${id}`;
    await send("adviser", `${address}/tell`, TOLD);
    const empty = await answer("cib-lead", `${address}/change`, [{ request: "CORRECT", explanation: "" }]);
    expect([empty.status, empty.html]).toEqual([422, expect.stringContaining("Enter why, or how it should be corrected.")]);
    expect(await send("cib-lead", `${address}/change`, [{ request: "CORRECT", explanation: "Change-mark." }])).toBe(address);
    for (const [person, isRead] of [
      ["cib-lead", true],
      ["adviser", true],
      ["chief-executive", false],
    ] as const)
      expect((await hub.open(person, address)).html.includes("Change-mark"), person).toBe(isRead);
    expect((await hub.open("adviser", "/tasks")).html).toContain(`href="${address}"`);
  });
});

describe("The form to submit information", () => {
  it("is for everybody who may submit, and the homes of those lead to it", async () => {
    for (const person of SENDERS) {
      const home = (await hub.open(person, "/")).html;
      expect([home.includes(`href="${SUBMIT_PAGE}"`), home.includes(`href="${LIST}"`)], person).toEqual([true, true]);
      expect(home, person).toContain("What you can do here");
      expect(await statusOf(person, SUBMIT_PAGE), person).toBe(200);
    }
    for (const person of OTHERS) {
      expect((await hub.open(person, "/")).html, person).not.toContain(`href="${SUBMIT_PAGE}"`);
      expect(await statusOf(person, SUBMIT_PAGE), person).toBe(404);
    }
  });

  it("offers councils and strands of one's own body alone, and asks for a reason outside its remit", async () => {
    const lead = (await hub.open("cib-lead", SUBMIT_PAGE)).html;
    expect([lead.includes("Tarrowshire"), lead.includes("Lanthorngate")]).toEqual([true, false]);
    const reached = await answer("department", SUBMIT_PAGE, [{ council: TARROWSHIRE }, { strand: "CORPORATE" }]);
    expect(reached.html).toContain("This strand is outside the remit of your department or inspectorate.");
    const later = await press(reached, "department", SUBMIT_PAGE, "next", { beyondRemitReason: "Remit-mark." });
    const source = await press(later, "department", SUBMIT_PAGE, "next", DAYS);
    expect(source.html).not.toContain('name="protected"');
    const address = await send("department", SUBMIT_PAGE, [
      ...[{ council: TARROWSHIRE }, { strand: "CORPORATE" }, { beyondRemitReason: "Remit-mark." }, DAYS],
      ...[{ source: "A team (invented)" }, { account: "Outside-account." }],
    ]);
    expect((await hub.open("adviser", address)).html).toContain("Remit-mark.");
  });

  it("keeps what was written where the hub refuses it, beside the field", async () => {
    const later = { ...DAYS, "to-year": "2031" };
    const page = await answer("cib-lead", SUBMIT_PAGE, [
      ...[{ council: TARROWSHIRE }, later, { ...SOURCE, protected: "yes" }, { account: "Kept-account." }],
    ]);
    const refused = await press(page, "cib-lead", SUBMIT_PAGE, "send");
    expect(refused.status).toBe(422);
    for (const text of ["The date must be today or in the past.", "Kept-account.", "Source-mark"])
      expect(refused.html).toContain(text);
    const again = await press(refused, "cib-lead", SUBMIT_PAGE, "change-period");
    expect((await press(again, "cib-lead", SUBMIT_PAGE, "next", DAYS)).html).toContain("Kept-account.");
  });

  it("does not submit for a body, about a council or in a strand that is not one's own", async () => {
    const check = await answer("cib-lead", SUBMIT_PAGE, ofLead("no"));
    const forged = { ...formWords(check.html), strand: "ADULTS", sender: "adass-east-midlands", account: "Forged-account." };
    const sent = await hub.submit("cib-lead", SUBMIT_PAGE, { ...forged, go: "send" });
    // It is the body and the strand that the hub knows, whatever the form says.
    const { html } = await hub.open("cib-lead", sent.headers.get("location") ?? "");
    expect([html.includes(LEAD), html.includes("Children’s") || html.includes("Children&#39;s")]).toEqual([true, true]);
    expect((await hub.open("adass-lead", LIST)).html).not.toContain("Forged-account.");
    const elsewhere = { ...formWords(check.html), council: "X00000009", key: "another" };
    expect((await hub.submit("cib-lead", SUBMIT_PAGE, { ...elsewhere, go: "send" })).status).not.toBe(303);
    const long = { ...formWords(check.html), account: "a".repeat(100_000), key: "long" };
    const refused = await hub.submit("cib-lead", SUBMIT_PAGE, { ...long, go: "send" });
    expect(refused.status).toBe(422);
  });
});

describe("The adviser of a submission", () => {
  it("redirects it to the advisers of another council, and no longer sees it", async () => {
    const id = await submit("department", { ...byGovernment, account: "Redirected-account." });
    const path = `${LIST}/${id}/redirect`;
    expect((await hub.open("adviser", `${LIST}/${id}`)).html).toContain(`href="${path}"`);
    expect(await send("adviser", path, [{ council: "X00000009", strand: "CHILDRENS" }, { reason: "Reason-mark." }])).toBe(LIST);
    expect(await statusOf("adviser", `${LIST}/${id}`)).toBe(404);
    expect((await hub.open("adviser-london", `${LIST}/${id}`)).html).toContain("Reason-mark.");
    const { html } = await hub.open("department", `${LIST}/${id}`);
    expect([html.includes("Tarrowshire"), html.includes("Lanthorngate"), html.includes("Reason-mark")]).toEqual([
      ...[true, false, false],
    ]);
    const found = async (council: string) => (await hub.open("department", `${LIST}?council=${council}`)).html;
    expect((await found(TARROWSHIRE)).includes("Redirected-account.")).toBe(true);
    expect((await found("X00000009")).includes("Redirected-account.")).toBe(false);
  });

  it("logs a concern from it, which has it as evidence, with its source protected if that of the submission is", async () => {
    for (const [person, input, isProtected] of [
      ["department", byGovernment, false],
      ["cib-lead", bySector, true],
    ] as const) {
      const id = await submit(person, { ...input, account: `Logged-account of ${person}.` });
      const path = `${LIST}/${id}/log-concern`;
      const next = await send("adviser", path, [
        { cause: "LEADERSHIP" },
        DAYS,
        { summary: "Summary-mark." },
        { observed: "Observed-mark." },
        { kind: "CONVERSATION" },
        { account: "Evidence-account." },
        { source: "Evidence-source (invented)" },
        {
          ...{ "evidenceFrom-day": "2", "evidenceFrom-month": "2", "evidenceFrom-year": "2026" },
          ...{ "evidenceTo-day": "20", "evidenceTo-month": "2", "evidenceTo-year": "2026" },
        },
        { sourceGrading: "GRADE_1", contentGrading: "A" },
        { handling: "P" },
        {},
      ]);
      expect(next).toMatch(/^\/concerns\/[^/]+\/logged$/);
      const concern = next.replace("/logged", "");
      expect((await hub.open("adviser", `${LIST}/${id}`)).html).toContain(`href="${concern}"`);
      const tell = [...TOLD, {}];
      await send("adviser", `${concern}/tell`, tell);
      const { html } = await hub.open("chief-executive", concern);
      expect([html.includes("Evidence-account."), html.includes("Evidence-source")]).toEqual([true, !isProtected]);
      const read = (await hub.open("chief-executive", `${LIST}/${id}`)).html;
      expect([read.includes(`href="${concern}"`), read.includes("Source-mark"), read.includes("Open-source-mark")]).toEqual([
        ...[true, false, !isProtected],
      ]);
    }
  });

  it("sets it aside once the council was told, and the council disputes that it was told until a second adviser tells it", async () => {
    const id = await submit("department", { ...byGovernment, account: "Aside-account." });
    const address = `${LIST}/${id}`;
    expect(await statusOf("adviser", `${address}/set-aside`)).toBe(404);
    await send("adviser", `${address}/tell`, TOLD);
    expect((await hub.open("chief-executive", address)).html).toContain(`href="${address}/answer"`);
    const otherwise = await answer("chief-executive", `${address}/answer`, [{ answer: "TOLD_OTHERWISE", statement: "" }]);
    expect(otherwise.html).toContain("Enter what your council was told instead.");
    expect(await send("chief-executive", `${address}/answer`, [{ answer: "NOT_TOLD", statement: "Dispute-mark." }])).toBe(
      address,
    );
    expect((await hub.open("adviser", address)).html).toContain("Dispute-mark.");
    for (const end of ["tell", "set-aside", "log-concern"]) expect(await statusOf("adviser", `${address}/${end}`), end).toBe(404);
    await send("second-adviser", `${address}/tell`, TOLD);
    expect(await send("adviser", `${address}/set-aside`, [{ reason: "Aside-mark." }])).toBe(address);
    for (const person of ["adviser", "chief-executive"]) {
      const { html } = await hub.open(person, address);
      expect(
        [html.includes("Aside-mark."), html.includes("Dispute-mark."), html.includes(`${address}/set-aside`)],
        person,
      ).toEqual([...[true, true, false]]);
    }
    expect((await hub.open("department", address)).html).not.toContain("Aside-mark.");
    const list = async (waiting: string) => (await hub.open("adviser", `${LIST}?waiting=${waiting}&strand=CHILDRENS`)).html;
    expect([(await list("yes")).includes("Aside-account."), (await list("no")).includes("Aside-account.")]).toEqual([
      false,
      true,
    ]);
  });

  it("is told if somebody else changed it meanwhile, with the words kept", async () => {
    const id = await submit("department", { ...byGovernment, account: "Twice-account." });
    const path = `${LIST}/${id}/tell`;
    const check = await answer("adviser", path, TOLD);
    await done(hub, "department", "requestSubmissionChange", { submission: id, request: "CORRECT", explanation: "It was two." });
    const refused = await press(check, "adviser", path, "send");
    expect([
      refused.status,
      refused.html.includes("The record has changed since you read it."),
      refused.html.includes("Telling-mark."),
    ]).toEqual([...[422, true, true]]);
  });

  it("acts alone: others get the page that is not found, and so does who asks for what there is not", async () => {
    const id = await submit("department", { ...byGovernment, account: "Alone-account." });
    await send("adviser", `${LIST}/${id}/tell`, TOLD);
    const ends = ["tell", "answer", "redirect", "change", "set-aside", "log-concern"];
    for (const [person, may] of [
      ["adviser", ["set-aside", "log-concern"]],
      ["chief-executive", ["answer"]],
      ["department", ["change"]],
      ["inspectorate", []],
      ["adviser-london", []],
      ["cib-lead", []],
      ["governance-officer", []],
    ] as const)
      for (const end of ends) {
        const isOffered = (may as readonly string[]).includes(end);
        expect([person, end, await statusOf(person, `${LIST}/${id}/${end}`)]).toEqual([person, end, isOffered ? 200 : 404]);
        expect(await statusOf(person, `${LIST}/none/${end}`)).toBe(404);
      }
    for (const query of ["?council=X99", `?council=${"x".repeat(300)}`])
      expect(await statusOf("adviser", LIST + query), query).toBe(200);
    for (const query of ["?strand=NOTHING", "?waiting=perhaps"]) expect(await statusOf("adviser", LIST + query), query).toBe(404);
  });
});
