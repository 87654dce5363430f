// What a council's ledger includes, in words for its reader.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import { STRAND_LABELS, STRANDS } from "../../reference/strands.ts";
import type { ReadDeps } from "../deps.ts";
import { strandsRead } from "./strands-read.ts";

const SCOPE =
  "This ledger has every concern about the council that it has been made aware of. Each concern has all its parts, and withheld parts are " +
  "named. It includes who was told and when; every share with its purpose, parts, dates and conditions; the council's replies, requests for " +
  "correction, positions and objections; overrides; and every disclosure, to whom and under which policy. Disclosures are those of the concerns, " +
  "of support offered to the council, of submissions about it and of its requests for support. A concern that the council has not been told about " +
  "is visible only to its advisers and is not included. Nor is a submission, which its sender sees too. Once the council has been told, all of it " +
  "is included, except for a protected source: who submitted something and asked to be protected is named as a regional source, and what that " +
  "source read of its own submission is not listed.";

export function scopeInWords(deps: Pick<ReadDeps, "rights">, person: PersonFacts, council: Council): string {
  const strands = strandsRead(deps, person, council);
  if (strands.length === STRANDS.length) return SCOPE;
  const named = strands.map((strand) => STRAND_LABELS[strand]).join(", ") || "none";
  return `You see the concerns, support, submissions and requests of the strands that you read for the council, and no others: ${named}. ${SCOPE}`;
}
