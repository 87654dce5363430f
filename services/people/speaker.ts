// Who speaks for a council in a command: a person, in one of their offices.
import type { EventLog } from "../../event-log/port.ts";
import type { Principal } from "../../policies/engine/facts.ts";
import type { CouncilOffice } from "../../reference/concern-terms.ts";
import type { Strand } from "../../reference/strands.ts";
import type { Days } from "../decision-context.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { type HeldOffice, officesHeld, officesIn } from "./assignments.ts";
import { loadPerson } from "./service.ts";
import type { Speaker } from "./spoken-in.ts";

/** The office of a speaker: the one that they selected, or the only one that they speak in. An office that is not acting comes first. */
export function speakerIn(offices: readonly Speaker[], selected: CouncilOffice | undefined): Speaker | Refusal {
  const candidates = selected === undefined ? offices : offices.filter(({ office }) => office === selected);
  const [first] = candidates.toSorted((one, other) => Number(one.acting === true) - Number(other.acting === true));
  if (!first) return refuse("NOT_A_SPEAKER", selected === undefined ? undefined : "office");
  return candidates.some(({ office }) => office !== first.office) ? refuse("OFFICE_REQUIRED", "office") : first;
}

/** The offices in which a principal may speak for a council, by strand and the person's own stream. */
export async function loadOffices(
  log: EventLog,
  principal: Principal,
  council: string,
  days: Days,
): Promise<(strand: Strand) => readonly Speaker[]> {
  const person = principal.type === "Hub" ? undefined : await loadPerson(log, principal.facts.id);
  return officesIn(person?.assignments ?? [], council, days);
}

/** The offices that somebody holds in a record's council, and whether each reads the record's strand. */
export async function loadOfficesHeld(
  log: EventLog,
  person: string,
  { council, strand }: { readonly council: string; readonly strand: Strand },
  days: Days,
): Promise<readonly HeldOffice[]> {
  return officesHeld((await loadPerson(log, person))?.assignments ?? [], council, strand, days);
}
