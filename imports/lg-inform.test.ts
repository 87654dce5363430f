import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundHere } from "../test/helpers/machine-speed.ts";
import { withProcessorTime } from "../test/helpers/processor-time.ts";
import { cases } from "../test/helpers/soak.ts";
import { parseLgInform } from "./lg-inform.ts";
import type { MalformedCsv, MetricSeries, ParsedExport, ReducedFormOptions } from "./lg-inform-export.ts";

const deaths = genuine("metric_1072_enterprise_deaths_calendar_year.csv");
const rates = genuine("metric_3404_ndr_collected_financial_quarter.csv");
const taxBase = genuine("metric_4274_council_tax_base_tax_year.csv");

function genuine(name: string): Buffer {
  return readFileSync(new URL(`../test/fixtures/lginform/${name}`, import.meta.url));
}

function parsed(text: string | Buffer, options?: ReducedFormOptions): ParsedExport {
  const result = parseLgInform(text, options);
  if (!result.ok) throw new Error(result.message);
  return result;
}

function refused(text: string | Buffer, options?: ReducedFormOptions): MalformedCsv {
  const result = parseLgInform(text, options);
  if (result.ok) throw new Error("the file was accepted");
  return result;
}

function valueIn(result: ParsedExport, period: string, area: string): number | null | undefined {
  return result.series.find((series) => series.period.id === period)?.values.find((value) => value.area === area)?.value;
}

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const csv = (rows: readonly (readonly string[])[], end = "\n") => rows.map((row) => row.map(quote).join(",") + end).join("");

const headings = ["area label", "area long label", "area"];
const smallExport = [
  [...headings, "Rates collected", "Rates collected"],
  [...headings, "3404", "3404"],
  [...headings, "GBP (000)", "GBP (000)"],
  [...headings, "raw", "raw"],
  [...headings, "2021/22", "2022/23"],
  [...headings, "fin_2021_22", "fin_2022_23"],
  ["Lambeth", "Lambeth (London borough)", "E09000022", "1,234", "5.50"],
  ["Camden", "Camden (London borough)", "E09000007", "-7", ""],
];

/** The small export with cells replaced, each named by its 1-based line and column as a spreadsheet would. */
function changed(...cells: [line: number, column: number, text: string][]): string[][] {
  const rows = smallExport.map((row) => [...row]);
  for (const [line, column, text] of cells) rows[line - 1]?.splice(column - 1, 1, text);
  return rows;
}

const without = (...lines: number[]) => smallExport.filter((_, index) => !lines.includes(index + 1));

