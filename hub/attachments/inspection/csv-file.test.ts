import { describe, expect, it } from "vitest";
import { inspectFile } from "./inspect-file.ts";

const outcomeOfBytes = (content: Uint8Array) => {
  const answer = inspectFile("Table.csv", content);
  return answer.kind === "accepted" ? "accepted" : answer.code;
};
const outcome = (text: string) => outcomeOfBytes(new Uint8Array(Buffer.from(text)));

describe("A CSV table", () => {
  it.each(
    [
      "Measure,Value\nChange,-12.5\nCall,+44 20 7946 0000\nContact,@wendlehaugh\n",
      "Notes\n- Improve the service(s) for child(ren)\n- Visits (two) in May\n",
      'Notes\n"a = b, c = d"\n"He said, ""x"""\n',
      "Notes\n'=1+1\n",
      "Ratio\n1=1\na+b(c)\n",
      "one;two\n-1;-2\n",
      "ID,Name\n1,Wendlehaugh\n",
      "",
    ].filter((text) => text !== ""),
  )("is accepted: %j", (text) => {
    expect(outcome(text)).toBe("accepted");
    expect(outcome(text.replaceAll("\n", "\r\n"))).toBe("accepted");
  });

  it.each([
    "=1+1",
    "a,=1+1",
    "a\n=cmd|'/c calc'!A0",
    "a\r=1+1",
    'a,"=1+1"',
    'a,""=1+1',
    'a," =1+1"',
    "a,\t=1+1",
    "a,\u00A0=1+1",
    "a,\u200B=1+1",
    "\uFEFF=1+1",
    "a;=1+1",
    "a\t=1+1",
    "a|=1+1",
    "sep=!\na!=1+1",
    'a,"=1+1',
    'a,"b\n=1+1',
    "a,＝1+1",
    "a,+cmd|'/c calc'!A0",
    "a,-2+3+cmd|'/c calc'!A0",
    'a,@SUM(1+1)*cmd|"/c calc"!A0',
    'a,+HYPERLINK("https://www.example.org/")',
    'a,-1+webservice ("https://www.example.org/")',
    'a,"-""x""&HYPERLINK(""https://www.example.org/"")"',
  ])("is refused with a formula: %j", (text) => {
    expect(outcome(text)).toBe("FILE_ACTIVE");
  });

  it("says in which line the formula is", () => {
    const answer = inspectFile("Table.csv", new Uint8Array(Buffer.from("a,b\r\n1,2\r\n3,=1+1\r\n")));
    expect(answer).toMatchObject({ message: expect.stringMatching(/^Line 3 of the file has a formula\./) });
  });

  it("is read in UTF-8, in UTF-16 with a mark, and in what Excel writes here", () => {
    const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");
    expect(outcomeOfBytes(utf16("Größe,£\n1,2\n"))).toBe("accepted");
    expect(outcomeOfBytes(utf16("Größe,£\n1,=1+1\n"))).toBe("FILE_ACTIVE");
    expect(outcomeOfBytes(utf16("Größe,£\n1,=1+1\n").swap16())).toBe("FILE_ACTIVE");
    expect(outcomeOfBytes(Buffer.from("Gr\xF6\xDFe,\xA3\n1,2\n", "latin1"))).toBe("accepted");
    expect(outcomeOfBytes(Buffer.from("Gr\xF6\xDFe,\xA3\n1,=1+1\n", "latin1"))).toBe("FILE_ACTIVE");
    for (const bytes of [
      utf16("ab").subarray(0, -1),
      Buffer.from("a\0b"),
      Buffer.from("a,\x81\xF6", "latin1"),
      Buffer.from("ab", "utf16le"),
    ])
      expect(outcomeOfBytes(bytes)).toBe("FILE_NOT_AS_NAMED");
  });

  it("of a megabyte is inspected quickly, whatever its quotes and signs are", () => {
    const pieces = [',"', '""', ',"""', "-", "-a(", "-(", "|-|", " ", "\r", "-a|", `-${"a".repeat(30_000)}\n`, "\u00A0"];
    const started = process.cpuUsage().user;
    for (const piece of pieces) outcome(piece.repeat(Math.floor(1_000_000 / Buffer.byteLength(piece))));
    expect(process.cpuUsage().user - started).toBeLessThan(pieces.length * 2_000_000);
  });
});
