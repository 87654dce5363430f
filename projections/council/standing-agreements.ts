// A council's standing agreements as one viewer may see them, straight from the council's stream: it is short, and always current.
import type { EventLog } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/facts.ts";
import type { PolicySet } from "../../policies/policy.ts";
import { loadCouncil } from "../../services/council/service.ts";
import type { StandingAgreement } from "../../services/council/state.ts";

type Inside = { readonly policy: PolicySet; readonly log: EventLog };

/** All of them, taken back or not; null when they are not the person's to see. */
export async function readStandingAgreements(
  { policy, log }: Inside,
  person: PersonFacts,
  code: string,
): Promise<readonly StandingAgreement[] | null> {
  const resource = { type: "Council", id: code, facts: { code } } as const;
  const { allowed } = policy.decide({ type: "Person", facts: person }, "readStandingAgreements", resource);
  return allowed ? (await loadCouncil(log, code)).agreements : null;
}
