// For tests: last days to answer a share that the rules of fair time allow (docs/decisions/0033), and a way to reach a council.
import { workingDaysAfter } from "../../services/dates.ts";
import { done } from "./send-command.ts";
import type { TestHub } from "./test-hub.ts";

/** The earliest last day to answer a share that is proposed on a day: of evidence or with a department or inspectorate, unless `plain`. */
export const answerDay = (today: string, offer: "plain" | "evidence-or-government" = "evidence-or-government"): string =>
  workingDaysAfter(today, offer === "plain" ? 5 : 10);

/** The adviser sends the council a letter about a share, and a second adviser confirms it. */
export async function reach(hub: TestHub, share: { readonly concern: string; readonly share: string }): Promise<void> {
  const to = { chiefExecutive: "Maren Tolliver (invented)", monitoringOfficer: "Bram Ostler (invented)" };
  await done(hub, "adviser", "recordLetter", { ...share, ...to, reference: "LGA/2026/117", sentOn: hub.hub.today() });
  await done(hub, "second-adviser", "confirmLetter", share);
}
