import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOfText } from "./keys.ts";
import type { CommandAnswer } from "./outcome.ts";
import { importSupport } from "./support.ts";

const fixture = (name: string): Buffer => readFileSync(new URL(`../test/fixtures/imports/${name}`, import.meta.url));
const HEADINGS = [
  "council strand kind provider causes aim lead".split(" "),
  ["offered to", "told name", "channel", "offered on", "from", "until", "answer by"],
].flat();
const ROW = [
  ...[
    "X00000005",
    "corporate",
    "mentoring",
    "lga",
    "finance; leadership",
    "A peer for the finance director.",
    "Asha Lind (invented)",
  ],
  ...["section 151 officer", "Piers Holm (invented)", "telephone", "16/11/2026", "01/02/2027", "31/07/2027", "15/01/2027"],
];
const differing = (cells: Readonly<Record<string, string>>): string[] =>
  HEADINGS.map((name, index) => cells[name] ?? ROW[index] ?? "");
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const sheet = (rows: readonly (readonly string[])[], separator = ",", end = "\r\n"): string =>
  rows.map((row) => row.map(quoted).join(separator) + end).join("");

/** What was sent to the hub, and what became of each row. */
async function importing(file: string | Buffer) {
  const sent: Readonly<Record<string, unknown>>[] = [];
  const send = async (_: string, input: Readonly<Record<string, unknown>>): Promise<CommandAnswer> => {
    sent.push(input);
    return { kind: "done", recorded: true, result: {} };
  };
  const report = await importSupport(send, typeof file === "string" ? Buffer.from(file) : file, 1);
  return { sent, outcomes: report.imported.map(({ outcome }) => outcome) };
}
const one = async (cells: Readonly<Record<string, string>>) => importing(sheet([HEADINGS, differing(cells)]));
const refusal = async (cells: Readonly<Record<string, string>>) => (await one(cells)).outcomes;

