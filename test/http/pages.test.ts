// The pages over HTTP: who sees what on them, what forms do, and what is on record afterwards.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import { ownerMark } from "../../web/form-owner.ts";
import { awareness, CIB, concern, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const SUMMARY = "Summary-mark that only some may read.";
const ACCOUNT = "Evidence-mark that fewer may read.";

let hub: Awaited<ReturnType<typeof startPages>>;
const ids: Record<"untold" | "told" | "shared", string> = { untold: "", told: "", shared: "" };
beforeAll(async () => {
  hub = await startPages();
  const [evidence] = concern.evidence;
  for (const name of Object.keys(ids) as (keyof typeof ids)[]) {
    const input = { ...concern, summary: SUMMARY, evidence: [{ ...evidence, account: ACCOUNT }] };
    ids[name] = await done(hub, "adviser", "logConcern", input);
    if (name !== "untold") await done(hub, "adviser", "recordAwareness", { ...awareness, concern: ids[name] });
  }
  const of = { concern: ids.shared };
  await done(hub, "adviser", "proposeShare", { ...proposal, ...of, body: CIB, parts: ["SUMMARY"] });
  const share = hub.hub.register.queries().findUnchecked(of.concern)?.state().shares.at(-1)?.id;
  await done(hub, "chief-executive", "statePosition", { ...of, share, position: "AGREES" });
  await done(hub, "adviser", "makeShare", { ...of, share });
});
afterAll(() => hub.close());

const withoutReference = (html: string) => html.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "");

describe("The page of a concern", () => {
  it.each([
    ["untold", "adviser", [SUMMARY, ACCOUNT], []],
    ["told", "chief-executive", [SUMMARY, ACCOUNT, "Reply for the council"], []],
    ["told", "adviser", [SUMMARY, ACCOUNT], ["Reply for the council"]],
    ["shared", "cib-lead", [SUMMARY, "What you do not see"], [ACCOUNT, "Reply for the council"]],
  ] as const)("of a %s concern shows %s what policy permits", async (name, person, seen, unseen) => {
    const { status, html } = await hub.open(person, `/concerns/${ids[name]}`);
    expect(status).toBe(200);
    for (const text of seen) expect(html).toContain(text);
    for (const text of unseen) expect(html).not.toContain(text);
  });

  it("is the same page for a concern that one may not see and for one that does not exist", async () => {
    for (const [name, person] of [
      ["untold", "chief-executive"],
      ["told", "cib-lead"],
      ["told", "somebody-unknown"],
    ] as const) {
      const [invisible, unknown] = [
        await hub.open(person, `/concerns/${ids[name]}`),
        await hub.open(person, `/concerns/${randomUUID()}`),
      ];
      expect([invisible.status, unknown.status]).toEqual([404, 404]);
      expect(withoutReference(invisible.html)).toBe(withoutReference(unknown.html));
    }
  });

  it("is on record once it was opened, and the council reads who opened it", async () => {
    await hub.open("cib-lead", `/concerns/${ids.shared}`);
    await expect
      .poll(async () => (await hub.open("chief-executive", `/councils/${TARROWSHIRE}/record/opened`)).html)
      .toContain("It was opened on its own page");
  });
});

describe("What comes next on a concern", () => {
  it("says whose task it is, to the council and to an adviser alike", async () => {
    for (const person of ["chief-executive", "adviser"])
      for (const path of ["/concerns", `/concerns/${ids.told}`])
        expect((await hub.open(person, path)).html, `${person} ${path}`).toMatch(
          /The council’s task: “An adviser has recorded that your council was told of this\. Say whether that is so\.” Due by /,
        );
  });
});

describe("The home page", () => {
  it("tells tasks and news with one sentence apart by strand and cause, in the list of all of them too", async () => {
    const which = "Tarrowshire County Council (invented). Children&#39;s: Service performance. ";
    for (const path of ["/", "/tasks"]) expect((await hub.open("chief-executive", path)).html, path).toContain(`${which}Due by `);
    expect((await hub.open("cib-lead", "/news")).html).toContain(which);
  });

  it("leads those who hold an office in a council to all that there is of it, and nobody else", async () => {
    const paths = ["record", "record/opened", "supports", "agreements"].map((end) => `/councils/${TARROWSHIRE}/${end}`);
    for (const person of ["chief-executive", "section-151-officer"]) {
      const { html } = await hub.open(person, "/");
      for (const path of [...paths, "/requests-for-support"]) {
        expect(html, person).toContain(`href="${path}"`);
        expect((await hub.open(person, path)).status, `${person} ${path}`).toBe(200);
      }
    }
    for (const person of ["adviser", "cib-lead", "department", "chief-executive-london"])
      for (const path of paths) expect((await hub.open(person, "/")).html, `${person} ${path}`).not.toContain(`href="${path}"`);
    expect((await hub.open("adviser", "/")).html).toContain('href="/requests-for-support"');
  });
});

