// Files of evidence on pages, as a browser without JavaScript sends them.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, evidence, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { dateWords, headingOf } from "../helpers/page-journeys.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";
import { TABLE, uploaded } from "../helpers/send-file.ts";

type Words = Readonly<Record<string, string>>;
type Page = Awaited<ReturnType<typeof hub.open>>;

const BEFORE_FILES: readonly Words[] = [
  { kind: "AUDIT_REPORT" },
  { account: "Account-mark of the auditor." },
  { source: "Source-mark (invented)", reference: "", protected: "no" },
  { ...dateWords("evidenceFrom", "1", "4", "2025"), ...dateWords("evidenceTo", "30", "9", "2025") },
  { sourceGrading: "GRADE_1", contentGrading: "A" },
  { handling: "P", conditions: "" },
];
const FILES_PAGE = "Are there files that go with the evidence?";

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
});
afterAll(() => hub.close());

const toldConcern = async (): Promise<string> => {
  const id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness, bodies: [CIB], toldOn: "2026-03-02" });
  return id;
};
const idsIn = ({ html }: Page): readonly string[] =>
  [...html.matchAll(/name="attachments" value="([^"]+)"/g)].map(([, id = ""]) => id);
/** What a browser sends of a page with several files: every hidden input, and the file. */
function formOf(page: Page, go: string, file?: { readonly name: string; readonly content: string }): FormData {
  const form = new FormData();
  const { attachments: _, file: __, ...words } = formWords(page.html);
  for (const [name, value] of Object.entries({ ...words, go })) form.set(name, value);
  for (const id of idsIn(page)) form.append("attachments", id);
  form.set("file", file ? new File([file.content], file.name) : new File([], ""));
  return form;
}
const press = (page: Page, path: string, go: string, words: Words = {}, person = "adviser"): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function filesPage(path: string, answers = BEFORE_FILES, person = "adviser"): Promise<Page> {
  let page = await hub.open(person, path);
  for (const words of answers) page = await press(page, path, "next", words, person);
  expect(headingOf(page)).toBe(FILES_PAGE);
  expect([findEmbedded(page.html), findInternal(page.html)]).toEqual([[], []]);
  return page;
}
const attach = (page: Page, path: string, go: string, name: string, content = TABLE, person = "adviser"): Promise<Page> =>
  hub.sendForm(person, path, formOf(page, go, { name, content }));

