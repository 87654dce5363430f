// The pages of a region: who is led to them, what stands there of whom, and how a clash is settled.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, EAST_MIDLANDS, offer, proposal, routineContact, TARROWSHIRE } from "../examples/api-inputs.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const REGION = `/regions/${EAST_MIDLANDS}`;
/** Who may open none of the pages. */
const OTHERS = [
  ...["chief-executive", "adviser-london", "cib-lead-london", "department", "panel-member", "member-peer"],
  ...["governance-officer", "former-adviser", "somebody-unknown"],
];

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
  await done(hub, "adviser", "recordContact", { ...routineContact, heldOn: "2026-02-26", nextStepBy: "2026-03-04" });
  await done(hub, "adviser", "logConcern", concern);
  const shared = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: shared });
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: shared, body: CIB });
  const share = hub.hub.register.queries().findUnchecked(shared)?.state().shares.at(-1)?.id;
  await done(hub, "chief-executive", "statePosition", { concern: shared, share, position: "AGREES" });
  await done(hub, "adviser", "makeShare", { concern: shared, share });
  const support = await done(hub, "adviser", "offerSupport", offer);
  await done(hub, "chief-executive", "answerSupport", { support, answer: "AGREED", regionSees: "DATES" });
  await done(hub, "adviser", "planPresence", { support, from: "2026-05-18", to: "2026-05-21", place: "The library" });
});
afterAll(() => hub.close());

const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");
/** The row of a council in a table. */
const rowOf = (html: string, council: RegExp) => textOf(html.split("<tr").find((row) => council.test(row)) ?? "");

describe("The page of a region", () => {
  it("is linked from home for its advisers and leads, and answered for nobody else", async () => {
    for (const person of ["adviser", "second-adviser", "cib-lead", "adass-lead", "regional-improvement"]) {
      expect((await hub.open(person, "/")).html, person).toContain(`href="${REGION}"`);
      expect((await hub.open(person, REGION)).status, person).toBe(200);
      expect((await hub.open(person, "/regions/E12000007")).status, person).toBe(404);
    }
    for (const person of OTHERS) {
      expect((await hub.open(person, "/")).html, person).not.toContain(`href="${REGION}"`);
      expect((await hub.open(person, REGION)).status, person).toBe(404);
    }
    for (const path of ["/regions/nowhere", `${REGION}?after=nothing`])
      expect((await hub.open("adviser", path)).status).toBe(404);
  });

  it("has of each council what its reader may see", async () => {
    const seen = async (person: string) => {
      let path = REGION;
      for (;;) {
        const { html } = await hub.open(person, path);
        expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
        const row = rowOf(html, /Tarrowshire/);
        if (row !== "") return row;
        path = /href="(\/regions\/[^"]+after=[^"]+)"/.exec(html)?.[1] ?? "";
      }
    };
    const ofAdviser = await seen("adviser");
    for (const text of [
      ...["26 February 2026", " 2 ", "Children's: 1 agreed", "Due by 4 March 2026."],
      ...["18 May 2026 to 21 May 2026.", "Local Government Association: on site"],
    ])
      expect(ofAdviser).toContain(text);
    const ofLead = await seen("cib-lead");
    for (const text of [" None ", " 1 ", "18 May 2026 to 21 May 2026"]) expect(ofLead).toContain(text);
    for (const text of ["26 February 2026", "4 March 2026"]) expect(ofLead).not.toContain(text);
    expect(await seen("adass-lead")).toContain(" None 0 ");
  });

  it("goes on to the last council, and has each once", async () => {
    const names: string[] = [];
    for (let path: string | undefined = REGION; path; ) {
      const { html } = await hub.open("cib-lead", path);
      names.push(...[...html.matchAll(/<th scope="row"[^>]*>(?:<a[^>]*>)?([^<]+)/g)].map(([, name = ""]) => name));
      path = /href="(\/regions\/[^"]+after=[^"]+)"/.exec(html)?.[1];
    }
    const councils = hub.hub.councils.inRegion(EAST_MIDLANDS, hub.hub.today());
    expect(names).toHaveLength(councils.length);
    expect(new Set(names).size).toBe(councils.length);
  });
});