describe("a genuine export", () => {
  test("of a calendar-year metric, which begins with a byte order mark, is read whole", () => {
    expect(deaths.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const result = parsed(deaths);
    expect(result.form).toBe("full");
    expect(result.series).toHaveLength(18);
    expect(result.series.every((series) => series.values.length === 32)).toBe(true);
    expect(result.series[0]).toMatchObject({
      metric: "1072",
      label: "Deaths of enterprises, per 10,000 aged 16+",
      unit: "Enterprises per 10,000 people",
      valueType: "raw",
      period: { id: "cal_2004", label: "2004" },
    });
    expect(result.series[0]?.values[0]).toEqual({ area: "E09000002", areaLabel: "Barking and Dagenham", value: 32.34 });
    expect(valueIn(result, "cal_2021", "E09000033")).toBe(274.73);
  });

  test("of a financial-quarter metric keeps the values that are written with thousands commas", () => {
    const result = parsed(rates);
    expect(result.series).toHaveLength(49);
    expect(result.series.every((series) => series.values.length === 32)).toBe(true);
    expect(result.series[0]).toMatchObject({ unit: "GBP (000)", period: { id: "fq_Q1_2010_11", label: "2010/11 Q1" } });
    expect(result.series.at(-1)?.period).toEqual({ id: "fq_Q1_2022_23", label: "2022/23 Q1" });
    expect(valueIn(result, "fq_Q1_2010_11", "E09000033")).toBe(470756);
    expect(valueIn(result, "fq_Q1_2022_23", "E09000033")).toBe(684368);
  });

  test("of a tax-year metric keeps the period's label as it stands", () => {
    const result = parsed(taxBase);
    expect(result.series).toHaveLength(14);
    expect(result.series.every((series) => series.values.length === 32)).toBe(true);
    expect(result.series.at(-1)?.period).toEqual({ id: "tax_2022_23", label: "2022/23 (taxbase)" });
    expect(valueIn(result, "tax_2009_10", "E09000002")).toBe(100);
    expect(valueIn(result, "tax_2022_23", "E09000005")).toBe(122.24);
  });

  test("reads the same from text as from bytes, and with either line ending", () => {
    const text = rates.toString("utf8");
    expect(parseLgInform(text)).toEqual(parseLgInform(rates));
    expect(parseLgInform(text.replaceAll("\n", "\r\n"))).toEqual(parseLgInform(rates));
  });

  test("has no cell without a value", () => {
    for (const file of [deaths, rates, taxBase]) {
      expect(parsed(file).series.flatMap((series) => series.values.filter(({ value }) => value === null))).toEqual([]);
    }
  });
});

describe("the full form", () => {
  test("gives a series for each column, in the file's order of areas", () => {
    expect(parsed(csv(smallExport)).series).toEqual([
      {
        metric: "3404",
        label: "Rates collected",
        unit: "GBP (000)",
        valueType: "raw",
        period: { id: "fin_2021_22", label: "2021/22" },
        values: [
          { area: "E09000022", areaLabel: "Lambeth", value: 1234 },
          { area: "E09000007", areaLabel: "Camden", value: -7 },
        ],
      },
      {
        metric: "3404",
        label: "Rates collected",
        unit: "GBP (000)",
        valueType: "raw",
        period: { id: "fin_2022_23", label: "2022/23" },
        values: [
          { area: "E09000022", areaLabel: "Lambeth", value: 5.5 },
          { area: "E09000007", areaLabel: "Camden", value: null },
        ],
      },
    ]);
  });

  test("may hold several metrics and value types side by side for one period", () => {
    const metrics = parsed(csv(changed([2, 5, "891"], [6, 5, "fin_2021_22"])));
    expect(metrics.series.map((series) => series.metric)).toEqual(["3404", "891"]);
    const valueTypes = parsed(csv(changed([4, 5, "quartile"], [6, 5, "fin_2021_22"])));
    expect(valueTypes.series.map((series) => series.valueType)).toEqual(["raw", "quartile"]);
  });

  test.each(["sch_2018_19", "cen_2021", "fq_Q1_2022_23", "month_2018-06", "aca_2020_21"])("accepts the period id %s", (id) => {
    expect(parsed(csv(changed([6, 5, id]))).series[1]?.period.id).toBe(id);
  });

  test("may end in blank lines, or without a line ending", () => {
    const result = parseLgInform(csv(smallExport));
    expect(parseLgInform(`${csv(smallExport)}\n\r\n  \n`)).toEqual(result);
    expect(parseLgInform(csv(smallExport).trimEnd())).toEqual(result);
  });

  test("may be unquoted if no cell contains a comma", () => {
    const rows = changed([7, 4, "1234"]);
    expect(parseLgInform(rows.map((row) => row.join(",")).join("\n"))).toEqual(parseLgInform(csv(smallExport)));
  });

  test("accepts an invented council's code", () => {
    expect(parsed(csv(changed([7, 3, "X09000001"]))).series[0]?.values[0]?.area).toBe("X09000001");
  });

  test("names its own metric, whatever the options say", () => {
    expect(parsed(csv(smallExport), { metric: "42", unit: "dwellings" }).series[0]).toMatchObject({
      metric: "3404",
      unit: "GBP (000)",
    });
  });

  test.each([
    ["0", 0],
    ["-0.00", 0],
    ["0.50", 0.5],
    ["-3.25", -3.25],
    ["470756", 470756],
    ["1,470,756.125", 1470756.125],
    ["999999999999999", 999999999999999],
    ["", null],
    ["null", null],
  ])("reads the value %j as %j", (text, value) => {
    expect(parsed(csv(changed([7, 4, text]))).series[0]?.values[0]?.value).toBe(value);
  });

  test.each(
    "1,23 12,34 1234,567 ,123 0,123 1,,234 1. .5 007 +4 -- NULL 4% £5 (7) 1.2.3 0x1f NaN Infinity ١٢٣ --4 4- nil"
      .split(" ")
      .concat(["1 234", "1\u00a0234"]),
  )("refuses the value %j instead of guessing", (text) => {
    expect(refused(csv(changed([8, 5, text])))).toMatchObject({ line: 8, column: 5 });
    expect(refused(csv(changed([8, 5, text]))).message).toMatch(
      /^Line 8, column 5 \(fin_2022_23\): ".*" is not a number such as 470,756 or -3\.25; leave it empty where there is no value\.$/,
    );
  });
});

describe("cells as people and their programs write them", () => {
  const series = (text: string, column = 5) => parsed(csv(changed([8, column, text]))).series[column - 4];

  test.each(["*", "c", "[c]", "x", "[x]", "..", ":", "-", "–", "n/a", "N/A", "z", "low", "[low]"])(
    "take the mark %s for no value, never for a number, and keep which mark it was",
    (mark) => {
      expect(series(mark)).toMatchObject({ values: [{ value: 5.5 }, { value: null }], marks: [mark] });
      expect(series("4")).not.toHaveProperty("marks");
    },
  );

  test.each([" 4", "4 ", "\u00a04\u00a0", "\u200b4", "4\u00ad"])("read %j as 4", (text) => {
    expect(series(text)?.values[1]?.value).toBe(4);
  });

  test("read a typographic minus, and a blank as no value", () => {
    expect(series("\u22124")?.values[1]?.value).toBe(-4);
    expect(series(" \u00a0")?.values[1]?.value).toBe(null);
  });

  test("accept a percent sign if the unit is a percentage", () => {
    const percent = parsed(csv(changed([3, 4, "Percent"], [3, 5, "%"], [7, 4, "12.5%"], [8, 5, "7 %"])));
    expect(percent.series.map(({ values }) => values.map(({ value }) => value))).toEqual([
      [12.5, -7],
      [5.5, 7],
    ]);
  });

  test.each(["1.5e3", "4.67E+05", "1E9"])("refuse %s, which a spreadsheet has shortened", (text) => {
    expect(refused(csv(changed([8, 5, text])))).toMatchObject({
      line: 8,
      column: 5,
      message: expect.stringContaining("format the column as numbers and save the file again"),
    });
  });

  test.each([
    ...["Dec-11", "Jan-2013", "01-Dec", "01-Dec-11", "1/12/2011", "2011-12-01", "2011-12-01 00:00:00", "40878"],
    ...[
      "March-12",
      "Dec 11",
      "Sept 11",
      "40878.0",
      "40,878.00",
      "d\u00e9c-11",
      "D\u00c9C.-11",
      "Dez\u201111",
      "Rhag-11",
      "########",
    ],
    ...["01/12/2011 00:00", "01-Dec-11 00:00:00", "2011-12-01T00:00:00.000Z", "12/1/11 12:00 AM", "1 Dec 11", "Dec 1, 2011"],
  ])("refuse the period %s, which a spreadsheet has made a date, in either form", (label) => {
    const advice = expect.stringContaining("looks like a date that a spreadsheet has made of a period");
    expect(refused(csv(changed([5, 5, label])))).toMatchObject({ line: 5, column: 5, message: advice });
    const reduced = [
      ["area", "area label", "area long label", "2010/11", label],
      ["E09000022", "Lambeth", "Lambeth", "1", "2"],
    ];
    for (const options of [{}, { metric: "3404" }])
      expect(parseLgInform(csv(reduced), options)).toMatchObject({ ok: false, line: 1, column: 5, message: advice });
  });

  test.each([
    "2011/12",
    "2011",
    "2011/12 Q4",
    "Q4 2011",
    "December 2011",
    "2011/12 (taxbase)",
    "May 2011",
    "2011-12",
    "Week 12",
    "2019",
  ])("keep the period %s", (label) => {
    expect(parsed(csv(changed([5, 5, label]))).series[1]?.period.label).toBe(label);
  });

  test("find headings and ids whatever blanks, case and invisible characters they have", () => {
    const headings = ["Area\u00a0label", "AREA  LONG LABEL:", "\u200barea"];
    const rows = smallExport.map((row, index) =>
      index < 6 ? [...headings, ...row.slice(3).map((cell) => `${cell}\u00a0`)] : [row[0], row[1], ` ${row[2]}`, ...row.slice(3)],
    ) as string[][];
    const [first] = parsed(csv(rows)).series;
    expect(first).toMatchObject({
      metric: "3404",
      valueType: "raw",
      period: { id: "fin_2021_22" },
      values: [{ area: "E09000022" }, {}],
    });
  });

  test("are the same between commas, semicolons and tabs, in UTF-16, after sep= and before rows and columns of nothing", () => {
    const plain = smallExport.map((row) => row.map((cell) => (cell === "1,234" ? "1234" : cell)));
    const written = (separator: string) => plain.map((row) => row.join(separator)).join("\r\n");
    const whole = parsed(csv(plain)).series;
    const utf16 = Buffer.from(`\ufeff${written("\t")}`, "utf16le");
    for (const file of [
      written(";"),
      written("\t"),
      `sep=;\r\n${written(";")}`,
      utf16,
      Buffer.from(utf16).swap16(),
      `${written(",")}\r\n,,,,\r\n,,,,\r\n`,
      plain.map((row) => `${row.join(",")},,`).join("\n"),
      written(",").replaceAll("\r\n", "\r"),
    ])
      expect(parsed(file).series).toEqual(whole);
  });

  test("below the areas may be notes, and rows of totals are refused with what to do", () => {
    const noted = [...smallExport, ["Source: invented.", "", "", "", ""], ["Note 1"]];
    expect(parsed(csv(noted)).series).toEqual(parsed(csv(smallExport)).series);
    expect(refused(csv([...noted, smallExport[6] ?? []]))).toMatchObject({ line: 10, column: 1 });
    expect(refused(csv([...smallExport, ["Total", "", "", "1", "2"]])).message).toContain("Remove rows of totals and notes");
  });
});

describe("the reduced form", () => {
  const columns = ["area", "area label", "area long label"];
  const labels = [...columns, "2020/21 (academic)", "2021/22 (academic)"];
  const ids = [...columns, "sch_2020_21", "sch_2021_22"];
  const rows = [
    ["E09000022", "Lambeth", "Lambeth (London borough)", "1,234", "5.50"],
    ["E09000007", "Camden", "Camden (London borough)", "-7", "null"],
  ];
  const metric = { metric: "6080", label: "Expected standard", unit: "%", valueType: "raw" };
  const values = (index: number) => parsed(csv([labels, ids, ...rows]), metric).series[index]?.values;

  test("reads the metric from the options and the period ids from the identifier row", () => {
    const result = parsed(csv([labels, ids, ...rows]), metric);
    expect(result.form).toBe("reduced");
    expect(result.series).toHaveLength(2);
    expect(result.series[0]).toEqual({
      ...metric,
      period: { id: "sch_2020_21", label: "2020/21 (academic)" },
      values: [
        { area: "E09000022", areaLabel: "Lambeth", value: 1234 },
        { area: "E09000007", areaLabel: "Camden", value: -7 },
      ],
    });
    expect(values(1)?.[1]).toEqual({ area: "E09000007", areaLabel: "Camden", value: null });
  });

  test("uses the label as the period's id if no row has ids, or the repeated row has the labels again", () => {
    for (const file of [
      [labels, ...rows],
      [labels, labels, ...rows],
      [labels, ...rows, labels],
    ]) {
      const series = parsed(csv(file), metric).series;
      expect(series[1]?.period).toEqual({ id: "2021/22 (academic)", label: "2021/22 (academic)" });
      expect(series[1]?.values).toHaveLength(2);
    }
  });

  test("may begin with its area columns in the full form's order", () => {
    const reordered = [labels, ids, ...rows].map(([code, short, long, ...rest]) =>
      [short, long, code, ...rest].map((cell) => cell ?? ""),
    );
    expect(parseLgInform(csv(reordered), metric)).toEqual(parseLgInform(csv([labels, ids, ...rows]), metric));
    expect(parsed(csv(reordered.toSpliced(1, 1)), metric).series[0]?.period.id).toBe("2020/21 (academic)");
  });

  test("needs only the metric's id", () => {
    expect(parsed(csv([labels, ids, ...rows]), { metric: "6080" }).series[0]).toMatchObject({
      metric: "6080",
      label: "6080",
      unit: "",
      valueType: "raw",
    });
  });

  test("is refused without a metric, and the message names the option", () => {
    const { line, column, message } = refused(csv([labels, ids, ...rows]), { unit: "%" });
    expect({ line, column }).toEqual({ line: 1, column: 1 });
    expect(message).toContain("give the option metric");
    expect(refused(csv([labels, ids, ...rows]), { metric: "metric 6080" }).message).toContain("the option metric is");
  });

  test.each([
    ["two different headers", [labels, ids, ...rows, [...columns, "2018/19", "2019/20"]], 5, 1, "a second header differs"],
    ["a row of ids that lacks one", [labels, [...columns, "sch_2020_21", "?"], ...rows], 2, 5, "is not a period's id"],
    ["the same period twice", [[...columns, "2021/22", "2021/22"], ...rows], 1, 5, "already has this period in column 4"],
    ["a blank period label", [[...columns, "2021/22", " "], ...rows], 1, 5, "the cell is blank"],
    ["no area", [labels, ids], 3, 1, "not followed by any area"],
    ["an area twice", [labels, ids, ...rows, ...rows], 5, 1, "already on line 3"],
  ])("is refused with %s", (_, file, line, column, message) => {
    expect(refused(csv(file), metric)).toMatchObject({ line, column, message: expect.stringContaining(message) });
  });
});

describe("a malformed file", () => {
  const text = csv(smallExport);
  const latin = Buffer.from(text.replace("GBP", "£"), "latin1");
  const line = (number: number, from: string, to: string, file = text) =>
    file
      .split("\n")
      .map((row, index) => (index === number - 1 ? row.replace(from, to) : row))
      .join("\n");

  test.each<[string, string | Buffer, number, number, string]>([
    ["nothing in it", "", 1, 1, "the file is empty"],
    ["only a byte order mark", "\uFEFF", 1, 1, "the file is empty"],
    ["only blank lines", "\n\n  \n", 1, 1, "the file is empty"],
    ["another kind of CSV", "name,code\nLambeth,E09000022\n", 1, 1, "this is not an LG Inform export"],
    ["semicolons between its cells and commas in its numbers", text.replaceAll('","', '";"'), 7, 4, "can be read in two ways"],
    ["commas and semicolons in turns", text.replace('","', '";"'), 1, 2, "is not closed where the cell ends"],
    ["a third column of another name", csv(changed([1, 3, "code"])), 1, 3, "Line 1, column 3: this is not an LG Inform export"],
    ["no metric column", csv(smallExport.map((row) => row.slice(0, 3))), 1, 3, "no metric column"],
    ["no header", csv(without(1, 2, 3, 4, 5, 6)), 1, 1, "its first row must begin"],
    ["no row of metric labels", csv(without(1)), 6, 1, "only 5 of the six header rows"],
    ["no row of metric ids", csv(without(2)), 6, 1, "only 5 of the six header rows"],
    ["no row of units", csv(without(3)), 6, 1, "only 5 of the six header rows"],
    ["only the first two header rows", csv(without(3, 4, 5, 6)), 3, 1, "should be the row of the unit"],
    ["only the first header row", csv(without(2, 3, 4, 5, 6)), 1, 1, "or export again with the six header rows"],
    ["five header rows and no data", csv(smallExport.slice(0, 5)), 6, 1, "should be the row of the period id"],
    [
      "a heading spelt otherwise in a later header row",
      csv(changed([4, 2, "area long lable"])),
      4,
      2,
      "should be the row of the value type",
    ],
    ["seven header rows", csv(smallExport.toSpliced(5, 0, smallExport[5] ?? [])), 7, 1, "a seventh header row"],
    [
      "metric ids above their labels",
      csv(smallExport.toSpliced(0, 2, ...smallExport.slice(0, 2).reverse())),
      2,
      4,
      '"Rates collected"',
    ],
    [
      "units above the metric ids",
      csv(smallExport.toSpliced(1, 2, ...smallExport.slice(1, 3).reverse())),
      2,
      4,
      "holds the metric's id",
    ],
    [
      "value types above the units",
      csv(smallExport.toSpliced(2, 2, ...smallExport.slice(2, 4).reverse())),
      3,
      4,
      "holds the unit",
    ],
    [
      "period ids above their labels",
      csv(smallExport.toSpliced(4, 2, ...smallExport.slice(4, 6).reverse())),
      6,
      4,
      "holds the period's id",
    ],
    ["a blank metric label", csv(changed([1, 5, ""])), 1, 5, "(fin_2022_23): the cell is blank; header row 1 of six"],
    ["a blank unit", csv(changed([3, 4, "  "])), 3, 4, "header row 3 of six holds the unit"],
    ["a blank period id", csv(changed([6, 4, ""])), 6, 4, "Line 6, column 4: the cell is blank"],
    ["a metric id that is no number", csv(changed([2, 5, "3404a"])), 2, 5, '"3404a" does not belong here'],
    ["a period id without a kind", csv(changed([6, 5, "2022/23"])), 6, 5, '"2022/23" does not belong here'],
    ["the same metric and period twice", csv(changed([6, 5, "fin_2021_22"])), 6, 5, "already has this period in column 4"],
    ["a header and no data", csv(smallExport.slice(0, 6)), 7, 1, "not followed by any area"],
    [
      "a row with a cell too few",
      csv(changed().toSpliced(6, 1, (smallExport[6] ?? []).slice(0, 4))),
      7,
      5,
      "has 4 cells where line 1 has 5",
    ],
    [
      "a row with a cell too many",
      csv(changed().toSpliced(7, 1, [...(smallExport[7] ?? []), "9"])),
      8,
      6,
      "has 6 cells where line 1 has 5",
    ],
    ["thousands commas that are not quoted", line(7, '"1,234"', "1,234"), 7, 6, "a value with commas that is not quoted"],
    ["a header row with a cell too few", csv(changed().toSpliced(2, 1, (smallExport[2] ?? []).slice(0, 4))), 3, 5, "has 4 cells"],
    [
      "a quote that is never closed",
      text.trimEnd().replace(/"$/, ""),
      8,
      5,
      "(fin_2022_23): a quote is opened here and never closed",
    ],
    ["a quote left open on an earlier line", line(7, '"5.50"', '"5.50'), 7, 5, "look for a missing quote here"],
    [
      "a quote left open where the next cells are not quoted",
      line(8, '"-7",""', '"-7,', line(7, '"E09000022"', "E09000022")),
      8,
      4,
      "never closed",
    ],
    ["a quote inside a cell", line(7, '"5.50"', '5"50'), 7, 5, "a quote stands inside a cell"],
    [
      "a quote that is not doubled",
      line(7, '"Lambeth"', '"Lam"beth"'),
      7,
      1,
      "(area label): a quote is not closed where the cell ends",
    ],
    ["a line break inside a cell", csv(changed([7, 2, "Lambeth\n(London)"])), 7, 2, "the cell runs on to the next line"],
    ["the same area twice", csv([...smallExport, smallExport[6] ?? []]), 9, 3, "area E09000022 is already on line 7"],
    ["an area that is no ONS code", csv(changed([8, 3, "Camden"])), 8, 3, '"Camden" is not an area code'],
    ["an area code in small letters", csv(changed([8, 3, "e09000007"])), 8, 3, "is not an area code"],
    ["a comparison group for an area", csv(changed([8, 3, "AllLaInCountry_England"])), 8, 3, "is not an area code"],
    ["a blank area label", csv(changed([8, 1, ""])), 8, 1, "the label of area E09000007 is blank"],
    [
      "a number of more digits than can be kept",
      csv(changed([8, 4, "9,007,199,254,740,993"])),
      8,
      4,
      "more digits than can be kept exactly",
    ],
    ["bytes that are not UTF-8", latin, 3, 4, "letters were lost or are not UTF-8. Save the file as UTF-8"],
    ["bytes that are not UTF-8 in a value", Buffer.from(csv(changed([7, 5, "5\u00a0000"])), "latin1"), 7, 5, "not UTF-8"],
    ["text decoded wrongly before it came here", csv(changed([7, 2, "Lambeth \uFFFD"])), 7, 2, "not UTF-8"],
    ["text in UTF-16 without a mark", Buffer.from(text, "utf16le"), 1, 1, "looks like UTF-16"],
    ["a control character", csv(changed([7, 1, "Lam\u0000beth"])), 7, 1, "a control character"],
    ["a line separator in the unit", csv(changed([3, 4, "\u2028GBP"])), 3, 4, "a control character"],
    ["a huge cell", csv(changed([1, 4, "x".repeat(1_001)])), 1, 4, "the cell holds 1001 characters"],
    ["a huge value", csv(changed([7, 4, `0.${"0".repeat(1_000)}`])), 7, 4, "the cell holds 1002 characters"],
  ])("with %s is refused with the line and column of the fault", (_, file, line, column, message) => {
    expect(refused(file)).toMatchObject({ ok: false, line, column, message: expect.stringContaining(message) });
    expect(refused(file).message).toMatch(new RegExp(`^Line ${line}, column ${column}[: ]`));
  });

  test("is counted in lines as an editor shows them, blank lines and CRLF included", () => {
    const rows = csv(changed([8, 5, "about 4"]), "\r\n").split("\r\n");
    expect(refused(["", ...rows.slice(0, 6), "", " ", ...rows.slice(6)].join("\r\n"))).toMatchObject({ line: 11, column: 5 });
    const open = csv(smallExport, "\r\n").trimEnd().replace(/"$/, "").split("\r\n");
    expect(refused(["", ...open.slice(0, 6), "", " ", ...open.slice(6)].join("\r\n"))).toMatchObject({ line: 11, column: 5 });
  });

  test("of more than 32 MiB is refused unread, as bytes and as text", () => {
    const bytes = Buffer.alloc(32 * 1024 * 1024 + 1, csv(smallExport));
    expect(refused(bytes).message).toContain("larger than 32 MiB");
    expect(refused(bytes.toString("latin1")).message).toContain("larger than 32 MiB");
    expect(refused("é".repeat(16 * 1024 * 1024 + 1)).message).toContain("larger than 32 MiB");
  });

  test("of millions of cells is refused before they are made", async () => {
    const { result: refusal, ms } = await withProcessorTime(() => refused(Buffer.alloc(32 * 1024 * 1024, ",")));
    expect(refusal.message).toContain("2 million commas");
    expect(ms).toBeLessThan(boundHere(1_000, ms));
  });

  test("is never quoted back beyond forty characters of a cell", () => {
    const secret = "The chief executive told us in confidence that the budget will not balance, and why";
    for (let row = 1; row <= 8; row++) {
      for (let column = 1; column <= 5; column++) {
        const result = parseLgInform(csv(changed([row, column, secret])));
        if (!result.ok) expect(result.message).not.toContain(secret.slice(0, 41));
      }
    }
    expect(refused(csv(changed([7, 4, secret]))).message).toContain(`"${secret.slice(0, 39)}…"`);
  });
});

describe("any file", () => {
  const cellText = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
    .filter((text) => /\S/.test(text) && !/[\p{Cc}\p{Zl}\p{Zp}\uFFFD]/u.test(text) && text.isWellFormed());
  const thousands = (whole: string) => whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  const value = fc.oneof(
    { arbitrary: fc.constantFrom({ text: "", value: null }, { text: "null", value: null }), weight: 1 },
    {
      arbitrary: fc
        .record({
          negative: fc.boolean(),
          whole: fc.nat({ max: 999_999_999 }),
          fraction: fc.option(fc.stringMatching(/^\d{1,4}$/)),
          grouped: fc.boolean(),
        })
        .map(({ negative, whole, fraction, grouped }) => {
          const end = fraction === null ? "" : `.${fraction}`;
          const digits = `${negative ? "-" : ""}${whole}${end}`;
          return { text: grouped ? `${negative ? "-" : ""}${thousands(`${whole}`)}${end}` : digits, value: Number(digits) + 0 };
        }),
      weight: 6,
    },
  );
  const column = fc.record({
    metric: fc.integer({ min: 1, max: 99_999 }).map(String),
    label: cellText,
    unit: cellText.filter((text) => text !== "raw"),
    valueType: fc.constantFrom("raw", "quartile", "rank"),
    period: fc.record({ id: fc.stringMatching(/^[a-z]{2,3}_(Q[1-4]_)?20\d\d_\d\d$/), label: cellText }),
  });
  const table = fc
    .record({
      columns: fc.uniqueArray(column, {
        minLength: 1,
        maxLength: 8,
        selector: ({ metric, valueType, period }) => `${metric} ${valueType} ${period.id}`,
      }),
      areas: fc.uniqueArray(fc.record({ area: fc.stringMatching(/^[A-Z]\d{8}$/), areaLabel: cellText }), {
        minLength: 1,
        maxLength: 8,
        selector: ({ area }) => area,
      }),
    })
    .chain(({ columns, areas }) =>
      fc.record({
        columns: fc.constant(columns),
        areas: fc.constant(areas),
        values: fc.array(fc.array(value, { minLength: columns.length, maxLength: columns.length }), {
          minLength: areas.length,
          maxLength: areas.length,
        }),
        mark: fc.constantFrom("", "\uFEFF"),
        end: fc.constantFrom("\n", "\r\n"),
        blanks: fc.nat({ max: 3 }),
      }),
    );

  test("that is a table written in the full form is read back as that table", () => {
    fc.assert(
      fc.property(table, ({ columns, areas, values, mark, end, blanks }) => {
        const rows = [
          [...headings, ...columns.map(({ label }) => label)],
          [...headings, ...columns.map(({ metric }) => metric)],
          [...headings, ...columns.map(({ unit }) => unit)],
          [...headings, ...columns.map(({ valueType }) => valueType)],
          [...headings, ...columns.map(({ period }) => period.label)],
          [...headings, ...columns.map(({ period }) => period.id)],
          ...areas.map(({ area, areaLabel }, row) => [
            areaLabel,
            `${areaLabel} (council)`,
            area,
            ...(values[row] ?? []).map(({ text }) => text),
          ]),
        ];
        const series: MetricSeries[] = columns.map((column, index) => ({
          ...column,
          values: areas.map((area, row) => ({ ...area, value: values[row]?.[index]?.value ?? null })),
        }));
        expect(parseLgInform(mark + csv(rows, end) + end.repeat(blanks))).toEqual({ ok: true, form: "full", series });
      }),
      { numRuns: cases(100, 3_000) },
    );
  });

  const lineCount = (file: string | Buffer) => file.toString("utf8").split("\n").length + 1;
  function accountable(file: string | Buffer, options?: ReducedFormOptions): void {
    const result = parseLgInform(file, options);
    if (result.ok) {
      expect(result.series.length).toBeGreaterThan(0);
      return;
    }
    expect(result.line).toBeGreaterThanOrEqual(1);
    expect(result.line).toBeLessThanOrEqual(lineCount(file));
    expect(result.column).toBeGreaterThanOrEqual(1);
    expect(result.message.startsWith(`Line ${result.line}, column ${result.column}`)).toBe(true);
  }

  test("that is a genuine export with bytes changed, added or cut is read or refused, and never throws", () => {
    const edit = fc.record({
      at: fc.nat({ max: deaths.length }),
      remove: fc.nat({ max: 40 }),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 6 }),
        fc.constantFrom(...['"', ",", "\n", "\r", '""', '","'].map((text) => Buffer.from(text))),
      ),
    });
    fc.assert(
      fc.property(fc.constantFrom(deaths, taxBase), fc.array(edit, { minLength: 1, maxLength: 4 }), (file, edits) => {
        let bytes = file;
        for (const { at, remove, insert } of edits) {
          bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
        }
        accountable(bytes);
        accountable(bytes, { metric: "1072" });
      }),
      { numRuns: cases(200, 5_000) },
    );
  });

  test("that is a genuine export with characters changed or lines moved is read or refused, and never throws", () => {
    const text = taxBase.toString("utf8");
    const lines = text.split("\n");
    const character = fc.oneof(
      fc.constantFrom('"', ",", "\n", "\r", "\uFEFF", "\uD800", "\u0000", "-", "é", "😀"),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.nat({ max: text.length }), fc.nat({ max: 3 }), character, (at, remove, insert) => {
        accountable(text.slice(0, at) + insert + text.slice(at + remove));
      }),
      { numRuns: cases(200, 5_000) },
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: 0 }), (some) => {
        accountable(some.join("\n"));
        accountable(some.join("\n"), { metric: "4274" });
      }),
      { numRuns: cases(80, 2_000) },
    );
  });

  test("that is only noise is refused, and never throws", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        ),
        (noise) => {
          expect(refused(noise)).toMatchObject({ ok: false });
        },
      ),
    );
  });

  test("with 300 areas and 60 periods is read quickly", async () => {
    const periods = Array.from({ length: 60 }, (_, index) => `${1965 + index}`);
    const row = (text: string) => [...headings, ...periods.map(() => text)];
    const areas = Array.from({ length: 300 }, (_, index) => [
      `Area ${index}`,
      `Area ${index} (district)`,
      `E07${`${index}`.padStart(6, "0")}`,
      ...periods.map((_, period) => thousands(`${index * 1_000 + period}`)),
    ]);
    const text = csv([
      ...["Households", "105", "Households", "raw"].map(row),
      [...headings, ...periods],
      [...headings, ...periods.map((year) => `cal_${year}`)],
      ...areas,
    ]);
    const { result, ms } = await withProcessorTime(() => parsed(text));
    expect(result.series).toHaveLength(60);
    expect(ms).toBeLessThan(boundHere(500, ms)); // about 10 ms when warm; the bound only catches a change of order
  });
});
