// Disclosures of past months, as an earlier release recorded them.
import { removePassed } from "../../disclosure/retention.ts";
import { londonDate } from "../../services/dates.ts";
import { TARROWSHIRE } from "../examples/api-inputs.ts";
import { appendOf } from "./stored-event.ts";
import type { TestHub } from "./test-hub.ts";

export function discloseIn({ hub }: Pick<TestHub, "hub">, month: string) {
  const data = { surface: "read", to: [{ person: "adviser", assignments: [], request: "r" }], views: [] };
  return hub.disclosures.append(
    appendOf(`disclosures-${TARROWSHIRE}-${month}`, [{ type: "ConcernsDisclosed.v1", data }], {
      at: `${month}-15T12:00:00.000Z`,
    }),
  );
}

const DAY_MS = 86_400_000;

/** Keeps one month, in March 2026: December is removed, after it was noted as due a day ago, and January is due. */
export async function passRetention({ hub }: Pick<TestHub, "hub">): Promise<void> {
  const [now, log] = [hub.now(), hub.disclosures];
  const removeOn = (instant: Date) => removePassed({ log, keptMonths: 1, today: londonDate(instant), now: instant });
  await discloseIn({ hub }, "2025-12");
  await removeOn(new Date(now.getTime() - DAY_MS));
  await discloseIn({ hub }, "2026-01");
  await removeOn(now);
}