describe("A spreadsheet of offers", () => {
  it("gives the same result with any separators, encodings, line ends, order and spelling of headings, and blank rows", async () => {
    const [expected] = (await importing(sheet([HEADINGS, ROW]))).sent;
    const writings: ((name: string) => string)[] = [
      (name) => name,
      (name) => name.toUpperCase(),
      (name) => `${name.replaceAll(" ", "\u00a0")}:`,
      (name) => ` ${name.replaceAll(" ", "  ")} *`,
      (name) => name.replaceAll(" ", "_"),
      (name) => `\u200b${name.charAt(0).toUpperCase()}${name.slice(1)}\u00ad`,
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(HEADINGS, { minLength: HEADINGS.length }),
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom("utf8", "marked", "utf16le", "utf16be"),
        fc.infiniteStream(fc.constantFrom(...writings)),
        fc.nat({ max: 3 }),
        fc.nat({ max: 3 }),
        async (order, separator, end, encoding, writing, blanks, columns) => {
          const row = order.map((name) => ROW[HEADINGS.indexOf(name)] ?? "");
          const padded = [order.map((name) => (writing.next().value ?? String)(name)), row].map((cells) => [
            ...cells,
            ...Array(columns).fill(""),
          ]);
          const nothing = `${separator.repeat(order.length + columns - 1)}${end}`.repeat(blanks);
          const text = sheet(padded, separator, end) + nothing;
          const marked = Buffer.from(`\ufeff${text}`, encoding.startsWith("utf16") ? "utf16le" : "utf8");
          const bytes = encoding === "utf8" ? Buffer.from(text) : encoding === "utf16be" ? marked.swap16() : marked;
          expect((await importing(bytes)).sent).toEqual([expected]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(["support-nbsp-heading.csv", "support-semicolons.csv", "support-excel-unicode-text.txt"])(
    "is read: %s",
    async (name) => {
      const { sent, outcomes } = await importing(fixture(name));
      expect(outcomes).toEqual([{ kind: "new" }]);
      expect(sent).toMatchObject([{ council: "X00000005", causes: ["FINANCE", "LEADERSHIP"], answerBy: "2027-01-15" }]);
    },
  );

  it.each([
    ["strand", "Children\u2019s", { strand: "CHILDRENS" }],
    ["strand", " CHILDREN\u00b4S\u00a0", { strand: "CHILDRENS" }],
    ["kind", "Team\u00a0 session", { kind: "TEAM_SESSION" }],
    ["offered to", "Section\u2011151\u00a0officer", { offeredTo: "SECTION_151_OFFICER" }],
    ["channel", "In\u00adperson", undefined],
    ["channel", "Video\u2013call", { channel: "VIDEO_CALL" }],
    ["provider", "LGA", { provider: "lga" }],
    ["provider", "CIB East\u00a0Midlands", { provider: "cib-east-midlands" }],
    ["council", "\u00a0x00000005 ", { council: "X00000005" }],
    ["causes", "Finance, leadership", { causes: ["FINANCE", "LEADERSHIP"] }],
    ["causes", "finance\nleadership", { causes: ["FINANCE", "LEADERSHIP"] }],
    ["from", "1 February 2027", { from: "2027-02-01" }],
    ["from", "01-Feb-2027", { from: "2027-02-01" }],
    ["from", "01.02.2027", { from: "2027-02-01" }],
    ["from", "2027-02-01 00:00:00", { from: "2027-02-01" }],
  ])("accepts for %s the words %j", async (name, cell, expected) => {
    const { sent, outcomes } = await one({ [name]: cell });
    if (expected) expect(sent).toMatchObject([expected]);
    else expect(outcomes).toMatchObject([{ kind: "refused", faults: [{ field: name }] }]);
  });

  it("may name the bodies that the council was told of, in an optional column", async () => {
    const withColumn = (cell: string) =>
      importing(
        sheet([
          [...HEADINGS, "Shown to"],
          [...ROW, cell],
        ]),
      );
    const without = await importing(sheet([HEADINGS, ROW]));
    // A row that names nobody has the key that it had before there was such a column.
    expect((await withColumn(" ")).sent).toEqual(without.sent);
    expect(without.sent[0]).not.toHaveProperty("shownTo");
    const { sent } = await withColumn("Regional improvement organisation, East Midlands; cib-east-midlands; CIB East Midlands");
    expect(sent).toMatchObject([{ shownTo: ["cib-east-midlands", "regional-improvement-east-midlands"] }]);
    expect(sent[0]?.idempotencyKey).not.toBe(without.sent[0]?.idempotencyKey);
  });

  it.each(["01/02/27", "1/2/27", "46054", "31/02/2027", "03/31/2027", "Feb-27", "soon"])(
    "refuses the day %s with how to write it",
    async (day) => {
      expect(await refusal({ "offered on": day })).toMatchObject([
        {
          kind: "refused",
          faults: [{ field: "offeredOn", message: expect.stringMatching(/Write it as 31\/03\/2027 or 2027-03-31\.$/) }],
        },
      ]);
    },
  );

  it("refuses a row in which a text is split, and continues with the others", async () => {
    const cut = `${ROW.map((cell, index) => (index === 5 ? "A peer, for a year" : cell)).join(",")}\n`;
    const { sent, outcomes } = await importing(`${HEADINGS.join(",")}\n${cut}${ROW.join(",")}\n`);
    expect(outcomes).toMatchObject([
      { kind: "refused", faults: [{ message: expect.stringContaining("15 cells where the heading has 14") }] },
      { kind: "new" },
    ]);
    expect(sent).toHaveLength(1);
  });

  it.each([
    [
      "a heading twice",
      sheet([
        [...HEADINGS, "From "],
        [...ROW, "2027-02-01"],
      ]),
      /"from" is there twice, in columns 12 and 15/,
    ],
    [
      "a quote left open",
      `${HEADINGS.join(",")}\n${ROW.join(",")}\n"X0,\n`,
      /Line 3, column 1: a quote is opened here and never closed/,
    ],
    ["columns missing", "council,strand\nX00000005,adults\n", /These columns are missing: kind, /],
    ["letters that were lost", sheet([HEADINGS, differing({ lead: "Si\ufffdn" })]), /Line 2: .*Save the file as UTF-8/],
    ["nothing in it", "", /These columns are missing: council, /],
  ])("with %s is refused as a whole, with the place and what to do", async (_, file, sentence) => {
    await expect(importing(file)).rejects.toThrow(sentence);
  });

  it("says the same under a council's former and current code, in whatever order its causes are, and with one of them twice", async () => {
    const causes = ["finance; leadership", "leadership; finance", "finance; leadership; finance"];
    const rows = ["E08000016", "E08000038"].flatMap((council) => causes.map((cause) => differing({ council, causes: cause })));
    const { sent, outcomes } = await importing(sheet([HEADINGS, ...rows]));
    expect([sent.length, outcomes.map(({ kind }) => kind)]).toEqual([1, ["new", ...Array(rows.length - 1).fill("unchanged")]]);
    expect(sent).toMatchObject([{ council: "E08000038", causes: ["FINANCE", "LEADERSHIP"] }]);
  });

  it("is known by the key of the former release, which trimmed its texts and left them as they were otherwise", async () => {
    const texts = { aim: "A peer\r\nfor Jose\u0301\u200b.", lead: "Jose\u0301 (invented)", toldName: "Pi\u200bers" };
    const row = differing({
      ...{ council: "E08000016", causes: "leadership; finance" },
      ...{ aim: ` ${texts.aim}`, lead: texts.lead, "told name": texts.toldName },
    });
    const former = (council: string) => ({
      ...{ council, strand: "corporate", kind: "mentoring", provider: "lga", causes: ["leadership", "finance"] },
      ...{ aim: texts.aim, lead: texts.lead, offeredTo: "section-151-officer", toldName: texts.toldName, channel: "telephone" },
      ...{ offeredOn: "2026-11-16", from: "2027-02-01", until: "2027-07-31", answerBy: "2027-01-15" },
    });
    const { sent } = await importing(sheet([HEADINGS, row]));
    expect(sent).toMatchObject([
      {
        aim: "A peer\nfor Jos\u00e9.",
        formerIdempotencyKeys: ["E08000016", "E08000038"].map((council) => keyOfText(JSON.stringify(former(council)))),
      },
    ]);
  });

  it("passes over a row in which nobody sees anything", async () => {
    const nothing = HEADINGS.map((_, index) => (index === 2 ? "\u200b\u00a0" : ""));
    expect((await importing(sheet([HEADINGS, nothing, ROW]))).outcomes).toEqual([{ kind: "new" }]);
  });

  it("with a row twice offers it once", async () => {
    const { sent, outcomes } = await importing(sheet([HEADINGS, ROW, differing({ from: "2027-02-01" })]));
    expect([sent.length, outcomes]).toEqual([1, [{ kind: "new" }, { kind: "unchanged", notes: ["repeats line 2"] }]]);
  });
});
