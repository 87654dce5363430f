// A council asks for support of its own accord on pages, and an adviser answers.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { offer, signal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const LIST = "/requests-for-support";
const REQUEST = `/councils/${TARROWSHIRE}/request-support`;
const WANTED = "Wanted-mark: somebody who has <b>rebuilt</b> a team.";

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const press = (page: Page, path: string, go: string, words: Words = {}, person = "chief-executive"): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function answer(path: string, answers: readonly Words[], person = "chief-executive"): Promise<Page> {
  let page: Page = await hub.open(person, path);
  for (const words of answers) page = await press(page, path, "next", words, person);
  return page;
}
const requested = () => done(hub, "chief-executive", "requestSupport", { ...signal, wanted: WANTED });

describe("A request for support", () => {
  it("is made on pages, once although it is sent twice; the adviser finds it among the tasks and answers, and the council reads the answer", async () => {
    expect((await hub.open("chief-executive", `/councils/${TARROWSHIRE}/record`)).html).toContain(`href="${LIST}"`);
    expect((await hub.open("chief-executive", LIST)).html).toContain(`href="${REQUEST}"`);
    const unsaid = await answer(REQUEST, [{ strand: "CHILDRENS" }, { wanted: "", causes: "SERVICE_PERFORMANCE" }]);
    expect([unsaid.status, unsaid.html]).toEqual([422, expect.stringContaining("Enter what support your council wants.")]);
    const check = await press(unsaid, REQUEST, "next", { wanted: WANTED });
    const sent = [await press(check, REQUEST, "send"), await press(check, REQUEST, "send")];
    const [address = ""] = sent.map(({ headers }) => headers.get("location") ?? "");
    expect(sent.map(({ status, headers }) => [status, headers.get("location")])).toEqual([
      [303, address],
      [303, address],
    ]);
    expect((await hub.open("chief-executive", LIST)).html.split("Wanted-mark")).toHaveLength(2);
    for (const from of ["/tasks", LIST]) expect((await hub.open("adviser", from)).html, from).toContain(`href="${address}"`);
    expect((await hub.open("adviser", address)).html).toContain("&lt;b&gt;rebuilt&lt;/b&gt;");

    const support = await done(hub, "adviser", "offerSupport", offer);
    const path = `${address}/answer`;
    const empty = await answer(path, [{ answer: "" }], "adviser");
    expect([empty.status, empty.html]).toEqual([422, expect.stringContaining("Enter the answer.")]);
    const answered = await press(empty, path, "next", { answer: "Answer-mark.", supports: support }, "adviser");
    expect((await press(answered, path, "send", {}, "adviser")).headers.get("location")).toBe(address);
    const { html } = await hub.open("chief-executive", address);
    for (const text of ["Answer-mark.", `href="/supports/${support}"`, "Rowan Ashdown (invented)"]) expect(html).toContain(text);
    for (const page of [check, unsaid, answered, await hub.open("chief-executive", LIST), await hub.open("adviser", address)])
      expect([findEmbedded(page.html), findInternal(page.html)]).toEqual([[], []]);
  });

  it("is withdrawn by the council, and not once more", async () => {
    const id = await requested();
    const [address, path] = [`${LIST}/${id}`, `${LIST}/${id}/withdraw`];
    expect((await hub.open("chief-executive", address)).html).toContain(`href="${path}"`);
    const check = await answer(path, [{ reason: "Reason-mark." }]);
    expect((await press(check, path, "send")).headers.get("location")).toBe(address);
    for (const person of ["chief-executive", "adviser"]) {
      const { html } = await hub.open(person, address);
      expect([html.includes("Reason-mark."), html.includes(path), html.includes(`${address}/answer`)]).toEqual([
        true,
        false,
        false,
      ]);
    }
    expect((await hub.open("chief-executive", path)).status).toBe(404);
  });

  it("is for the council and its advisers, and each may do their own part alone", async () => {
    const id = await requested();
    for (const [person, status, mayWithdraw, mayAnswer] of [
      ["chief-executive", 200, true, false],
      ["leader", 200, true, false],
      ["monitoring-officer", 200, false, false],
      ["adviser", 200, false, true],
      ["cib-lead", 404, false, false],
      ["chief-executive-london", 404, false, false],
      ["governance-officer", 404, false, false],
    ] as const) {
      const { status: given, html } = await hub.open(person, `${LIST}/${id}`);
      expect([given, html.includes("Wanted-mark")], person).toEqual([status, status === 200]);
      expect((await hub.open(person, LIST)).html.includes(id), person).toBe(status === 200);
      const statuses = [
        (await hub.open(person, `${LIST}/${id}/withdraw`)).status,
        (await hub.open(person, `${LIST}/${id}/answer`)).status,
        (await hub.open(person, REQUEST)).status,
      ];
      expect(statuses, person).toEqual([mayWithdraw, mayAnswer, mayWithdraw].map((may) => (may ? 200 : 404)));
    }
    expect((await hub.open("chief-executive", `${LIST}/nothing`)).status).toBe(404);
  });
});
