// Files of evidence: whoever may read the evidence downloads them, on record each time, and nobody else does.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CIB, concern, councilEvidence, evidence, TARROWSHIRE } from "../examples/api-inputs.ts";
import { command } from "../helpers/send-command.ts";
import { fetchAttachment, sendFile, TABLE, uploaded } from "../helpers/send-file.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";
import { startHub } from "../helpers/test-hub.ts";

const FILES = `query($id: ID!) { concern(id: $id) { evidence {
  id sourceWithheld contentWithheld attachments { id name type bytes scan sha256 } } } }`;
type File = { readonly id: string; readonly name: string | null };
type Seen = {
  readonly concern: {
    readonly evidence: readonly { readonly id: string; readonly attachments: readonly File[] | null }[] | null;
  } | null;
};
const DOWNLOADS = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(first: 100) { nodes {
  surface subject person { id } parts { part } } } } } }`;
type Downloads = {
  readonly ledger: {
    readonly disclosures: {
      readonly nodes: readonly {
        readonly surface: string;
        readonly person: { readonly id: string };
        readonly parts: readonly { readonly part: string }[];
      }[];
    };
  };
};
const UNKNOWN = "00000000-0000-4000-8000-000000000000";

describe("A file of evidence", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  let open: string;
  let secret: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());

  const filesOf = async (person: string) =>
    ((await story.asks<Seen>(person, FILES, { id })).concern?.evidence ?? []).map(({ attachments }) => attachments);
  const download = (person: string, attachment: string, of = id) => fetchAttachment(story.test, person, of, attachment);
  const statuses = async (attachment: string, ...people: readonly string[]) =>
    Promise.all(people.map(async (person) => (await download(person, attachment)).status));
  const downloads = async () =>
    (await story.asks<Downloads>("chief-executive", DOWNLOADS)).ledger.disclosures.nodes
      .filter(({ surface }) => surface === "DOWNLOAD")
      .map(({ person, parts }) => [person.id, ...parts.map(({ part }) => part).sort()]);

  step("is uploaded first, and can be used by its sender alone, in one command", async () => {
    const upload = await uploaded(story.test, "adviser");
    const input = { ...concern, evidence: [{ ...evidence, attachments: [upload] }] };
    check(await command(story.test, "second-adviser", "logConcern", input)).toMatchObject({
      ...{ code: "UNKNOWN_UPLOAD", field: "evidence.0.attachments.0" },
    });
    const sent = { ...input, idempotencyKey: "logged-with-a-file" };
    id = await story.does("adviser", "logConcern", sent);
    check(await story.does("adviser", "logConcern", sent)).toBe(id);
    check(await story.refused("adviser", "logConcern", { ...input, cause: "FINANCE" })).toBe("UNKNOWN_UPLOAD");
    check(await filesOf("adviser")).toEqual([
      [
        {
          id: expect.any(String),
          name: "Team list.csv",
          type: "CSV",
          bytes: TABLE.length,
          scan: "NOT_SCANNED",
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
    ]);
    open = (await filesOf("adviser"))[0]?.[0]?.id ?? "";
  });

  step(
    "is downloaded as a file with its own type, by advisers of the scope, and by nobody else before the council is told",
    async () => {
      const { status, headers, text } = await download("adviser", open);
      check([status, text]).toEqual([200, TABLE]);
      check(headers.get("content-type")).toBe("text/csv; charset=utf-8");
      check(headers.get("content-disposition")).toBe('attachment; filename="Team list.csv"');
      check(headers.get("x-content-type-options")).toBe("nosniff");
      check(headers.get("cache-control")).toBe("no-store");
      check(headers.get("content-security-policy")).toContain("sandbox");
      const unknown = await download("chief-executive", UNKNOWN);
      check([unknown.status, (await download("chief-executive", open)).text]).toEqual([404, unknown.text]);
      check(await statuses(open, "chief-executive", "cib-lead", "department", "panel-member", "governance-officer")).toEqual([
        ...[404, 404, 404, 404, 404],
      ]);
    },
  );

  step("is downloaded by the council once it was told, and by a body once the evidence is shared with it", async () => {
    await story.does("adviser", "recordAwareness", {
      ...{ concern: id, toldName: "Ines Hollowell", toldOffice: "CHIEF_EXECUTIVE", channel: "IN_PERSON", toldOn: "2026-03-02" },
      ...{ about: "The assessments.", bodies: [CIB] },
    });
    check(await statuses(open, "chief-executive", "cib-lead")).toEqual([200, 404]);
    await story.share(id, CIB, { parts: ["SUMMARY"] });
    check(await statuses(open, "cib-lead")).toEqual([404]);
    await story.share(id, CIB, { parts: ["EVIDENCE"] });
    check((await download("cib-lead", open)).text).toBe(TABLE);
    check(await statuses(open, "department", "other-council-executive")).toEqual([404, 404]);
  });

  step("is on record for the council each time that somebody downloads it", async () => {
    await download("cib-lead", open);
    const recorded = await downloads();
    check(recorded.filter(([person]) => person === "cib-lead")).toEqual([
      ["cib-lead", "EVIDENCE", "HEADLINE"],
      ["cib-lead", "EVIDENCE", "HEADLINE"],
    ]);
    check(recorded.map(([person]) => person)).toContain("adviser");
  });

  step("of a protected source stays with the advisers, even as a name", async () => {
    const upload = await uploaded(story.test, "adviser", "Letter with a letterhead.csv");
    await story.does("adviser", "addEvidence", {
      ...{ concern: id, evidence: { ...evidence, protectedSource: true, attachments: [upload] } },
      told: {
        toldName: "Ines Hollowell",
        toldOffice: "CHIEF_EXECUTIVE",
        channel: "IN_PERSON",
        toldOn: "2026-03-02",
        about: "More.",
        bodies: [],
      },
    });
    await story.openWords(id);
    secret = (await filesOf("adviser"))[1]?.[0]?.id ?? "";
    check((await filesOf("chief-executive"))[1]).toBeNull();
    check((await filesOf("cib-lead"))[1]).toBeNull();
    check(await statuses(secret, "adviser", "chief-executive", "cib-lead")).toEqual([200, 404, 404]);
    check((await downloads()).at(0)).toEqual(["adviser", "EVIDENCE", "HEADLINE", "PROTECTED_SOURCE"]);
  });

  step("that the council supplied is downloaded by the advisers and by whom the evidence is shared with", async () => {
    const upload = await uploaded(story.test, "chief-executive", "Recovery plan.csv");
    await story.does("chief-executive", "supplyEvidence", {
      ...{ concern: id, evidence: { ...councilEvidence, attachments: [upload] } },
    });
    const supplied = (await filesOf("adviser"))[2]?.[0]?.id ?? "";
    check(await statuses(supplied, "adviser", "chief-executive", "cib-lead", "department")).toEqual([200, 200, 200, 404]);
  });

  step("of withdrawn evidence stays with the council and its advisers", async () => {
    await story.doesAndTells("adviser", "addEvidence", { concern: id, evidence });
    const item = (await story.asks<Seen>("adviser", FILES, { id })).concern?.evidence?.[0]?.id;
    await story.does("adviser", "withdrawEvidence", { concern: id, evidence: item, reason: "It was of another month." });
    check((await filesOf("cib-lead"))[0]).toBeNull();
    check(await statuses(open, "adviser", "chief-executive", "cib-lead")).toEqual([200, 200, 404]);
  });

  step("is found with the id of its own concern alone", async () => {
    const other = await story.does("adviser", "logConcern", { ...concern, cause: "FINANCE" });
    check((await download("adviser", open, other)).status).toBe(404);
    for (const odd of ["%00", "a'b", "..%2F..%2Fkeys", "x".repeat(500)]) check((await download("adviser", odd)).status).toBe(404);
  });

  step("goes when its concern is discarded", async () => {
    const upload = await uploaded(story.test, "adviser", "Wrong council.csv");
    const mistaken = await story.does("adviser", "logConcern", {
      ...concern,
      cause: "FINANCE",
      evidence: [{ ...evidence, attachments: [upload] }],
    });
    const { concern: seen } = await story.asks<Seen>("adviser", FILES, { id: mistaken });
    const file = seen?.evidence?.[0]?.attachments?.[0]?.id ?? "";
    check((await download("adviser", file, mistaken)).status).toBe(200);
    await story.does("adviser", "proposeDiscard", { concern: mistaken, ground: "DID_NOT_STAND" });
    await story.does("second-adviser", "discardConcern", { concern: mistaken });
    check((await download("adviser", file, mistaken)).status).toBe(404);
    await check(story.hub.attachments.read(file, "")).rejects.toThrow("missing");
  });
});

describe("An upload", () => {
  const step = storySteps();
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const UPLOADS = "{ viewer { uploads { id name type bytes scan } } }";
  type Listed = { readonly viewer: { readonly uploads: readonly File[] } };
  const uploadsOf = async (person: string) => (await story.asks<Listed>(person, UPLOADS)).viewer.uploads.map(({ name }) => name);

  step("is listed for its sender until they delete it, and for nobody else", async () => {
    const upload = await uploaded(story.test, "adviser");
    check([await uploadsOf("adviser"), await uploadsOf("second-adviser")]).toEqual([["Team list.csv"], []]);
    const erase = async (person: string) =>
      (
        await fetch(`${story.test.url}/uploads/${upload}`, {
          ...{ method: "DELETE", headers: { authorization: `Bearer ${await story.test.token(person)}` } },
        })
      ).status;
    check(await erase("second-adviser")).toBe(204);
    check(await uploadsOf("adviser")).toHaveLength(1);
    check(await erase("adviser")).toBe(204);
    check(await uploadsOf("adviser")).toEqual([]);
  });

  step("that is not accepted is refused with a sentence that says what to do", async () => {
    for (const [name, content, code] of [
      ["page.html", "<html><script>1</script></html>", "FILE_TYPE_NOT_ACCEPTED"],
      ["picture.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "FILE_TYPE_NOT_ACCEPTED"],
      ["report.pdf", "<html></html>", "FILE_NOT_AS_NAMED"],
      ["empty.csv", "", "FILE_EMPTY"],
      ["formula.csv", "a,b\n=cmd|' /C calc'!A0,1\n", "FILE_ACTIVE"],
      ["large.csv", "x,".repeat(5_000_001), "FILE_TOO_LARGE"],
    ] as const) {
      const { status, body } = await sendFile(story.test, "adviser", name, content);
      check([name, status, body.errors?.[0]?.extensions.code]).toEqual([name, 422, code]);
      check(body.errors?.[0]?.message).toMatch(/\.$/);
    }
    check(await uploadsOf("adviser")).toEqual([]);
  });

  step("of somebody without an office or a token, or that is no form, is refused before it is read", async () => {
    check((await sendFile(story.test, "nobody")).status).toBe(403);
    check((await fetch(`${story.test.url}/uploads`, { method: "POST", body: "x" })).status).toBe(401);
    const headers = { authorization: `Bearer ${await story.test.token("adviser")}` };
    for (const [type, body] of [
      ["application/json", "{}"],
      ["multipart/form-data", "x"],
      ["multipart/form-data; boundary=a", "--a\r\ncontent-disposition: form-data; name=file; filename=x\r\n\r\n"],
      ["multipart/form-data; boundary=a", "--a--"],
    ] as const) {
      const response = await fetch(`${story.test.url}/uploads`, {
        method: "POST",
        headers: { ...headers, "content-type": type },
        body,
      });
      check([type, body, response.status]).toEqual([type, body, 400]);
    }
    check(await uploadsOf("adviser")).toEqual([]);
  });

  step("stays unused if a command names more than five in one piece of evidence, or one twice", async () => {
    const uploads: string[] = [];
    for (let count = 0; count < 6; count += 1) uploads.push(await uploaded(story.test, "adviser", `Table ${count}.csv`));
    const log = (attachments: readonly string[]) =>
      command(story.test, "adviser", "logConcern", { ...concern, evidence: [{ ...evidence, attachments }] });
    check(await log(uploads)).toMatchObject({ code: "INVALID_INPUT", field: "evidence.0.attachments" });
    check(await log([uploads[0] ?? "", uploads[0] ?? ""])).toMatchObject({
      code: "INVALID_INPUT",
      field: "evidence.0.attachments",
    });
    check((await log(uploads.slice(1))).code).toBeUndefined();
    check(await uploadsOf("adviser")).toEqual(["Table 0.csv"]);
  });
});

it("An upload is refused while the virus scanner does not answer, and the log says why", async () => {
  const hub = await startHub({ seed: "people", env: { CANDOUR_CLAMD: "127.0.0.1:1" } });
  try {
    const { status, body } = await sendFile(hub, "adviser");
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([503, "UNAVAILABLE"]);
    const lines = hub.logged.filter((line) => line.includes("SCANNER_UNAVAILABLE")).map((line) => JSON.parse(line));
    expect(lines).toEqual([expect.objectContaining({ reason: "not-reached" })]);
  } finally {
    await hub.close();
  }
});
