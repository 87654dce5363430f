// One's own details on pages: where notices are sent, how one is reached at work, and cover for an absence; as a browser sends them without JavaScript.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dateWords, openJourneys } from "../helpers/page-journeys.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const PATH = "/your-details";

let hub: Awaited<ReturnType<typeof startPages>>;
let journeys: ReturnType<typeof openJourneys>;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
  journeys = openJourneys(hub);
});
afterAll(() => hub.close());

const viewerOf = (person: string) => hub.hub.people.queries().viewer(person) ?? expect.fail(person);
const html = async (person: string, path = PATH): Promise<string> => (await hub.open(person, path)).html;

describe("Your details", () => {
  it("are led to from the home page of everybody who has a role, and show somebody their own alone", async () => {
    await done(hub, "department", "setWorkContact", { person: "department", contact: "Contact-mark 0123" });
    for (const person of ["adviser", "chief-executive", "department", "governance-officer", "advisory-board"]) {
      expect(await html(person, "/"), person).toContain(`href="${PATH}"`);
      const page = await hub.open(person, PATH);
      expect([page.status, findEmbedded(page.html), findInternal(page.html)], person).toEqual([200, [], []]);
      expect(page.html.includes("Contact-mark"), person).toBe(person === "department");
      expect(page.html.includes("When you are away"), person).toBe(person === "adviser");
    }
    expect((await hub.open("somebody-unknown", PATH)).status).toBe(404);
    for (const path of ["notices", "work", "cover", "cover/nothing/end"])
      expect((await hub.open("somebody-unknown", `${PATH}/${path}`)).status, path).toBe(404);
  });

  it("say where notices are sent, which somebody sets, changes and removes", async () => {
    const path = `${PATH}/notices`;
    const wants = { wants: "yes" };
    const refused = await journeys.sendRefused("leader", path, [wants, { address: "two, addresses" }]);
    expect(refused.html).toContain("Enter one email address");
    expect(refused.html).toContain("two, addresses");
    expect(viewerOf("leader").mailAddress).toBeUndefined();
    const after = await journeys.send("leader", path, [wants, { address: "anselm.rook@candour.test" }]);
    expect(after.html).toContain("anselm.rook@candour.test");
    const again = await journeys.press("leader", path, await hub.open("leader", path), "next", wants);
    expect(again.html).toContain('value="anselm.rook@candour.test"');
    await journeys.send("leader", path, [{ wants: "no" }]);
    expect(viewerOf("leader").mailAddress).toBeUndefined();
    expect(await html("leader")).toContain("None: you get no notices");
  });

  it("say how somebody is reached at work, which others see beside their name", async () => {
    const path = `${PATH}/work`;
    const after = await journeys.send("adviser", path, [{ shown: "yes" }, { contact: "01234 <b>5</b>" }]);
    expect(after.html).toContain("01234 &lt;b&gt;5&lt;/b&gt;");
    expect(await html("second-adviser", "/councils/X00000004")).toContain("01234 &lt;b&gt;5");
    await journeys.send("adviser", path, [{ shown: "no" }]);
    expect(viewerOf("adviser").workContact).toBeUndefined();
  });

  it("are changed of nobody else, whatever a form says", async () => {
    const path = `${PATH}/work`;
    const check = await journeys.answer("cib-lead", path, [{ shown: "yes" }, { contact: "My own" }]);
    await journeys.press("cib-lead", path, check, "send", { person: "leader", "input.person": "leader" });
    expect([viewerOf("leader").workContact, viewerOf("cib-lead").workContact]).toEqual([undefined, "My own"]);
  });
});

describe("Cover for an absence", () => {
  const path = `${PATH}/cover`;
  const days = { ...dateWords("from", "3", "3", "2026"), ...dateWords("until", "6", "3", "2026") };

  it("is arranged by advisers alone, among advisers of their regions", async () => {
    for (const person of ["chief-executive", "cib-lead", "governance-officer", "member-peer", "department"])
      expect((await hub.open(person, path)).status, person).toBe(404);
    const forged = await journeys.press("adviser", path, await hub.open("adviser", path), "next", { person: "adviser-london" });
    expect([forged.status, forged.html]).toEqual([422, expect.stringContaining("Select who is away.")]);
    const refused = await journeys.sendRefused("adviser", path, [{ person: "adviser" }, { by: "adviser", ...days }]);
    expect(refused.html).toContain("There is a problem");
    expect(viewerOf("adviser").covers).toEqual([]);
  });

  it("is listed with who looks after the concerns, and is ended by the one who was to be away", async () => {
    const after = await journeys.send("adviser", path, [{ person: "adviser" }, { by: "second-adviser", ...days }]);
    expect(after.html).toContain("3 March 2026 to 6 March 2026");
    expect(viewerOf("adviser").covers).toHaveLength(1);
    const [end = ""] = /(?<=href=")\/your-details\/cover\/[^"]+\/end(?=")/.exec(after.html) ?? [];
    // The id of another's cover leads to nothing.
    expect((await hub.open("second-adviser", end)).status).toBe(404);
    const ended = await journeys.send("adviser", end);
    expect(ended.html).toContain("Ended by");
    expect(ended.html).not.toContain(`href="${end}"`);
    expect((await hub.open("adviser", end)).status).toBe(404);
    expect(viewerOf("adviser").covers[0]?.ended).toBeDefined();
  });

  it("is arranged for a colleague whose regions and strands are all the adviser's", async () => {
    await journeys.send("adviser", path, [{ person: "second-adviser" }, { by: "adviser", ...days }]);
    expect(viewerOf("second-adviser").covers).toMatchObject([{ by: "adviser", arranged: { actor: "adviser" } }]);
    expect(await html("second-adviser")).toContain("Arranged by");
  });
});
