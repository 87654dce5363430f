// The relationships of a part of a document of Office: to other parts, and to what is elsewhere. Those through which something runs, or is loaded when
// the document is opened, are refused. A link that somebody has to click is not.
import { damaged, FileRefused } from "./upload-problem.ts";
import type { XmlToken } from "./xml-tokens.ts";

/** The last words of the types of relationships that lead to something that runs, in any of the namespaces. */
const ACTIVE = [
  ...["vbaproject", "wordvbadata", "control", "activexcontrolbinary", "xlmacrosheet", "xlintlmacrosheet", "dialogsheet"],
  ...["oleobject", "afchunk", "frame", "subdocument", "mailmergesource", "mailmergeheadersource", "mailmergerecipientdata"],
  ...["webextension", "webextensiontaskpanes", "taskpanes"],
];
/** What a workbook gets from others only after its reader agrees. */
const ASKED_FIRST = ["externallinkpath", "xlpathmissing", "xlstartup", "xlalternatestartup", "xllibrary"];
/** May lead to a file of the reader's own computer: it then is loaded from there or not at all. */
const FROM_DISK = ["image", "attachedtemplate", "video", "audio", "media"];
/** Links that start programs. Letters before the colon may be written in any way. */
const RUNS = /^(?:javascript|vbscript|data|mhtml|mk|ms-[\w-]+|search(?:-ms)?|shell|view-source|its|ldap|jar|x-\w+)$/;

/** Throws FileRefused. */
export function inspectRelationships(tokens: Iterable<XmlToken>): void {
  for (const token of tokens) {
    if (token.kind !== "start" || token.name !== "Relationship") continue;
    const attributes = token.attributes();
    const type = attributes.get("Type")?.split("/").at(-1)?.trim().toLowerCase() ?? "";
    if (ACTIVE.includes(type)) throw isActive();
    if (attributes.get("TargetMode")?.trim().toLowerCase() === "external") refuseElsewhere(type, attributes.get("Target") ?? "");
  }
}

function refuseElsewhere(type: string, given: string): void {
  const target = decodePercents(given).replaceAll(/[\p{Cc}\s]/gu, "");
  if (type === "hyperlink") {
    if (RUNS.test(target.split(":")[0]?.toLowerCase() ?? "") && target.includes(":")) throw isActive();
    return;
  }
  if (ASKED_FIRST.includes(type) || (FROM_DISK.includes(type) && isOnDisk(target))) return;
  throw new FileRefused(
    "FILE_ACTIVE",
    type === "attachedtemplate"
      ? "The file loads a template from elsewhere. Attach it to the Normal template in Word (Developer, Document Template), or save it as a PDF, and upload it again."
      : "The file loads something from elsewhere when it is opened. Break its links (File, Info, Edit Links to Files), or save it as a PDF, and upload it again.",
  );
}

/** A path with a drive's letter, or one beside the document: not on a server. */
const isOnDisk = (target: string): boolean =>
  /^(?:file:\/\/\/)?[a-z]:[\\/](?![\\/])/i.test(target) || /^(?:[\w .()-]+[\\/]){0,20}[\w .()-]+$/.test(target);

function decodePercents(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw damaged();
  }
}

const isActive = (): FileRefused =>
  new FileRefused(
    "FILE_ACTIVE",
    "The file contains macros, controls, or objects of other programs. Remove them, or save it as a PDF, and upload it again.",
  );
