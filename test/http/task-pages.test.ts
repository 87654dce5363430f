// Tasks on pages: who has claimed them, until when they are put off, and which of them are listed.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { awareness, concern, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { dateWords, openJourneys } from "../helpers/page-journeys.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const CLAIM = "Claim this task";
const BACK = "Give this task back";

let hub: Awaited<ReturnType<typeof startPages>>;
let journeys: ReturnType<typeof openJourneys>;
let id: string;
let task: string;
beforeAll(async () => {
  hub = await startPages();
  journeys = openJourneys(hub);
});
beforeEach(async () => {
  id = await done(hub, "adviser", "logConcern", concern);
  task = await taskOf("adviser");
});
afterAll(() => hub.close());

type Item = { readonly id: string; readonly commands: readonly string[]; readonly concern: { readonly id: string } | null };
const inboxOf = async (person: string) => {
  const query = "{ inbox(first: 100) { nodes { id commands concern { id } } } }";
  const { body } = await hub.ask<{ inbox: { nodes: Item[] } }>(person, query);
  return body.data?.inbox.nodes ?? [];
};
const itemOf = async (person: string) =>
  (await inboxOf(person)).find((one) => one.concern?.id === id) ?? expect.fail("there is no task");
const taskOf = async (person: string) => (await itemOf(person)).id;
/** The part of the page that is about the concern. */
const shownTo = async (person: string, path = "/tasks"): Promise<string> => {
  const { html, status } = await hub.open(person, path);
  expect([status, findEmbedded(html), findInternal(html.replace(/<select.*?<\/select>/gs, ""))]).toEqual([200, [], []]);
  return html.split('<li class="candour-list-item">').find((one) => one.includes(`/concerns/${id}`)) ?? "";
};
/** Presses a button of the task, and returns where it leads. */
async function press(person: string, end: string, path = "/tasks") {
  const part = await shownTo(person, path);
  const [form = "", action = ""] = new RegExp(`<form[^>]* action="([^"]*/${end}[^"]*)".*?</form>`, "s").exec(part) ?? [];
  const words = formWords(`<main>${form}</main>`);
  const send = () => hub.submit(person, action.replaceAll("&amp;", "&"), words);
  const [first, second] = [await send(), await send()];
  expect([first.status, second.status]).toEqual([303, 303]);
  return first.headers.get("location");
}

describe("A task in the list", () => {
  it("is claimed and given back with one button, which colleagues see", async () => {
    expect(await shownTo("second-adviser")).toContain(CLAIM);
    expect(await press("adviser", "claim")).toBe("/tasks");
    const mine = await shownTo("adviser");
    expect([mine.includes(CLAIM), mine.includes(BACK)]).toEqual([false, true]);
    const others = await shownTo("second-adviser");
    expect([others.includes(CLAIM), others.includes(BACK), others.includes("Put this task off")]).toEqual([false, false, false]);
    expect(others).toContain("Claimed by Rowan Ashdown (invented) (Principal Adviser, East Midlands), 2 March 2026.");
    expect(await press("adviser", "release")).toBe("/tasks");
    expect(await shownTo("second-adviser")).toContain(CLAIM);
  });

  it("says beside the list if a colleague claimed it meanwhile, and that an unknown one and one of others are not found", async () => {
    await done(hub, "second-adviser", "claimTask", { task });
    const late = await hub.submit("adviser", `/tasks/${task}/claim`, { key: "late" });
    expect([late.status, late.html.includes("There is a problem")]).toEqual([422, true]);
    const answers = await Promise.all([
      hub.submit("cib-lead", `/tasks/${task}/claim`, { key: "forged" }),
      hub.submit("cib-lead", "/tasks/unknown/claim", { key: "forged too" }),
    ]);
    const said = answers.map(({ html }) => /There is a problem.*?<\/ul>/s.exec(html)?.[0].replace(/\s+/g, " "));
    expect(answers.map(({ status }) => status)).toEqual([422, 422]);
    expect(said[0]).toBe(said[1]);
    for (const path of [`/tasks/${task}/put-off`, "/tasks/unknown/put-off"])
      expect((await hub.open("cib-lead", path)).status).toBe(404);
    expect(await shownTo("cib-lead")).toBe("");
  });

  it("is put off to a day that the hub allows, which everybody sees, and is left out of the home page until then", async () => {
    const path = `/tasks/${task}/put-off`;
    const refused = await journeys.sendRefused("adviser", path, [dateWords("until", "1", "3", "2027")]);
    expect(refused.html).toContain('value="change-until"');
    expect((await hub.open("adviser", "/")).html).toContain(`/concerns/${id}`);
    await journeys.send("adviser", path, [dateWords("until", "9", "3", "2026")]);
    expect(await shownTo("second-adviser")).toContain("Put off until 9 March 2026 by Rowan Ashdown (invented)");
    expect((await hub.open("adviser", "/")).html).not.toContain(`href="/concerns/${id}`);
    expect(await shownTo("second-adviser", "/tasks?hidePutOff=yes")).toBe("");
    expect(await press("second-adviser", "resume")).toBe("/tasks");
    expect(await shownTo("adviser")).not.toContain("Put off until");
  });
});