describe("The record of a council", () => {
  it("is shown to the council alone", async () => {
    const { status, html } = await hub.open("chief-executive", `/councils/${TARROWSHIRE}/record`);
    expect(status).toBe(200);
    expect(html).toContain(SUMMARY);
    for (const person of ["adviser", "cib-lead", "governance-officer"])
      expect((await hub.open(person, `/councils/${TARROWSHIRE}/record`)).status, person).toBe(404);
  });
});

describe("A form", () => {
  const reply = (words: Record<string, string>, headers = {}) =>
    hub.submit("chief-executive", `/concerns/${ids.told}/reply`, words, headers);
  const replies = async () =>
    (await hub.open("chief-executive", `/concerns/${ids.told}`)).html.split("govuk-inset-text").length - 1;

  it("is done once although it is sent twice, and leads to the page with what it did", async () => {
    const { html } = await hub.open("chief-executive", `/concerns/${ids.told}`);
    const key = /name="key" value="([^"]+)"/.exec(html)?.[1] ?? "";
    const before = await replies();
    for (let times = 0; times < 2; times += 1) {
      const { status, headers } = await reply({ key, reply: "A manager <b>began</b> on Monday." });
      expect([status, headers.get("location")]).toEqual([303, `/concerns/${ids.told}`]);
    }
    expect(await replies()).toBe(before + 1);
    expect((await hub.open("chief-executive", `/concerns/${ids.told}`)).html).toContain(
      "A manager &lt;b&gt;began&lt;/b&gt; on Monday.",
    );
  });

  it("comes back with what is to be mended, in a summary and beside the field, and with what was written", async () => {
    const long = "x".repeat(20_001);
    const { status, html } = await reply({ key: randomUUID(), reply: long });
    expect(status).toBe(422);
    expect(html).toMatch(/<title>Error: /);
    expect(html).toContain('href="#reply"');
    expect(html).toContain('id="reply-error"');
    expect(html).toContain(long);
  });

  it("keeps what was written if the hub cannot do it now", async () => {
    const limited = await startPages({ env: { CANDOUR_COMMANDS_A_MINUTE: "1" } });
    const sent = await Promise.all(
      ["First.", "Second."].map((text) =>
        limited.submit("chief-executive", `/concerns/${ids.told}/reply`, { key: randomUUID(), reply: text }),
      ),
    );
    const refused = sent.find(({ status }) => status === 429);
    expect(refused?.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(refused?.html).toMatch(/name="reply" value="(?:First|Second)\."/);
    await limited.close();
  });

  it("is refused plainly if it has a value that its page did not offer, and the log has no fault of the hub", async () => {
    const { status, html } = await reply({ key: randomUUID(), reply: "As somebody else.", office: "NO_SUCH_OFFICE" });
    expect(status).toBe(400);
    expect(html).toContain("Nothing was changed");
    expect(hub.logged.filter((line) => line.includes("PAGE_FAILED"))).toEqual([]);
  });

  it("is refused if another site sent it, and changes nothing", async () => {
    const before = await replies();
    const words = { key: randomUUID(), reply: "From elsewhere." };
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "", origin: "https://elsewhere.example" },
    ])
      expect((await reply(words, headers)).status).toBe(403);
    expect(await replies()).toBe(before);
  });
});

describe("A form without a session of its own", () => {
  it("is refused if somebody else opened it, or nobody is named", async () => {
    for (const owner of [ownerMark("leader"), ""]) {
      const words = { key: randomUUID(), owner, reply: "In another's name." };
      const { status, html } = await hub.submit("chief-executive", `/concerns/${ids.told}/reply`, words);
      expect(status).toBe(403);
      expect(html).not.toContain("In another");
    }
    expect((await hub.open("chief-executive", `/concerns/${ids.told}`)).html).not.toContain("In another");
  });

  it("is refused in any other format than that of forms", async () => {
    for (const type of ["text/plain", "application/json", "multipart/form-data; boundary=x"]) {
      const { status } = await hub.submit("chief-executive", `/concerns/${ids.told}/reply`, {}, { "content-type": type });
      expect(status, type).toBe(415);
    }
  });
});