describe("Files that go with evidence", () => {
  it("are uploaded one after the other, named before they are sent, and downloaded from the concern", async () => {
    const id = await toldConcern();
    const path = `/concerns/${id}/evidence`;
    const first = await attach(await filesPage(path), path, "upload", "Team list.csv");
    expect([first.status, headingOf(first), idsIn(first)]).toEqual([200, FILES_PAGE, [expect.any(String)]]);
    for (const text of ["Team list.csv (CSV table, 1 kB, not checked for viruses)", "multipart/form-data"])
      expect(first.html).toContain(text);
    const check = await attach(first, path, "next", "Ünder & Über.csv", "a,b\n1,2\n");
    expect([headingOf(check), idsIn(check)]).toEqual(["Check your answers", [idsIn(first)[0], expect.any(String)]]);
    for (const text of ["Team list.csv", "Ünder &amp; Über.csv"]) expect(check.html).toContain(text);
    const sent = await hub.sendForm("adviser", path, formOf(check, "send"));
    expect([sent.status, sent.headers.get("location")]).toEqual([303, `/concerns/${id}`]);
    const { html } = await hub.open("adviser", `/concerns/${id}`);
    const links = [...html.matchAll(/href="(\/concerns\/[^"]+\/attachments\/[^"]+)">([^<]+)</g)].map(([, href = "", name]) => [
      href,
      name,
    ]);
    expect(links.map(([, name]) => name)).toEqual(["Team list.csv", "Ünder &amp; Über.csv"]);
    const file = await hub.open("adviser", links[0]?.[0] ?? "");
    expect([file.status, file.html]).toEqual([200, TABLE]);
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="Team list.csv"');
    expect(file.headers.get("refresh")).toBeNull();
    const unknown = await hub.open("cib-lead", `/concerns/${id}/attachments/00000000-0000-4000-8000-000000000000`);
    const refused = await hub.open("cib-lead", links[0]?.[0] ?? "");
    const withoutReference = (page: Page) => page.html.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "");
    expect([refused.status, withoutReference(refused)]).toEqual([404, withoutReference(unknown)]);
    expect((await hub.open("adviser", `/councils/${TARROWSHIRE}/record/opened`)).status).toBe(404);
    expect((await hub.open("chief-executive", `/councils/${TARROWSHIRE}/record/opened`)).html).toContain("downloaded");
  });

  it("are removed again before they are sent, by their sender alone", async () => {
    const path = `/concerns/${await toldConcern()}/evidence`;
    const two = await attach(await attach(await filesPage(path), path, "upload", "One.csv"), path, "upload", "Two.csv");
    const [one = "", other = ""] = idsIn(two);
    const form = formOf(two, `remove-file-${one}`);
    const left = await hub.sendForm("adviser", path, form);
    expect([headingOf(left), idsIn(left)]).toEqual([FILES_PAGE, [other]]);
    expect(left.html).not.toContain("One.csv");
    const replaced = await attach(left, path, `remove-file-${other}`, "Three.csv");
    expect([replaced.html.includes("Three.csv"), replaced.html.includes("not there any more")]).toEqual([true, false]);
    expect(idsIn(replaced)).toHaveLength(1);
    const sentAgain = await hub.sendForm("adviser", path, formOf(two, "next"));
    expect(sentAgain.html).toContain("A file that is not there any more. Remove it.");
    const refused = await press(sentAgain, path, "send", { attachments: one });
    expect([refused.status, refused.html.includes("This file is not there any more. Upload it again.")]).toEqual([422, true]);
  });

  it("of somebody else are refused like unknown ones", async () => {
    const path = `/concerns/${await toldConcern()}/evidence`;
    const theirs = await uploaded(hub, "second-adviser", "Theirs.csv");
    const check = await hub.sendForm("adviser", path, formOf(await filesPage(path), "next"));
    const refused = await press(check, path, "send", { attachments: theirs });
    expect([refused.status, refused.html.includes("Theirs.csv")]).toEqual([422, false]);
    const removing = await hub.sendForm("adviser", path, formOf(await filesPage(path), `remove-file-${theirs}`));
    expect(removing.status).toBe(200);
    expect(await hub.hub.attachments.uploadsOf("second-adviser")).toHaveLength(1);
  });

  it("that are not accepted are refused beside the field, and every word is kept", async () => {
    const path = `/concerns/${await toldConcern()}/evidence`;
    const page = await filesPage(path);
    for (const [name, content] of [
      ["report.html", "<script>alert(1)</script>"],
      ["report.pdf", "<svg/>"],
      ["large.csv", "x,".repeat(5_000_001)],
      ["empty.csv", ""],
    ] as const) {
      const refused = await attach(page, path, "next", name, content);
      expect([name, refused.status, headingOf(refused), idsIn(refused)]).toEqual([name, 422, FILES_PAGE, []]);
      expect(refused.html).toContain('href="#attachments"');
      expect(formWords(refused.html)).toMatchObject({
        account: "Account-mark of the auditor.",
        source: "Source-mark (invented)",
      });
    }
  });

  it("are kept with a draft of a concern, and sent with it", async () => {
    const path = "/log-a-concern";
    const aboutConcern: readonly Words[] = [
      { council: TARROWSHIRE },
      { strand: "CHILDRENS" },
      { cause: "FINANCE" },
      { ...dateWords("from", "1", "4", "2025"), ...dateWords("to", "30", "9", "2025") },
      { summary: "Summary-mark." },
      { observed: "Observed-mark." },
    ];
    const page = await filesPage(path, [...aboutConcern, ...BEFORE_FILES]);
    const later = await attach(page, path, "later", "Draft table.csv");
    expect(later.headers.get("location")).toBe("/drafts");
    const draft = /href="(\/log-a-concern\?draft=[^"]+)"/.exec((await hub.open("adviser", "/drafts")).html)?.[1] ?? "";
    const opened = await hub.open("adviser", draft);
    expect(opened.html).toContain("Draft table.csv");
    const sent = await hub.sendForm("adviser", draft, formOf(opened, "send"));
    const logged = sent.headers.get("location")?.replace("/logged", "") ?? "";
    expect((await hub.open("adviser", logged)).html).toContain("Draft table.csv");
  });

  it("are refused from another site's page, and in a form of another person", async () => {
    const path = `/concerns/${await toldConcern()}/evidence`;
    const before = await hub.hub.attachments.uploadsOf("adviser");
    const form = formOf(await filesPage(path), "upload", { name: "Team list.csv", content: TABLE });
    form.set("owner", "somebody-else");
    expect((await hub.sendForm("adviser", path, form)).status).toBe(403);
    const other = await fetch(`${hub.url}${path}`, {
      method: "POST",
      body: form,
      headers: { "x-test-person": "adviser", "sec-fetch-site": "cross-site" },
    });
    expect(other.status).toBe(403);
    expect(await hub.hub.attachments.uploadsOf("adviser")).toEqual(before);
  });
});

describe("A council supplies evidence on pages", () => {
  it("with a file, which its advisers download, and is asked for no grading and no protected source", async () => {
    const id = await toldConcern();
    const path = `/concerns/${id}/supplied-evidence`;
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).toContain(`href="${path}"`);
    expect((await hub.open("adviser", path)).status).toBe(404);
    const [kind = {}, account = {}, , period = {}, , handling = {}] = BEFORE_FILES;
    const answers = [kind, account, { source: "Recovery board (invented)", reference: "" }, period, handling];
    const page = await filesPage(path, answers, "chief-executive");
    const check = await attach(page, path, "next", "Recovery plan.csv", TABLE, "chief-executive");
    expect(check.html).not.toContain("Grading");
    const sent = await hub.sendForm("chief-executive", path, formOf(check, "send"));
    expect([sent.status, sent.headers.get("location")]).toEqual([303, `/concerns/${id}`]);
    for (const person of ["chief-executive", "adviser"])
      expect((await hub.open(person, `/concerns/${id}`)).html).toContain("Recovery plan.csv");
  });
});

it("A file of evidence with a protected source is named on no page of the council", async () => {
  const id = await toldConcern();
  const attachments = [await uploaded(hub, "adviser", "Letterhead-mark.csv")];
  const { toldName, toldOffice, channel, about } = { ...awareness };
  await done(hub, "adviser", "addEvidence", {
    ...{ concern: id, evidence: { ...evidence, protectedSource: true, attachments } },
    told: { toldName, toldOffice, channel, about, toldOn: "2026-03-02", bodies: [] },
  });
  expect((await hub.open("adviser", `/concerns/${id}`)).html).toContain("Letterhead-mark");
  for (const page of [`/concerns/${id}`, `/concerns/${id}/print`, `/councils/${TARROWSHIRE}/record`])
    expect((await hub.open("chief-executive", page)).html).not.toContain("Letterhead-mark");
});
