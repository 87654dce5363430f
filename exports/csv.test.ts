// A large CSV is written in pieces, with one byte order mark and one row of headings.
import { expect, it } from "vitest";
import { csvOf, csvPieces } from "./csv.ts";

it("has its byte order mark and headings once, however many pieces it is written in", () => {
  const rows = Array.from({ length: 950 }, (_, n) => ({ name: `row ${n}`, text: "" }));
  const pieces = [...csvPieces(rows, ["name", "text"])];
  expect(pieces).toHaveLength(10);
  expect(pieces.join("").split("\r\n")).toEqual(['\uFEFF"name","text"', ...rows.map(({ name }) => `"${name}",""`), ""]);
  expect(csvOf([], ["name", "text"])).toBe('\uFEFF"name","text"\r\n');
});
