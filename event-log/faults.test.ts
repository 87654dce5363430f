import { constants } from "node:os";
import { describe, expect, it } from "vitest";
import { faultOf, storeFaultOf } from "./faults.ts";
import { FileMissing, isDamage, isOfOnePlace, readingProblem } from "./stores/read-only.ts";
import { UnusableFile } from "./stores/usable-file.ts";

const sqlite = (errcode: number): Error =>
  Object.assign(new Error("Something of the contents."), { code: "ERR_SQLITE_ERROR", errcode });

describe("A fault of a file", () => {
  it.each([3, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26, 266, 522, 1032, 1294, 8458])(
    "of SQLite's code %i is the same to whoever serves and to whoever checks, and has words",
    (errcode) => {
      const error = sqlite(errcode);
      expect(isDamage(error)).toBe(faultOf(error)?.kind === "damaged");
      expect(readingProblem(error)).not.toBe(readingProblem(sqlite(1)));
      expect(readingProblem(error)).not.toContain("contents");
    },
  );

  it.each([
    [11, "damaged", true],
    [26, "damaged", true],
    // It is called an I/O error, and the file is shorter than it says.
    [522, "damaged", true],
    // What a sector of the disk has, the next may not have.
    [10, "passing", true],
    [266, "passing", true],
    [7, "passing", false],
    [5, "passing", false],
  ] as const)("of SQLite's code %i is %s", (errcode, kind, isLocal) => {
    expect(faultOf(sqlite(errcode))?.kind).toBe(kind);
    expect(isOfOnePlace(sqlite(errcode))).toBe(isLocal);
  });

  it("is a damage where statements do not find the tables that they name, and none where there is no file to read", () => {
    expect(isDamage(sqlite(1))).toBe(true);
    expect(isDamage(new FileMissing("It is missing."))).toBe(false);
    expect(isDamage(new UnusableFile("/there", "NOT_A_FILE", "it is a folder, and no file"))).toBe(false);
  });
});

it("A quota that is used up is a passing fault, though Node has no name for it", () => {
  const error = Object.assign(new Error("UNKNOWN: unknown error, write"), { code: "UNKNOWN", errno: -constants.errno.EDQUOT });
  expect(faultOf(error)).toEqual({ kind: "passing", code: "EDQUOT" });
});

it("An error of the disk is damage in a file that can be made anew, and passing in one that cannot", () => {
  const error = Object.assign(new Error("disk I/O error"), { code: "ERR_SQLITE_ERROR", errcode: 8458 });
  expect(faultOf(error)).toMatchObject({ kind: "damaged" });
  expect(storeFaultOf(error)).toMatchObject({ kind: "passing" });
});
