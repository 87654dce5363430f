// What runs or loads by itself within the parts of a document of Office: fields that start programs, connections that refresh, embedded pages.
import { FileRefused } from "./upload-problem.ts";
import { readXml, type XmlToken } from "./xml-tokens.ts";

const ACTIVE_ELEMENTS = ["altChunk", "webVideoPr", "ddeLink", "oleLink", "control"];
/** The instruction is at the start of a field, and quotes and backslashes before it are ignored. */
const STARTS_PROGRAM = /^[\s"“”\\]*(?:DDE|DDEAUTO|LINK)\b/i;
/** Backslashes are doubled in an instruction, and a server's name comes right after a blank or a quote. */
const LOADS_FROM_ELSEWHERE =
  /^[\s"“”\\]*(?:INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE|DATABASE|RD)\b.*(?::\/\/|[\s"](?:\\\\|\/\/))/is;
/** A longer instruction says nothing more. */
const MAX_INSTRUCTION = 10_000;

/** Text without any of these has nothing to refuse: names of elements cannot be written in codes. */
const MAY_BE_ACTIVE = new RegExp(`<!|instrText|fldSimple|workbookPr|connection|queryTable|${ACTIVE_ELEMENTS.join("|")}`, "i");

/** Throws FileRefused. */
export function inspectOfficeXml(xml: string): void {
  if (MAY_BE_ACTIVE.test(xml)) inspectTokens(readXml(xml));
}

function inspectTokens(tokens: Iterable<XmlToken>): void {
  let instruction = "";
  let isInInstruction = false;
  for (const token of tokens) {
    if (token.kind === "text") {
      if (isInInstruction && instruction.length < MAX_INSTRUCTION) instruction += token.text();
    } else if (/^(?:del)?instrText$/i.test(token.name)) isInInstruction = token.kind === "start";
    else if (token.kind === "start") {
      // An instruction may be written in several pieces: it ends where a field begins, goes on to its result or ends.
      if (token.name === "fldChar") {
        refuseInstruction(instruction);
        instruction = "";
      }
      inspectElement(token);
    }
  }
  refuseInstruction(instruction);
}

function inspectElement({ name, attributes }: Extract<XmlToken, { kind: "start" }>): void {
  if (ACTIVE_ELEMENTS.includes(name)) throw loadsOther();
  if (name === "fldSimple") refuseInstruction(attributes().get("instr") ?? "");
  if (name === "workbookPr" && attributes().get("updateLinks") === "always") throw refreshes();
  if (name === "connection" || name === "queryTable") {
    const { refreshOnLoad = "0", interval = "0" } = Object.fromEntries(attributes());
    if (!/^(?:0|false)$/i.test(refreshOnLoad.trim()) || !/^0*$/.test(interval.trim())) throw refreshes();
  }
}

function refuseInstruction(instruction: string): void {
  if (STARTS_PROGRAM.test(instruction) || LOADS_FROM_ELSEWHERE.test(instruction.slice(0, MAX_INSTRUCTION))) throw loadsOther();
}

const loadsOther = (): FileRefused =>
  new FileRefused(
    "FILE_ACTIVE",
    "The file loads something from elsewhere, or starts another program, when it is opened. Break its links (File, Info, Edit Links to Files), or save it as a PDF, and upload it again.",
  );

const refreshes = (): FileRefused =>
  new FileRefused(
    "FILE_ACTIVE",
    "The workbook gets data from elsewhere when it is opened. Turn this off (Data, Queries & Connections; Data, Edit Links), or save it as a PDF, and upload it again.",
  );
