// Who speaks for a council in a command: a person, in one of their offices.
import { z } from "zod";
import type { EventLog } from "../../event-log/port.ts";
import type { Principal } from "../../policies/engine/facts.ts";
import { COUNCIL_OFFICES, type CouncilOffice } from "../../reference/concern-terms.ts";
import type { Strand } from "../../reference/strands.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { isCurrent, maySpeak, strandsOfOffice } from "./assignments.ts";
import { roleOf } from "./roles.ts";
import { loadPerson } from "./service.ts";

/** The office that somebody spoke in. Absent in events of releases that did not record it. */
export const spokenIn = { office: z.enum(COUNCIL_OFFICES).optional(), acting: z.literal(true).optional() };
/** The office in a command; it can be left out by somebody who speaks in one only. */
export const inOffice = { office: z.enum(COUNCIL_OFFICES).optional() };

export type Speaker = { readonly office: CouncilOffice; readonly acting?: true };

/** The office of a speaker: the one that they selected, or the only one that they speak in. An office that is not acting comes first. */
export function speakerIn(offices: readonly Speaker[], selected: CouncilOffice | undefined): Speaker | Refusal {
  const candidates = selected === undefined ? offices : offices.filter(({ office }) => office === selected);
  const [first] = candidates.toSorted((one, other) => Number(one.acting === true) - Number(other.acting === true));
  if (!first) return refuse("NOT_A_SPEAKER", selected === undefined ? undefined : "office");
  return candidates.some(({ office }) => office !== first.office) ? refuse("OFFICE_REQUIRED", "office") : first;
}

/** The offices in which a principal may speak for a council, in a strand where one is given, by the person's own stream. */
export async function loadOffices(
  log: EventLog,
  principal: Principal,
  { council, strand }: { readonly council: string; readonly strand?: Strand },
  { today, certainToday }: Pick<DecisionContext, "today" | "certainToday">,
): Promise<readonly Speaker[]> {
  if (principal.type === "Hub") return [];
  const person = await loadPerson(log, principal.facts.id);
  return (person?.assignments ?? []).flatMap((assignment) => {
    const { role, acting, from } = assignment;
    const speaks =
      roleOf(role).office !== undefined &&
      assignment.council === council &&
      isCurrent(assignment, today) &&
      from <= certainToday &&
      maySpeak(assignment) &&
      (strand === undefined || strandsOfOffice(assignment).includes(strand));
    return speaks ? [{ office: role as CouncilOffice, ...(acting && { acting }) }] : [];
  });
}