describe("A page that was asked for and not shown", () => {
  it("is not put on record: a request for its head alone is refused", async () => {
    const before = await hub.hub.disclosures.head();
    const response = await fetch(`${hub.url}/concerns/${ids.told}`, { method: "HEAD", headers: { "x-test-person": "adviser" } });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST"]);
    expect(await hub.hub.disclosures.head()).toBe(before);
  });

  it.each([
    ["sec-purpose", "prefetch"],
    ["sec-purpose", "prefetch;prerender"],
    ["purpose", "prefetch"],
    ["x-purpose", "preview"],
    ["x-moz", "prefetch"],
  ])("is not put on record either where a browser asked in advance: %s: %s", async (name, value) => {
    const before = await hub.hub.disclosures.head();
    for (const path of [`/concerns/${ids.told}`, `/concerns/${ids.told}/print`]) {
      const headers = { "x-test-person": "adviser", "sec-fetch-site": "same-origin", [name]: value };
      const response = await fetch(`${hub.url}${path}`, { headers });
      expect([response.status, await response.text()]).toEqual([403, ""]);
    }
    expect(await hub.hub.disclosures.head()).toBe(before);
  });

  it("is not put on record either where it is not found, although its documents read something", async () => {
    // A view is covered for an hour.
    hub.clock.set(new Date(hub.clock.now().getTime() + 2 * 3_600_000).toISOString());
    const before = await hub.hub.disclosures.head();
    for (const path of [
      ...[`/councils/${TARROWSHIRE}`, `/concerns/${ids.told}/tell`, `/concerns/${ids.told}/shares/none`],
      `/concerns/${ids.told}/corrections/none`,
    ])
      expect([path, (await hub.open("chief-executive", path)).status]).toEqual([path, 404]);
    expect(await hub.hub.disclosures.head()).toBe(before);
    expect((await hub.open("chief-executive", `/concerns/${ids.told}`)).status).toBe(200);
    expect(await hub.hub.disclosures.head()).not.toBe(before);
  });

  it("is not sent if something that any of its documents read may be too old by then, on journeys too", async () => {
    const { beginReading } = hub.hub;
    let contexts = 0;
    // The first document's answer is current when it is given, and no longer when the page is sent.
    const outdated = () => {
      contexts += 1;
      const [number, assertCurrent] = [contexts, beginReading()];
      let checks = 0;
      return () => {
        checks += 1;
        if (number === 1 && checks > 1) throw new NotReady("It may be older than is allowed.");
        assertCurrent();
      };
    };
    try {
      for (const path of [`/concerns/${ids.untold}/tell`, `/concerns/${ids.untold}`]) {
        contexts = 0;
        Object.assign(hub.hub, { beginReading: outdated });
        expect((await hub.open("adviser", path)).status, path).toBe(503);
      }
    } finally {
      Object.assign(hub.hub, { beginReading });
    }
  });
});

describe("Every page", () => {
  const RECORD = `/councils/${TARROWSHIRE}/record`;
  const PATHS = ["/", "/news", "/tasks", "/concerns", RECORD, `${RECORD}/opened`];
  const pathsOf = (): readonly string[] => [...PATHS, `/concerns/${ids.told}`];

  it("has neither a script nor a style within it, and may load nothing from elsewhere", async () => {
    for (const path of pathsOf()) {
      const { html, headers } = await hub.open("chief-executive", path);
      expect(headers.get("content-security-policy"), path).toContain("default-src 'none'");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(findEmbedded(html), path).toEqual([]);
    }
  });

  it("shows no id, enumeration or field name as text", async () => {
    for (const path of pathsOf()) {
      const { html } = await hub.open("chief-executive", path);
      expect(findInternal(html), path).toEqual([]);
    }
  });

  it("is not found at an address that is not well formed", async () => {
    for (const path of [
      "/news?after=nonsense",
      "/concerns/%00",
      "/concerns/%E0%A4%A",
      "/councils/nowhere/record",
      "/nothing-here",
    ])
      expect((await hub.open("chief-executive", path)).status, path).toBe(404);
  });
});