describe("The list of tasks", () => {
  it("is limited by kind, council, day and to one's own, and stays so when a task is claimed", async () => {
    const kind = "/tasks?kind=MAKE_COUNCIL_AWARE";
    expect(await shownTo("adviser", kind)).toContain(CLAIM);
    expect(await press("adviser", "claim", kind)).toBe(kind);
    expect(await shownTo("adviser", "/tasks?kind=REPLY_WANTED")).toBe("");
    expect(await shownTo("adviser", `/tasks?council=${TARROWSHIRE}`)).toContain(BACK);
    expect(await shownTo("adviser", "/tasks?council=E09000033")).toBe("");
    expect(await shownTo("adviser", "/tasks?overdue=yes")).toBe("");
    expect(await shownTo("adviser", "/tasks?mine=yes")).toContain(BACK);
    expect(await shownTo("second-adviser", "/tasks?mine=yes")).toBe("");
    expect((await hub.open("adviser", "/tasks")).html).toContain('href="/tasks?filter=open"');
    const { html } = await hub.open("adviser", "/tasks?filter=open&kind=MAKE_COUNCIL_AWARE");
    expect(formWords(html)).toMatchObject({ kind: "MAKE_COUNCIL_AWARE", council: "" });
    expect((await hub.open("adviser", "/tasks?kind=NO_SUCH_KIND")).status).toBe(404);
  });
});

describe("InboxItem.commands and Query.task", () => {
  it("list what is then done, and leave out what is refused", async () => {
    const commands = async (person: string) => (await itemOf(person)).commands;
    expect(await commands("adviser")).toEqual(["CLAIM_TASK", "PUT_OFF_TASK"]);
    await done(hub, "adviser", "claimTask", { task });
    expect(await commands("adviser")).toEqual(["RELEASE_TASK", "PUT_OFF_TASK"]);
    expect(await commands("second-adviser")).toEqual([]);
    await done(hub, "adviser", "releaseTask", { task });
    await done(hub, "adviser", "putOffTask", { task, until: "2026-03-03" });
    expect(await commands("second-adviser")).toEqual(["CLAIM_TASK", "PUT_OFF_TASK"]);
    await done(hub, "second-adviser", "putOffTask", { task });
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    const one = async (person: string, name: string) => {
      const { body } = await hub.ask<{ task: object | null }>(person, "query($id: ID!) { task(id: $id) { kind } }", { id: name });
      return body.data?.task;
    };
    expect(await one("adviser", task)).toBeNull();
    id = await done(hub, "adviser", "logConcern", concern);
    const next = await taskOf("adviser");
    expect(await one("second-adviser", next)).toEqual({ kind: "MAKE_COUNCIL_AWARE" });
    for (const person of ["cib-lead", "chief-executive", "adviser-london"]) expect(await one(person, next)).toBeNull();
    expect(await one("adviser", "x".repeat(5_000))).toBeNull();
  });
});
