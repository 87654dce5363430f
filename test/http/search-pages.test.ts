// Search on pages, as a browser sends it without JavaScript.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, evidence, proposal } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const SEARCH = "/search";
let hub: Awaited<ReturnType<typeof startPages>>;
let told: string;
let untold: string;
beforeAll(async () => {
  hub = await startPages();
  const piece = { ...evidence, account: "The quagmire of figures." };
  told = await done(hub, "adviser", "logConcern", { ...concern, summary: "Nothing <b>yet</b>.", evidence: [piece] });
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: told, bodies: [CIB] });
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: told });
  const share = hub.hub.register.queries().findUnchecked(told)?.state().shares.at(-1)?.id ?? "";
  await done(hub, "chief-executive", "statePosition", { concern: told, share, position: "AGREES" });
  await done(hub, "adviser", "makeShare", { concern: told, share });
  await done(hub, "chief-executive", "reply", { concern: told, reply: "There is no quagmire at all." });
  untold = await done(hub, "adviser", "logConcern", { ...concern, summary: "A quagmire that nobody was told of." });
});
afterAll(() => hub.close());

const look = (person: string, words: Readonly<Record<string, string>>) => hub.submit(person, SEARCH, words);
const found = (html: string): readonly string[] =>
  [...html.matchAll(/<h3[^>]*><a[^>]* href="\/concerns\/([^"]+)"/g)].map(([, id = ""]) => id);
const placesIn = (html: string, id: string): readonly string[] =>
  [...html.matchAll(new RegExp(`href="/concerns/${id}#(\\w+)"`, "g"))].map(([, anchor = ""]) => anchor).sort();

describe("Search on pages", () => {
  it("is reached from every page by whoever may read concerns, and by nobody else", async () => {
    for (const person of ["adviser", "chief-executive", "cib-lead", "department"]) {
      expect((await hub.open(person, "/")).html, person).toContain(`href="${SEARCH}"`);
      expect((await hub.open(person, SEARCH)).status, person).toBe(200);
    }
    for (const person of ["governance-officer", "advisory-board", "former-adviser", "somebody-unknown"]) {
      expect((await hub.open(person, "/")).html, person).not.toContain(`href="${SEARCH}"`);
      for (const { status } of [await hub.open(person, SEARCH), await look(person, { text: "quagmire" })])
        expect(status, person).toBe(404);
    }
  });

  it("finds the concerns of which somebody may read the words, and says where these stand in each", async () => {
    const { html, status } = await look("adviser", { text: "Quagmire" });
    expect([status, found(html)]).toEqual([200, [untold, told]]);
    expect([placesIn(html, told), placesIn(html, untold)]).toEqual([["evidence", "replies"], ["concern"]]);
    expect(html).toContain("Nothing &lt;b&gt;yet&lt;/b&gt;.");
    expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    const page = await hub.open("adviser", `/concerns/${told}`);
    for (const anchor of ["concern", "evidence", "replies"]) expect(page.html).toContain(`id="${anchor}"`);

    const council = await look("chief-executive", { text: "quagmire" });
    expect([found(council.html), placesIn(council.html, told)]).toEqual([[told], ["evidence", "replies"]]);
    expect(council.html).not.toContain("nobody was told of");
    // The share has the summary, with the reply, and no evidence.
    const lead = await look("cib-lead", { text: "quagmire" });
    expect([found(lead.html), placesIn(lead.html, told)]).toEqual([[told], ["replies"]]);
    expect(lead.html).not.toContain("figures");
    expect(found((await look("department", { text: "quagmire" })).html)).toEqual([]);
  });

  it("looks through one council or strand alone, also without words", async () => {
    const all = found((await look("adviser", { strand: "CHILDRENS" })).html);
    expect(all).toEqual(expect.arrayContaining([told, untold]));
    const own = await look("adviser", { text: "quagmire", council: concern.council, strand: "CHILDRENS" });
    expect(found(own.html)).toEqual([untold, told]);
    expect(formWords(own.html)).toMatchObject({ text: "quagmire", council: concern.council, strand: "CHILDRENS" });
    expect(found((await look("adviser", { text: "quagmire", strand: "ADULTS" })).html)).toEqual([]);
    expect((await hub.open("chief-executive", SEARCH)).html).not.toContain('name="council"');
  });

  it("goes on to the next page with what was looked for, until there is none", async () => {
    for (const number of Array.from({ length: 21 }, (_, index) => index))
      await done(hub, "adviser", "logConcern", { ...concern, observed: `Number ${number} of the millrace.` });
    const first = await look("adviser", { text: "millrace" });
    expect([found(first.html).length, first.html.includes("21 concerns were found")]).toEqual([20, true]);
    const [, form = ""] = first.html.split('id="found"');
    const next = formWords(`<main>${form}`);
    expect(Object.keys(next).sort()).toEqual(["after", "owner", "text"]);
    const second = await look("adviser", next);
    expect([found(second.html).length, second.html.includes("Next page")]).toEqual([1, false]);
    expect(found(first.html)).not.toContain(found(second.html)[0]);
  });

  it("says what to mend, with the words kept", async () => {
    for (const [words, message] of [
      [{ text: " " }, "Enter words to look for"],
      [{ text: "x".repeat(201) }, "Shorten the words to 200 characters or fewer."],
      [{ text: "quagmire", council: "no such council" }, "Select only what is offered."],
      [{ text: "quagmire", strand: "SECRET" }, "Select only what is offered."],
    ] as const) {
      const { html, status } = await look("adviser", words);
      expect([status, html.includes(message), found(html)]).toEqual([422, true, []]);
      expect(formWords(html).text).toBe(words.text);
    }
    expect((await look("adviser", { text: "!?%" })).html).toContain("Nothing was found");
    expect((await look("adviser", { text: "quagmire", after: "forged" })).status).toBe(400);
    expect((await hub.submit("adviser", SEARCH, { text: "x" }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  });

  it("leaves what was looked for in no address and no line of the log, and puts on record what was found", async () => {
    const form = await hub.open("adviser", SEARCH);
    expect(form.html).toMatch(/<form method="post" action="\/search"/);
    await look("chief-executive", { text: "quagmire" });
    await look("chief-executive", { text: "LOOKEDFOR" });
    await look("chief-executive", { text: "LOOKEDFOR".repeat(30) });
    expect(hub.logged.join("\n")).not.toContain("LOOKEDFOR");
    const query = `{ concern(id: "${told}") { disclosures(first: 100) { nodes { surface person { id } parts { part } } } } }`;
    const { body } = await hub.ask<{
      concern: {
        disclosures: { nodes: readonly { surface: string; person: { id: string }; parts: readonly { part: string }[] }[] };
      };
    }>("adviser", query);
    const searched = body.data.concern.disclosures.nodes.filter(
      ({ surface, person }) => surface === "SEARCH" && person.id === "chief-executive",
    );
    expect(searched.flatMap(({ parts }) => parts.map(({ part }) => part))).toEqual(
      expect.arrayContaining(["HEADLINE", "SUMMARY", "EVIDENCE"]),
    );
  });
});
