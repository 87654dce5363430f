import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareConcern } from "./concerns.ts";
import { importJsonLines, type PrepareLine } from "./json-lines.ts";
import type { CommandAnswer, LineOutcome, Report } from "./outcome.ts";

const period = { from: "2026-01-01", to: "2026-06-30" };
const concern = (summary: string, observed = "Letters give notice.") => ({
  council: "X00000005",
  strand: "corporate",
  cause: "disengagement",
  period,
  summary,
  observed,
  evidence: [
    {
      kind: "wider-engagement",
      account: "The letters, as received.",
      source: "Secretaries (invented)",
      period,
      grading: { source: "1", content: "A" },
      handling: "P",
    },
  ],
});

async function* inPieces(bytes: Buffer, size = 7): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A hub that records what it has not recorded under the key, or under one of the former keys, before. */
function hubOf() {
  const inputs = new Map<string, Readonly<Record<string, unknown>>>();
  const send = async (_: string, input: Readonly<Record<string, unknown>>): Promise<CommandAnswer> => {
    const keys = [input.idempotencyKey, ...(input.formerIdempotencyKeys as string[])].map(String);
    const recorded = !keys.some((key) => inputs.has(key));
    if (recorded) inputs.set(String(input.idempotencyKey), input);
    return { kind: "done", recorded, result: {} };
  };
  return { inputs, send };
}

const kinds = ({ imported }: Report) => imported.map(({ outcome }) => outcome.kind);

describe("A file of concerns", () => {
  /** A JSON text of the value with its names in another order and other blanks, and letters escaped or not. */
  const rewritten = (value: unknown, random: () => number): string => {
    const blank = () => ["", " ", "  ", "\t"][Math.floor(random() * 4)] ?? "";
    if (Array.isArray(value)) return `[${blank()}${value.map((one) => rewritten(one, random)).join(`,${blank()}`)}]`;
    if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value).map((entry) => ({ entry, at: random() }));
      entries.sort((a, b) => a.at - b.at);
      const members = entries.map(
        ({ entry: [name, inner] }) => `${JSON.stringify(name)}${blank()}:${blank()}${rewritten(inner, random)}`,
      );
      return `{${blank()}${members.join(`${blank()},`)}}`;
    }
    if (typeof value !== "string") return JSON.stringify(value);
    const text = value.normalize(random() < 0.5 ? "NFD" : "NFC");
    const padded = /^[\dX]/.test(text) || !text.includes(" ") ? text : `${blank()}${text}${blank()}`;
    const json = JSON.stringify(padded);
    return random() < 0.5
      ? json
      : json.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
  };

  it("that was saved again in any way says the same, and repeats nothing", async () => {
    const words = fc.stringMatching(/^[A-Za-zéŵâôñ£–]{1,12} [A-Za-zéŵâôñ£–]{1,12}$/).filter((text) => /[A-Za-z]/.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(words, { minLength: 1, maxLength: 4, selector: (text) => text.normalize("NFC") }),
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom("", "\ufeff"),
        fc.nat({ max: 2 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        async (summaries, end, mark, blanks, randomness) => {
          const random = () => randomness.next().value ?? 0;
          const { send, inputs } = hubOf();
          const first = summaries.map((summary) => `${JSON.stringify(concern(summary))}\n`).join("");
          expect(kinds(await importJsonLines(inPieces(Buffer.from(first)), 1, prepareConcern(send)))).toEqual(
            summaries.map(() => "new"),
          );
          const again = mark + end.repeat(blanks) + summaries.map((summary) => rewritten(concern(summary), random)).join(end);
          expect(kinds(await importJsonLines(inPieces(Buffer.from(again)), 1, prepareConcern(send)))).toEqual(
            summaries.map(() => "unchanged"),
          );
          expect(inputs.size).toBe(summaries.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("says the same under a council's former and current code", async () => {
    const { send, inputs } = hubOf();
    const lines = ["E08000016", "E08000038"].map((council) => JSON.stringify({ ...concern("Left."), council })).join("\n");
    expect(kinds(await importJsonLines(inPieces(Buffer.from(lines)), 1, prepareConcern(send)))).toEqual(["new", "unchanged"]);
    expect([...inputs.values()]).toMatchObject([{ council: "E08000038" }]);
  });

  it("tells concerns apart that differ in anything they say", async () => {
    const base = concern("One summary.");
    const others = [
      concern("Another summary."),
      concern("One summary.", "Letters gave notice."),
      { ...base, council: "X00000004" },
      { ...base, cause: "finance" },
      { ...base, period: { ...period, to: "2026-06-29" } },
      { ...base, evidence: [...base.evidence, ...base.evidence] },
      { ...base, evidence: base.evidence.map((item) => ({ ...item, protectedSource: true })) },
    ];
    const { send, inputs } = hubOf();
    const text = [base, ...others].map((one) => JSON.stringify(one)).join("\n");
    expect(new Set(kinds(await importJsonLines(inPieces(Buffer.from(text)), 1, prepareConcern(send))))).toEqual(new Set(["new"]));
    expect(inputs.size).toBe(others.length + 1);
  });
});

describe("Lines", () => {
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;
  const importing = (text: string, carryOut: (value: { readonly id: string }) => Promise<LineOutcome>, fromLine = 1) => {
    const prepare: PrepareLine = (value) => {
      const given = value as { readonly id: string; readonly subject?: string };
      return { key: given.id, ...(given.subject && { subject: given.subject }), carryOut: () => carryOut(given) };
    };
    return importJsonLines(inPieces(Buffer.from(text)), fromLine, prepare);
  };

  it("that say what an earlier one said are repeats of it, or refused like it", async () => {
    const outcomes = await importing(
      line({ id: "a" }) + line({ id: "b" }) + line({ id: "a" }) + line({ id: "b" }),
      async ({ id }) => (id === "a" ? { kind: "new" } : { kind: "refused", faults: [{ code: "X", message: "No." }] }),
    );
    expect(outcomes.imported.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["line 1", { kind: "new" }],
      ["line 2", { kind: "refused", faults: [{ code: "X", message: "No." }] }],
      ["line 3", { kind: "unchanged", notes: ["repeats line 1"] }],
      ["line 4", { kind: "refused", faults: [{ code: "X", message: "No." }] }],
    ]);
  });

  it("on one subject are carried out in their order, and others beside them", async () => {
    const begun: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const text = line({ id: "a1", subject: "a" }) + line({ id: "a2", subject: "a" }) + line({ id: "b1", subject: "b" });
    await importing(text, async ({ id }) => {
      begun.push(id);
      if (id === "a1") await held;
      if (id === "b1") release();
      return { kind: "new" };
    });
    expect(begun).toEqual(["a1", "b1", "a2"]);
  });

  it("that are blank or come before the one to start at are passed over, and numbers count all", async () => {
    const { imported } = await importing(
      `\ufeff\n\r\n${line({ id: "a" })} \t\r\n${line({ id: "b" })}`,
      async () => ({ kind: "new" }),
      4,
    );
    expect(imported.map(({ name }) => name)).toEqual(["line 5"]);
  });

  it("stop if the hub becomes unreachable, and report the line to continue from", async () => {
    const report = await importing(line({ id: "a" }) + line({ id: "b" }), async ({ id }) => {
      if (id === "b") throw new Error("No hub answers.");
      return { kind: "new" };
    });
    expect(report).toMatchObject({ imported: [{ name: "line 1" }], stopped: { line: 2, why: "No hub answers." } });
  });
});
